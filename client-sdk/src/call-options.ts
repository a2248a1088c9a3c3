/** Options that every call takes. */
export interface CallOptions {
  /** Cancels the call, on the server too: it then fails with `CancelledError`. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time the call may take, in milliseconds, retries included; the client's default when left out. */
  readonly deadlineMs?: number | undefined;
}

/** The options in the form the generated clients take, which knows no `undefined` signal. */
export function toRawOptions({ signal, deadlineMs }: CallOptions = {}): { signal?: AbortSignal; deadlineMs?: number } {
  return { ...(signal && { signal }), ...(deadlineMs !== undefined && { deadlineMs }) };
}
