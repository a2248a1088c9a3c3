import { describe, expect, it } from 'vitest';
import { EMOTIONS, POLARITIES } from '../../domain/emotions.js';
import { EngineError } from '../../domain/errors.js';
import { Priority } from '../../gen/guionix/ml/v1/common.js';
import { EmbedOptions, EncoderHead, TextInput } from '../../gen/guionix/ml/v1/inference.js';
import type { Encoder } from '../../inference/encoder.js';
import { toFailure } from '../status.js';
import { checkText, fromEmbedOptions, fromHeads, fromTexts, toTextFailure, toTextOutputs } from './inference.js';

const text = (given: Parameters<typeof TextInput.fromPartial>[0]) => TextInput.fromPartial(given);
const refusal = (field: string) =>
  expect.objectContaining({
    reason: 'FIELD_INVALID',
    details: { violations: [expect.objectContaining({ field })] },
  });
const encoder = { emotions: EMOTIONS, polarities: POLARITIES } as unknown as Encoder;
const embedded = {
  encoding: {
    tokens: 7,
    valence: -0.25,
    arousal: 0.5,
    polarity: Float32Array.of(0.25, 0.25, 0.5),
    emotion: Float32Array.from(EMOTIONS, () => 0.5),
    embedding: Float32Array.of(0.5, -1),
  },
  sentiment: 0.125,
  truncated: true,
  cached: true,
};

describe('fromHeads', () => {
  it('is the embedding unless others are asked for', () => {
    expect([...fromHeads(undefined)]).toEqual([EncoderHead.EMBEDDING]);
    expect([...fromHeads(EmbedOptions.fromPartial({ heads: [EncoderHead.POLARITY] }))]).toEqual([EncoderHead.POLARITY]);
  });

  it.each([0, 5, -1])('refuses head %i', (head) => {
    const heads = [EncoderHead.EMBEDDING, head as EncoderHead];
    expect(() => fromHeads(EmbedOptions.fromPartial({ heads }))).toThrow(refusal('options.heads[1]'));
  });
});

describe('fromEmbedOptions', () => {
  it('takes what is given and the rest from the call', () => {
    const { signal } = new AbortController();
    const options = EmbedOptions.fromPartial({ modelVersion: '2', priority: Priority.LIVE });
    expect(fromEmbedOptions(options, { signal, deadline: 9 })).toEqual({
      signal,
      deadline: 9,
      version: '2',
      priority: 'live',
    });
    expect(fromEmbedOptions(undefined, { signal })).toEqual({ signal, priority: 'interactive' });
  });
});

describe('texts', () => {
  it('are taken up to the limits', () => {
    const longest = 'á'.repeat(20_000);
    expect(fromTexts([text({ text: longest }), text({ text: 'b', context: Array(16).fill('c') })])).toEqual([
      longest,
      { text: 'b', context: Array(16).fill('c'), speaker: '' },
    ]);
  });

  it('are counted in characters, not in units of strings', () => {
    expect(() => checkText(text({ text: '😀'.repeat(20_000) }), 'text')).not.toThrow();
    expect(() => checkText(text({ text: '😀'.repeat(20_001) }), 'text')).toThrow(refusal('text.text'));
  });

  it.each([
    ['no text', [], 'texts'],
    ['too many', Array(1025).fill(text({ text: 'a' })), 'texts'],
    ['an empty one', [text({ text: 'a' }), text({})], 'texts[1].text'],
    ['one that is too long', [text({ text: 'a'.repeat(20_001) })], 'texts[0].text'],
    ['too much context', [text({ text: 'a', context: Array(17).fill('c') })], 'texts[0].context'],
  ])('are refused: %s', (_, texts, field) => {
    expect(() => fromTexts(texts)).toThrow(refusal(field));
  });
});

describe('toTextOutputs', () => {
  const outputs = (...heads: EncoderHead[]) => toTextOutputs(3, embedded, encoder, new Set(heads));

  it('has what was asked for and nothing else', () => {
    const account = { id: 3, tokenCount: 7, truncated: true, cached: true };
    expect(outputs()).toEqual(account);
    const { EMBEDDING, EMOTIONS: EMOTION_HEAD, POLARITY, VALENCE_AROUSAL } = EncoderHead;
    const embedding = { dim: 2, data: Buffer.from(Uint8Array.of(0, 0, 0, 63, 0, 0, 128, 191)) };
    expect(outputs(EMBEDDING)).toEqual({ ...account, embedding });
    expect(outputs(VALENCE_AROUSAL)).toEqual({ ...account, valence: -0.25, arousal: 0.5, sentiment: 0.125 });
    expect(outputs(POLARITY).polarity).toEqual({ negative: 0.25, neutral: 0.25, positive: 0.5 });
    expect(outputs(EMOTION_HEAD).emotions).toMatchObject({
      joy: expect.closeTo(1 / 9),
      neutral: expect.closeTo(1 / 9),
    });
  });
});

describe('toTextFailure', () => {
  it('says what is wrong and when to come back', () => {
    const violations = [{ field: 'text.text', description: 'It is empty.' }];
    expect(toTextFailure(4, toFailure(new EngineError('FIELD_INVALID', 'No.', { violations })))).toEqual({
      id: 4,
      reason: 'FIELD_INVALID',
      message: 'No. text.text: It is empty.',
      retryAfterMs: 0,
    });
    const overloaded = toFailure(new EngineError('OVERLOADED', undefined, { retryAfterMs: 12.1 }));
    expect(toTextFailure(4, overloaded).retryAfterMs).toBe(13);
  });

  it('hides a fault behind an incident', () => {
    const failure = toFailure(new TypeError('LA CONDESA'));
    const { reason, message } = toTextFailure(4, failure);
    expect(reason).toBe('INTERNAL');
    expect(message).toContain(failure.incident);
    expect(message).not.toContain('CONDESA');
  });
});
