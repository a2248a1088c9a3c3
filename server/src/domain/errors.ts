/**
 * The one table of errors. Every error that leaves the engine is an {@link EngineError} with a code from here;
 * `transport/status.ts` maps codes to gRPC status, `docs/reference/errors.md` is checked against this table.
 */

/** gRPC status names the table uses. */
export type StatusName =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'CANCELLED'
  | 'DEADLINE_EXCEEDED'
  | 'FAILED_PRECONDITION'
  | 'UNIMPLEMENTED'
  | 'INTERNAL';

/** Stable reasons (sent as `google.rpc.ErrorInfo.reason`), the status each maps to and what it means. */
export const ERRORS = {
  SCRIPT_MISSING: ['INVALID_ARGUMENT', 'No script was given: set one of script_id, text or data.'],
  SCRIPT_EMPTY: ['INVALID_ARGUMENT', 'The script has no text.'],
  SCRIPT_TOO_LARGE: ['INVALID_ARGUMENT', 'The script is larger than the limit.'],
  SCRIPT_TOO_SLOW: ['INVALID_ARGUMENT', 'The script could not be parsed within the time limit.'],
  SCRIPT_BINARY: ['INVALID_ARGUMENT', 'The bytes are no text, PDF or Final Draft file.'],
  SCRIPT_ENCODING: ['INVALID_ARGUMENT', 'The bytes are not valid in the encoding they claim.'],
  SCRIPT_FORMAT_MISMATCH: ['INVALID_ARGUMENT', 'The bytes are not in the format that was given.'],
  SCRIPT_FORMAT_UNKNOWN: ['INVALID_ARGUMENT', 'The format is not one the engine reads.'],
  SCRIPT_MALFORMED: ['INVALID_ARGUMENT', 'The file is broken where the error says.'],
  SCRIPT_PDF_NO_TEXT: ['INVALID_ARGUMENT', 'The PDF has no text layer: its pages are only images.'],
  SCRIPT_NOT_A_SCREENPLAY: ['INVALID_ARGUMENT', 'The text has no dialogue and no action to read.'],
  FIELD_INVALID: ['INVALID_ARGUMENT', 'A request field is out of its range.'],
  SCRIPT_NOT_FOUND: ['NOT_FOUND', 'No script has this id.'],
  ANALYSIS_NOT_FOUND: ['NOT_FOUND', 'No analysis has this id.'],
  JOB_NOT_FOUND: ['NOT_FOUND', 'No job has this id.'],
  LIBRARY_MISSING: ['FAILED_PRECONDITION', 'This engine has no library of files.'],
  WORKER_LOST: ['INTERNAL', 'The process that worked on this ended each time it was tried.'],
  TEXTS_TOO_LARGE: ['INVALID_ARGUMENT', 'The texts have more tokens than the queue can ever hold.'],
  TENSOR_INVALID: ['INVALID_ARGUMENT', 'An inference input or output is not what the model takes.'],
  MODEL_NOT_FOUND: ['NOT_FOUND', 'There is no model with this name, version or label.'],
  MODEL_NOT_READY: ['UNAVAILABLE', 'The model version is there but not loaded.'],
  MODEL_NOT_LOADED: ['FAILED_PRECONDITION', 'Only a loaded model version can be labelled or unloaded.'],
  MODEL_IN_USE: ['FAILED_PRECONDITION', 'A label names this model version.'],
  MODEL_CONTROL_OFF: ['FAILED_PRECONDITION', 'This engine does not let calls load, unload or label models.'],
  MODEL_MEMORY: ['RESOURCE_EXHAUSTED', 'The model version does not fit into the memory allowed for models.'],
  MODEL_MISSING: ['FAILED_PRECONDITION', 'The model that this needs is not installed.'],
  MODEL_CORRUPT: ['FAILED_PRECONDITION', 'A model file differs from its manifest.'],
  OVERLOADED: ['RESOURCE_EXHAUSTED', 'The queue is full; retry after the delay given.'],
  PROVIDER_MISSING: ['FAILED_PRECONDITION', 'The execution provider that was configured cannot run here.'],
  REMOTE_UNAVAILABLE: ['UNAVAILABLE', 'The remote inference server does not answer; the call can be retried.'],
  EXECUTOR_LOST: ['UNAVAILABLE', 'A worker died while computing; it is replaced and the call can be retried.'],
  STORAGE_UNAVAILABLE: ['UNAVAILABLE', 'The database does not answer; the call can be retried.'],
  DRAINING: ['UNAVAILABLE', 'The engine is shutting down; retry on another replica.'],
  CANCELLED: ['CANCELLED', 'The caller cancelled the call.'],
  DEADLINE: ['DEADLINE_EXCEEDED', 'The deadline passed before the result was ready.'],
  DEADLINE_UNREACHABLE: ['DEADLINE_EXCEEDED', 'The result would be ready only after the deadline: refused at once.'],
  NOT_IMPLEMENTED: ['UNIMPLEMENTED', 'This function is in the contract but not in this version.'],
  INTERNAL: ['INTERNAL', 'A fault in the engine; the incident id finds it in the log.'],
} as const satisfies Record<string, readonly [StatusName, string]>;

/** Stable reason of an error; a key of {@link ERRORS}. */
export type ErrorReason = keyof typeof ERRORS;

/** What went wrong where: sent as `google.rpc.BadRequest` field violations. Never quotes the script. */
export interface FieldViolation {
  /** Path of the request field, e.g. `script.data`. */
  readonly field: string;
  /** What is wrong and what would be right. */
  readonly description: string;
  /** Source line in the script, from 1, when the fault has one. */
  readonly line?: number;
}

/** Details an error may carry. */
export interface ErrorDetails {
  readonly violations?: readonly FieldViolation[];
  /** Milliseconds after which a retry is likely to succeed. */
  readonly retryAfterMs?: number;
  /** What was not found: sent as `google.rpc.ResourceInfo`. */
  readonly resource?: { readonly type: string; readonly name: string };
  /** Goes to the log only, never on the wire. */
  readonly cause?: unknown;
}

/** The only error class the engine throws on purpose. Its message is safe to send: it never holds script text. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly reason: ErrorReason,
    message: string = ERRORS[reason][1],
    readonly details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }

  /** gRPC status that this error maps to. */
  get status(): StatusName {
    return ERRORS[this.reason][0];
  }
}
