import type { TextOutputs } from '@guionix/ml-client';
import { describe, expect, it } from 'vitest';
import { readRows, toScore, toSource } from './score-row.js';

describe('readRows', () => {
  it('reads a row from each line, and passes over empty ones', () => {
    const rows = readRows(
      '{"id":1,"text":"Hola."}\n\n{"id":"b","text":"","context":["A: ¿Sí?"],"speaker":null,"more":1}\n',
    );
    expect(rows).toEqual([
      { id: 1, text: 'Hola.' },
      { id: 'b', text: '', context: ['A: ¿Sí?'], speaker: null, more: 1 },
    ]);
  });

  it.each([
    ['{"id":1,"text":"a"}\nno', 'line 2: it is not JSON'],
    ['{"id":1}', 'line 1: text: '],
    ['{"text":"a"}', 'line 1: id: '],
    ['{"id":1,"text":"a","context":[3]}', 'line 1: context: '],
    [JSON.stringify({ id: 1, text: '😀'.repeat(20_001) }), 'line 1: text: 20001 characters'],
  ])('names the line that is no row: %.30s', (content, message) => {
    expect(() => readRows(content)).toThrow(message);
  });

  it('counts characters, not units of strings', () => {
    expect(readRows(JSON.stringify({ id: 1, text: '😀'.repeat(20_000) }))).toHaveLength(1);
  });
});

describe('toSource', () => {
  it('asks with the last sixteen lines of context, each after its speaker where it has one', () => {
    const context = ['first', ...Array<string>(14).fill('x'), { text: '¿Vienes?', speaker: 'ANA' }, { text: 'Sí.' }];
    const source = toSource({ id: 1, text: 'No.', context, speaker: 'LUIS' });
    expect(source).toMatchObject({ text: 'No.', speaker: 'LUIS' });
    expect((source as { context: unknown }).context).toEqual([...Array(14).fill('x'), 'ANA: ¿Vienes?', 'Sí.']);
  });

  it('asks of an empty line as of a blank one', () => {
    expect(toSource({ id: 1, text: '' })).toEqual({ text: ' ', context: [] });
  });
});

describe('toScore', () => {
  it('moves arousal to 0..1 and writes the embedding in base64', () => {
    const outputs = {
      valence: -0.5,
      arousal: -1,
      sentiment: 0.25,
      polarity: { negative: 1, neutral: 0, positive: 0 },
      emotions: { anger: 1 },
      embedding: { data: new Uint8Array([1, 2, 3, 4]), dim: 1 },
    } as unknown as TextOutputs;
    expect(toScore('a', outputs)).toEqual({
      id: 'a',
      valence: -0.5,
      arousal: 0,
      sentiment: 0.25,
      polarity: { negative: 1, neutral: 0, positive: 0 },
      emotions: { anger: 1 },
      embedding: 'AQIDBA==',
    });
    expect(toScore('a', { ...outputs, embedding: undefined })).not.toHaveProperty('embedding');
  });
});
