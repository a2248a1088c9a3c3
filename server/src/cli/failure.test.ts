import {
  CancelledError,
  DeadlineError,
  InternalError,
  InvalidArgumentError,
  InvalidScriptError,
  OverloadedError,
  UnavailableError,
} from '@guionix/ml-client';
import { describe, expect, it } from 'vitest';
import { describeFailure, InputError } from './failure.js';

describe('describeFailure', () => {
  it('names the line of a script that cannot be read, in one line, and exits 2', () => {
    const violations = [{ field: 'script.data', description: 'line 12: unclosed element' }];
    const error = new InvalidScriptError('The file is broken\nwhere the error says.', {
      code: 'INVALID_ARGUMENT',
      violations,
    });
    expect(describeFailure(error)).toEqual({
      exitCode: 2,
      line: 'guionix: The file is broken where the error says. (line 12: unclosed element)',
    });
  });

  it('does not say the same thing twice', () => {
    const violations = [{ field: 'script.data', description: 'The script has no text.' }];
    const error = new InvalidScriptError('The script has no text.', { code: 'INVALID_ARGUMENT', violations });
    expect(describeFailure(error).line).toBe('guionix: The script has no text.');
  });

  it('says of a script only what its message leaves out', () => {
    const violations = [{ field: 'script.data', description: 'has no scene heading; a screenplay has them' }];
    const message = 'This is no screenplay: it has no scene heading.';
    const error = new InvalidScriptError(message, { code: 'INVALID_ARGUMENT', violations });
    expect(describeFailure(error).line).toBe(`guionix: ${message} (a screenplay has them)`);
  });

  it('names the field of another request that is wrong', () => {
    const violations = [{ field: 'options.language', description: 'is not known' }];
    const error = new InvalidArgumentError('The request is wrong.', { code: 'INVALID_ARGUMENT', violations });
    expect(describeFailure(error).line).toBe('guionix: The request is wrong. (options.language: is not known)');
  });

  it('says when to try again', () => {
    const error = new OverloadedError('The queue is full.', { code: 'RESOURCE_EXHAUSTED', retryAfterMs: 1200 });
    expect(describeFailure(error)).toEqual({ exitCode: 3, line: 'guionix: The queue is full. (try again in 2 s)' });
  });

  it('says that nobody answered before what the transport says of it', () => {
    const error = new UnavailableError('connect ECONNREFUSED', { code: 'UNAVAILABLE' });
    expect(describeFailure(error).line).toBe('guionix: the engine cannot be reached: connect ECONNREFUSED');
    const draining = new UnavailableError('Draining.', { code: 'UNAVAILABLE', retryAfterMs: 900 });
    expect(describeFailure(draining).line).toBe('guionix: Draining. (try again in 1 s)');
  });

  it('gives the incident of a fault in the engine', () => {
    const error = new InternalError('A fault.', { code: 'INTERNAL', incidentId: 'abc' });
    expect(describeFailure(error)).toEqual({ exitCode: 1, line: 'guionix: A fault. (incident abc)' });
  });

  it.each([
    [new InputError('cannot read x'), 2],
    [new UnavailableError('no', { code: 'UNAVAILABLE' }), 3],
    [new DeadlineError('late', { code: 'DEADLINE_EXCEEDED' }), 3],
    [new CancelledError('stopped', { code: 'CANCELLED' }), 130],
    [new Error('anything'), 1],
    ['a string', 1],
  ])('exits %s with %i', (error, exitCode) => {
    expect(describeFailure(error).exitCode).toBe(exitCode);
  });
});
