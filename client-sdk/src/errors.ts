/**
 * Everything a call can fail with. `instanceof` works across two copies of this package (say, one loaded by `import`
 * and one by `require`): classes are recognised by a brand that all copies share, not by identity.
 */

/** gRPC status names. */
export type StatusName =
  | 'CANCELLED'
  | 'UNKNOWN'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

/** What is wrong with one field of a request. */
export interface FieldViolation {
  /** Path of the field, e.g. `script.data`. */
  readonly field: string;
  /** What is wrong and what would be right; names the line when there is one. Never quotes the script. */
  readonly description: string;
}

/** What a server's answer says about a failure beside its message. */
export interface ErrorFacts {
  readonly code: StatusName;
  readonly reason?: string | undefined;
  readonly method?: string | undefined;
  readonly cause?: unknown;
  readonly violations?: readonly FieldViolation[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly resource?: { readonly type: string; readonly name: string } | undefined;
  readonly incidentId?: string | undefined;
}

const KINDS = Symbol.for('@guionix/ml-client/error-kinds');

/** A call failed. Every error of a call is one of the subclasses. */
export class GuionixError extends Error {
  /** Name of the class that survives minifying; two copies of the package agree on it. */
  static readonly kind: string = 'GuionixError';

  /** gRPC status. */
  readonly code: StatusName;
  /** Stable machine-readable reason, e.g. `SCRIPT_PDF_NO_TEXT`; `undefined` when the server gave none. */
  readonly reason: string | undefined;
  /** Method that failed, e.g. `/guionix.ml.v1.ScriptService/GetScript`; `undefined` outside calls. */
  readonly method: string | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.kind;
    this.code = facts.code;
    this.reason = facts.reason;
    this.method = facts.method;
    Object.defineProperty(this, KINDS, { value: kindsOf(new.target) });
  }

  static override readonly [Symbol.hasInstance] = isKindOf;
}

function isKindOf(this: typeof GuionixError, value: unknown): boolean {
  // A consumer's own subclass has no kind of its own: only its prototype tells.
  if (!Object.hasOwn(this, 'kind')) return Function.prototype[Symbol.hasInstance].call(this, value);
  const kinds = typeof value === 'object' && value !== null && (value as { [KINDS]?: readonly string[] })[KINDS];
  return Array.isArray(kinds) && kinds.includes(this.kind);
}

function kindsOf(errorClass: typeof GuionixError): readonly string[] {
  const kinds: string[] = [];
  for (let at = errorClass; 'kind' in at; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'kind')) kinds.push(at.kind);
  }
  return kinds;
}

/** A field of the request is wrong (INVALID_ARGUMENT, OUT_OF_RANGE). Sending it again fails again. */
export class InvalidArgumentError extends GuionixError {
  static override readonly kind: string = 'InvalidArgumentError';
  /** What is wrong, field by field; empty when the server named none. */
  readonly violations: readonly FieldViolation[];

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts);
    this.violations = facts.violations ?? [];
  }
}

/** The script itself cannot be read: `reason` says why (it begins with `SCRIPT_`), `violations` say where. */
export class InvalidScriptError extends InvalidArgumentError {
  static override readonly kind: string = 'InvalidScriptError';
}

/** Nothing has this id (NOT_FOUND). */
export class NotFoundError extends GuionixError {
  static override readonly kind: string = 'NotFoundError';
  /** What was not found; `undefined` when the server did not say. */
  readonly resource: { readonly type: string; readonly name: string } | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts);
    this.resource = facts.resource;
  }
}

/** The engine is full and refused the call (RESOURCE_EXHAUSTED); the retries are used up. */
export class OverloadedError extends GuionixError {
  static override readonly kind: string = 'OverloadedError';
  /** Milliseconds after which a retry is likely to succeed; `undefined` when the server did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts);
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** The engine cannot be reached or is shutting down (UNAVAILABLE); the retries are used up. */
export class UnavailableError extends GuionixError {
  static override readonly kind: string = 'UnavailableError';
  /** Milliseconds after which a retry is likely to succeed; `undefined` when the server did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts);
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** The deadline passed before the call was done (DEADLINE_EXCEEDED). */
export class DeadlineError extends GuionixError {
  static override readonly kind: string = 'DeadlineError';
}

/** The caller aborted the call or closed the client (CANCELLED). `cause` is the `reason` of the `AbortSignal`. */
export class CancelledError extends GuionixError {
  static override readonly kind: string = 'CancelledError';
}

/** The engine is not in the state the call needs, e.g. a model is missing (FAILED_PRECONDITION, ABORTED, ALREADY_EXISTS). */
export class PreconditionError extends GuionixError {
  static override readonly kind: string = 'PreconditionError';
}

/** This engine does not know the function (UNIMPLEMENTED). */
export class UnimplementedError extends GuionixError {
  static override readonly kind: string = 'UnimplementedError';
}

/** The API key is missing, unknown or not allowed to do this (UNAUTHENTICATED, PERMISSION_DENIED). */
export class AuthenticationError extends GuionixError {
  static override readonly kind: string = 'AuthenticationError';
}

/** A fault in the engine (INTERNAL, UNKNOWN, DATA_LOSS). */
export class InternalError extends GuionixError {
  static override readonly kind: string = 'InternalError';
  /** Finds the fault in the engine's log; `undefined` when the server gave none. */
  readonly incidentId: string | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts);
    this.incidentId = facts.incidentId;
  }
}
