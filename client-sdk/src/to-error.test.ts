import { ClientError, Status } from 'nice-grpc';
import { describe, expect, it } from 'vitest';
import * as errors from './errors.js';
import { type FailedCall, toError } from './to-error.js';

const method = '/guionix.ml.v1.ScriptService/GetScript';
const call: FailedCall = { method, details: {}, signal: undefined };
const status = (code: Status, details = 'text') => new ClientError(method, code, details);

describe('status', () => {
  it.each([
    [Status.CANCELLED, errors.CancelledError],
    [Status.UNKNOWN, errors.InternalError],
    [Status.INVALID_ARGUMENT, errors.InvalidArgumentError],
    [Status.DEADLINE_EXCEEDED, errors.DeadlineError],
    [Status.NOT_FOUND, errors.NotFoundError],
    [Status.ALREADY_EXISTS, errors.PreconditionError],
    [Status.PERMISSION_DENIED, errors.AuthenticationError],
    [Status.RESOURCE_EXHAUSTED, errors.OverloadedError],
    [Status.FAILED_PRECONDITION, errors.PreconditionError],
    [Status.ABORTED, errors.PreconditionError],
    [Status.OUT_OF_RANGE, errors.InvalidArgumentError],
    [Status.UNIMPLEMENTED, errors.UnimplementedError],
    [Status.INTERNAL, errors.InternalError],
    [Status.UNAVAILABLE, errors.UnavailableError],
    [Status.DATA_LOSS, errors.InternalError],
    [Status.UNAUTHENTICATED, errors.AuthenticationError],
  ])('%i becomes its class', (code, errorClass) => {
    const error = toError(status(code), call) as errors.GuionixError;
    expect(error.name).toBe(errorClass.kind);
    expect(error).toMatchObject({ code: Status[code], method, message: 'text' });
  });

  it('with a script reason becomes InvalidScriptError with its violations', () => {
    const violations = [{ field: 'script.data', description: 'Line 3.' }];
    const error = toError(status(Status.INVALID_ARGUMENT), {
      ...call,
      details: { reason: 'SCRIPT_MALFORMED', violations },
    });
    expect(error).toBeInstanceOf(errors.InvalidScriptError);
    expect(error).toMatchObject({ reason: 'SCRIPT_MALFORMED', violations });
  });

  it.each([
    'Received message larger than max (4404030 vs 4194304)',
    'Attempted to send message with a size larger than 4194304',
  ])('%s is no overload', (text) => {
    const error = toError(status(Status.RESOURCE_EXHAUSTED, text), call);
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ reason: 'MESSAGE_TOO_LARGE', code: 'RESOURCE_EXHAUSTED' });
  });

  it('unknown to this version becomes InternalError', () => {
    expect(toError(status(99 as Status), call)).toMatchObject({ name: 'InternalError', code: 'UNKNOWN' });
  });
});

describe('abort', () => {
  const abortError = Object.assign(new Error('aborted'), { name: 'AbortError' });

  it('becomes CancelledError with the reason of the signal', () => {
    const error = toError(abortError, { ...call, signal: AbortSignal.abort('closed the tab') });
    expect(error).toMatchObject({ name: 'CancelledError', code: 'CANCELLED', cause: 'closed the tab' });
  });

  it('by a deadline becomes that DeadlineError', () => {
    const deadline = new errors.DeadlineError('late', { code: 'DEADLINE_EXCEEDED' });
    expect(toError(abortError, { ...call, signal: AbortSignal.abort(deadline) })).toBe(deadline);
  });
});

it('leaves what the call did not cause as it is', () => {
  const own = new Error('disk is gone');
  expect(toError(own, call)).toBe(own);
  const known = new errors.NotFoundError('x', { code: 'NOT_FOUND' });
  expect(toError(known, call)).toBe(known);
});
