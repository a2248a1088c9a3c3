import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf, inContext } from './context.js';

const BEGIN = 0;
const END = 2;

const ids = fc.array(fc.integer({ min: 3, max: 99 }), { maxLength: 30 });
const row = (tokens: readonly number[]) => Int32Array.from([BEGIN, ...tokens, END]);

describe('contextOf', () => {
  it('puts the speaker of the text behind the lines before it', () => {
    expect(contextOf({ text: 'Sí.', context: ['ANA: ¿Vienes?', 'Calla.'], speaker: 'LUIS' })).toBe(
      'ANA: ¿Vienes? Calla. LUIS:',
    );
    expect(contextOf({ text: 'Sí.', context: [], speaker: 'LUIS' })).toBe('LUIS:');
    expect(contextOf({ text: 'Sí.', context: ['Calla.'], speaker: '' })).toBe('Calla.');
    expect(contextOf({ text: 'Sí.', context: [], speaker: '' })).toBe('');
  });
});

describe('inContext', () => {
  it('puts the last tokens of the context, and an end, before the text', () => {
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 40 }), (text, context, limit) => {
        const placed = [...inContext(row(text), row(context), limit)];
        const kept = context.slice(-limit);
        expect(placed).toEqual(kept.length === 0 ? [BEGIN, ...text, END] : [BEGIN, ...kept, END, ...text, END]);
      }),
    );
  });
});
