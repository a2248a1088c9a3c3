import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { EngineError, ERRORS, type ErrorReason } from '../domain/errors.js';
import { describeCause, logCall } from './call-log.js';
import { toFailure } from './status.js';

/** Records of one call that ended with `thrown`, or well. */
function record(thrown?: unknown): Record<string, unknown>[] {
  const lines: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
  const finish = logCall(log, '/guionix.ml.v1.SentimentService/AnalyzeSentiment');
  finish(thrown === undefined ? undefined : toFailure(thrown));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Messages as parsers and JSON readers make them: with lines of their input, some of which look like a stack. */
const SECRET = 'LA CONDESA';
const messages = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        '    at the lake house, LA CONDESA waits',
        '  at LA CONDESA (1:2)',
        '    at LA CONDESA (file:///LA CONDESA.ts:1:2)',
        '    at node:LA CONDESA:3:4',
        'Error: LA CONDESA',
      ),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((lines) => `${SECRET}\n${lines.join('\n')}`);

describe('describeCause', () => {
  it('never says what the message says, however much it looks like a stack', () => {
    fc.assert(
      fc.property(messages, fc.constantFrom(Error, TypeError, SyntaxError), (message, Kind) => {
        const described = describeCause(new Kind(message));
        expect(JSON.stringify(described)).not.toContain(SECRET);
        expect(described.kind).toBe(Kind.name);
        expect(described.at[0]).toContain('call-log.test.ts');
      }),
    );
  });

  it('reads the stack that a thread sent as text', () => {
    const text = new RangeError(`${SECRET}\n    at the lake`).stack;
    const { kind, at } = describeCause(text);
    expect(kind).toBe('string');
    expect(at[0]).toContain('call-log.test.ts');
    expect(at.join('\n')).not.toContain('lake');
  });

  it.each([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'object'],
    ['a text without a stack', `${SECRET}\n    at home`, 'string'],
    ['an object', { message: SECRET }, 'object'],
    ['an error that lost its stack', Object.assign(new Error(SECRET), { stack: undefined }), 'Error'],
    ['an error whose message was changed', Object.assign(new Error(SECRET), { message: 'new' }), 'Error'],
  ])('describes %s', (_, cause, kind) => {
    const described = describeCause(cause);
    expect(described.kind).toBe(kind);
    expect(JSON.stringify(described)).not.toContain(SECRET);
  });

  it('names a code, and nothing that only sits where a code would', () => {
    expect(describeCause(Object.assign(new Error(), { code: 'ECONNREFUSED' })).kind).toBe('Error ECONNREFUSED');
    expect(describeCause(Object.assign(new Error(), { code: 'The lake.' })).kind).toBe('Error');
  });
});

describe('logCall', () => {
  it('logs a call that went well with its path and time', () => {
    const [line] = record();
    expect(line).toMatchObject({ level: 30, path: expect.stringContaining('AnalyzeSentiment'), msg: 'call' });
    expect(line!['ms']).toBeGreaterThanOrEqual(0);
  });

  it.each(Object.keys(ERRORS) as ErrorReason[])('logs %s by its reason', (reason) => {
    const [line] = record(new EngineError(reason, SECRET, { violations: [{ field: SECRET, description: SECRET }] }));
    const fault = ['INTERNAL', 'UNAVAILABLE'].includes(ERRORS[reason][0]);
    expect(line).toMatchObject({ level: fault ? 50 : 30, reason });
    expect(JSON.stringify(line)).not.toContain(SECRET);
  });

  it('logs a fault with the incident that the caller is told, never with its message', () => {
    const [line] = record(new TypeError(SECRET));
    expect(line).toMatchObject({ reason: 'INTERNAL', cause: { kind: 'TypeError' } });
    expect(line!['incident']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(line)).not.toContain(SECRET);
  });
});
