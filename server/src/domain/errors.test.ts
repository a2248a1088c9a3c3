import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EngineError, ERRORS, type ErrorReason } from './errors.js';

const RETRYABLE = ['RESOURCE_EXHAUSTED', 'UNAVAILABLE'];
const page = readFileSync(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8');
/** Cells of the rows that begin with a reason, by reason. */
const rows = new Map(
  [...page.matchAll(/^\| `([A-Z_]+)` \|(.+)\|$/gm)].map(([, reason, cells]) => [
    reason!,
    cells!.split('|').map((cell) => cell.trim()),
  ]),
);

describe('EngineError', () => {
  it('has the meaning of its reason as message unless it says more', () => {
    expect(new EngineError('SCRIPT_EMPTY').message).toBe('The script has no text.');
    expect(new EngineError('SCRIPT_EMPTY', 'More.').message).toBe('More.');
    expect(new EngineError('OVERLOADED').status).toBe('RESOURCE_EXHAUSTED');
  });

  it('keeps its cause for the log', () => {
    const cause = new Error('foreign');
    expect(new EngineError('INTERNAL', undefined, { cause }).cause).toBe(cause);
    expect(new EngineError('INTERNAL')).not.toHaveProperty('cause');
  });
});

describe('docs/reference/errors.md', () => {
  it('has the reasons of the table, each once and in its order', () => {
    expect([...rows.keys()]).toEqual(Object.keys(ERRORS));
    expect(page.match(/^\| `[A-Z_]+` \|/gm)).toHaveLength(rows.size);
  });

  it.each(Object.keys(ERRORS) as ErrorReason[])('says of %s what the table says', (reason) => {
    const [status, meaning] = ERRORS[reason];
    const [documentedStatus, documentedMeaning, whatToDo, retryable] = rows.get(reason)!;
    expect(documentedStatus).toBe(`\`${status}\``);
    expect(documentedMeaning).toBe(meaning);
    expect(whatToDo!.length).toBeGreaterThan(10);
    expect(retryable).toBe(RETRYABLE.includes(status) ? 'yes' : 'no');
  });
});
