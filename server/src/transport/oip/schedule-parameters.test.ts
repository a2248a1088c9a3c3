import { describe, expect, it } from 'vitest';
import type { InferParameter } from '../../gen/inference/grpc_service.js';
import { deadlineOf, readPriority, readTimeoutMs } from './schedule-parameters.js';

type Choice = NonNullable<InferParameter['parameterChoice']>;
const parameter = (name: string, parameterChoice?: Choice) => ({ [name]: { parameterChoice } });
const { signal } = new AbortController();

describe('priority', () => {
  it.each([
    [0n, 'interactive'],
    [1n, 'live'],
    [2n, 'interactive'],
    [3n, 'background'],
    [2n ** 63n - 1n, 'background'],
  ])('%i is %s, signed or not', (value, priority) => {
    expect(readPriority(parameter('priority', { $case: 'uint64Param', value }))).toBe(priority);
    expect(readPriority(parameter('priority', { $case: 'int64Param', value }))).toBe(priority);
  });

  it('is interactive when it is left out or empty', () => {
    expect(readPriority({})).toBe('interactive');
    expect(readPriority(parameter('priority'))).toBe('interactive');
  });
});

describe('timeout', () => {
  it('comes in microseconds, none or 0 being none', () => {
    expect(readTimeoutMs(parameter('timeout', { $case: 'int64Param', value: 1500n }))).toBe(1.5);
    expect(readTimeoutMs(parameter('timeout', { $case: 'int64Param', value: 0n }))).toBeUndefined();
    expect(readTimeoutMs({})).toBeUndefined();
  });

  it('and the deadline of the call: the sooner counts', () => {
    expect(deadlineOf({ signal, deadline: 500 }, 300, 100)).toBe(400);
    expect(deadlineOf({ signal, deadline: 300 }, 300, 100)).toBe(300);
    expect(deadlineOf({ signal, deadline: 300 }, undefined, 100)).toBe(300);
    expect(deadlineOf({ signal }, 300, 100)).toBe(400);
    expect(deadlineOf({ signal }, undefined, 100)).toBeUndefined();
  });
});

it.each<[string, Choice]>([
  ['negative', { $case: 'int64Param', value: -1n }],
  ['a text', { $case: 'stringParam', value: '1' }],
  ['a fraction', { $case: 'doubleParam', value: 1.5 }],
])('%s is refused by the name of its parameter', (_, choice) => {
  const refused = (name: string) =>
    expect.objectContaining({
      reason: 'TENSOR_INVALID',
      details: { violations: [expect.objectContaining({ field: `parameters.${name}` })] },
    });
  expect(() => readPriority(parameter('priority', choice))).toThrow(refused('priority'));
  expect(() => readTimeoutMs(parameter('timeout', choice))).toThrow(refused('timeout'));
});
