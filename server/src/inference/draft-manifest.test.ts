import { describe, expect, it } from 'vitest';
import { draftInputs, draftOutputs, tokenizerFacts } from './draft-manifest.js';
import type { GraphTensor } from './execute/session.js';

const tensor = (name: string, type = 'int64', shape: GraphTensor['shape'] = ['rows', 'columns']): GraphTensor => ({
  name,
  type,
  shape,
});
const row = (name: string, width: number | string = 384, type = 'float32') => tensor(name, type, ['rows', width]);
const graph = (inputs: GraphTensor[], outputs: GraphTensor[] = []) => ({ inputs, outputs });
const refusal = (message: RegExp) =>
  expect.objectContaining({ reason: 'FIELD_INVALID', message: expect.stringMatching(message) });

describe('draftInputs', () => {
  it('knows the inputs by the names that exporters give them', () => {
    const bert = graph(['attention_mask', 'token_type_ids', 'input_ids'].map((name) => tensor(name)));
    expect(draftInputs(bert)).toEqual({
      type: 'int64',
      ids: 'input_ids',
      mask: 'attention_mask',
      types: 'token_type_ids',
    });
    expect(draftInputs(graph([tensor('ids', 'int32'), tensor('mask', 'int32')]))).toEqual({
      type: 'int32',
      ids: 'ids',
      mask: 'mask',
    });
  });

  it.each([
    ['no mask', [tensor('input_ids')]],
    ['another input', [tensor('input_ids'), tensor('attention_mask'), tensor('position_ids')]],
    ['two formats', [tensor('input_ids'), tensor('attention_mask', 'int32')]],
    ['floats', [tensor('input_ids', 'float32'), tensor('attention_mask', 'float32')]],
    ['nothing', []],
  ])('refuses a graph with %s', (_, inputs) => {
    expect(() => draftInputs(graph(inputs))).toThrow(refusal(/an encoder takes input_ids, attention_mask/));
  });
});

describe('draftOutputs', () => {
  const outputs = [
    row('Sentence Embedding'),
    row('va', 2),
    tensor('last_hidden_state', 'float32', ['rows', 'columns', 384]),
  ];

  it('takes every output of a row a text, and calls a single one the embedding', () => {
    expect(draftOutputs(graph([], outputs), []).map(({ name, tensor, width }) => [name, tensor, width])).toEqual([
      ['sentence_embedding', 'Sentence Embedding', 384],
      ['va', 'va', 2],
    ]);
    expect(draftOutputs(graph([], outputs.slice(0, 1)), [])[0]).toMatchObject({ name: 'embedding', normalize: false });
  });

  it('takes those that are asked for, under the names they are given', () => {
    const names = (asked: string[]) =>
      draftOutputs(graph([], outputs), asked).map(({ name, tensor }) => [name, tensor]);
    expect(names(['va'])).toEqual([['embedding', 'va']]);
    expect(names(['affect=va', 'embedding=Sentence Embedding'])).toEqual([
      ['affect', 'va'],
      ['embedding', 'Sentence Embedding'],
    ]);
  });

  it('refuses what is no number a row, and says what there is', () => {
    const asked =
      (...texts: string[]) =>
      () =>
        draftOutputs(graph([], outputs), texts);
    expect(asked('logits')).toThrow(refusal(/"logits" is no output .* va \(float32 rows × 2\)/));
    expect(asked('last_hidden_state')).toThrow(refusal(/rows × columns × 384/));
    expect(asked('x=va', 'x=Sentence Embedding')).toThrow(refusal(/Two outputs are named x/));
    const unpooled = graph([], [...outputs.slice(2), row('any', 'width'), row('text', 3, 'string')]);
    expect(() => draftOutputs(unpooled, [])).toThrow(refusal(/Export it with its pooling/));
  });
});

describe('tokenizerFacts', () => {
  it('finds padding and length where the file says them', () => {
    const added = [
      { id: 7, content: '<s>' },
      { id: 1, content: '<pad>' },
    ];
    expect(tokenizerFacts({ padding: { pad_id: 3 }, truncation: { max_length: 128 }, added_tokens: added })).toEqual({
      pad: 3,
      longest: 128,
    });
    expect(tokenizerFacts({ padding: null, truncation: null, added_tokens: added })).toEqual({ pad: 1 });
    expect(tokenizerFacts({})).toEqual({ pad: 0 });
  });
});
