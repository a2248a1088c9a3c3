import { expect, it } from 'vitest';
import { EncoderHead } from '../src/index.js';
import { connect } from './engine.js';

it('computes a list in one call', async () => {
  const requests: unknown[] = [];
  const client = await connect({
    inference: {
      embedTexts: async (request) => {
        requests.push(request);
        return { outputs: request.texts.map(({ id }) => ({ id })), model: { version: '1' }, timing: {}, cache: {} };
      },
    },
  });
  const given = ['hola', { text: 'adiós', context: ['¿Te vas?'], speaker: 'ANA' }];
  const answer = await client.texts.embed(given, { heads: [EncoderHead.POLARITY] });
  expect(answer.outputs.map(({ id }) => id)).toEqual([0, 1]);
  expect(answer.model.version).toBe('1');
  expect(requests).toMatchObject([
    {
      texts: [
        { id: 0, text: 'hola', context: [], speaker: '' },
        { id: 1, text: 'adiós', context: ['¿Te vas?'], speaker: 'ANA' },
      ],
      options: { heads: [EncoderHead.POLARITY], modelVersion: '' },
    },
  ]);
  const wrong = client.texts.embed([3 as unknown as string]);
  await expect(wrong).rejects.toThrow(new TypeError('a text must be a string or { text: string }'));
});
