import { describe, expect, it, vi } from 'vitest';
import * as errors from './errors.js';

const facts = { code: 'NOT_FOUND' } as const;

describe('instanceof', () => {
  it('follows the hierarchy', () => {
    const error = new errors.InvalidScriptError('empty', { code: 'INVALID_ARGUMENT' });
    expect(error).toBeInstanceOf(errors.InvalidScriptError);
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toBeInstanceOf(errors.GuionixError);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(errors.NotFoundError);
    expect(new errors.InvalidArgumentError('x', facts)).not.toBeInstanceOf(errors.InvalidScriptError);
  });

  it('holds across two copies of the package', async () => {
    vi.resetModules();
    const copy = await import('./errors.js');
    expect(copy.NotFoundError).not.toBe(errors.NotFoundError);
    const error = new copy.NotFoundError('gone', facts);
    expect(error).toBeInstanceOf(errors.NotFoundError);
    expect(error).toBeInstanceOf(errors.GuionixError);
    expect(error).not.toBeInstanceOf(errors.UnavailableError);
  });

  it.each([null, undefined, 'NotFoundError', {}, new Error('x')])('is false for %s', (value) => {
    expect(value instanceof errors.GuionixError).toBe(false);
  });

  it("knows a consumer's own subclass by its prototype", () => {
    class MissingScript extends errors.NotFoundError {}
    expect(new MissingScript('x', facts)).toBeInstanceOf(MissingScript);
    expect(new MissingScript('x', facts)).toBeInstanceOf(errors.NotFoundError);
    expect(new errors.NotFoundError('x', facts)).not.toBeInstanceOf(MissingScript);
  });
});

it('shows its class, message and cause and hides its brand', () => {
  const cause = new Error('socket');
  const error = new errors.UnavailableError('no route', { code: 'UNAVAILABLE', cause, retryAfterMs: 5 });
  expect(String(error)).toBe('UnavailableError: no route');
  expect(error.cause).toBe(cause);
  expect({ ...error }).toEqual({
    name: 'UnavailableError',
    code: 'UNAVAILABLE',
    reason: undefined,
    method: undefined,
    retryAfterMs: 5,
  });
});

it('names every class after itself', () => {
  const classes = Object.entries(errors).filter(([, value]) => typeof value === 'function');
  expect(classes.length).toBe(12);
  for (const [name, errorClass] of classes) expect(errorClass.kind).toBe(name);
});
