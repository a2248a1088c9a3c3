import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED_ENCODER } from '../../../test/models-folder.js';
import { openTokenizer, type Tokenizer } from './tokenizer.js';

const shipped = path.join(SHIPPED_ENCODER, 'tokenizer.json');
const BEGIN = 0;
const END = 2;

describe('tokenizer', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guionix-tokenizer-'));
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await openTokenizer(shipped);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['Hola.', '¿Qué ñandú comió pingüinos?', '👩‍👩‍👧 🔥', '漢字', 'a\u0000b', '\uD800'])(
    'frames %j with its special tokens',
    async (text) => {
      const [ids] = await tokenizer.encode([text]);
      expect([ids![0], ids!.at(-1)]).toEqual([BEGIN, END]);
      expect(ids!.length).toBeGreaterThan(2);
    },
  );

  it('gives an empty text its special tokens alone', async () => {
    expect(await tokenizer.encode([''])).toEqual([Int32Array.of(BEGIN, END)]);
  });

  it('knows Spanish: accents are part of words, not unknown', async () => {
    const [unknown] = await tokenizer.encode(['\u{F0000}']);
    const [words] = await tokenizer.encode(['El pingüino soñó en el camión.']);
    const unknownId = unknown!.at(-2);
    expect([...words!]).not.toContain(unknownId);
  });

  it('keeps the order of more texts than one call of the library takes', async () => {
    const texts = Array.from({ length: 600 }, (_, i) => `línea ${i}`);
    const together = await tokenizer.encode(texts);
    const [last] = await tokenizer.encode(['línea 599']);
    expect(together).toHaveLength(600);
    expect(together[599]).toEqual(last);
  });

  it('neither cuts nor pads, whatever the file says', async () => {
    const file = path.join(folder, 'tokenizer.json');
    const definition = JSON.parse(readFileSync(shipped, 'utf8'));
    const truncation = { direction: 'Right', max_length: 8, strategy: 'LongestFirst', stride: 0 };
    const padding = {
      strategy: { Fixed: 32 },
      direction: 'Right',
      pad_to_multiple_of: null,
      pad_id: 1,
      pad_type_id: 0,
      pad_token: '<pad>',
    };
    writeFileSync(file, JSON.stringify({ ...definition, truncation, padding }));
    const texts = ['Sí.', 'una palabra y otra '.repeat(50)];
    expect(await (await openTokenizer(file)).encode(texts)).toEqual(await tokenizer.encode(texts));
    expect((await tokenizer.encode(texts))[1]!.length).toBeGreaterThan(150);
  });

  it.each([
    ['no JSON', 'not JSON'],
    ['no tokenizer', '{"model": {}}'],
  ])('refuses a file that is %s', async (_, content) => {
    const file = path.join(folder, 'wrong.json');
    writeFileSync(file, content);
    await expect(openTokenizer(file)).rejects.toMatchObject({ reason: 'MODEL_CORRUPT' });
  });

  it('refuses a file that is not there', async () => {
    await expect(openTokenizer(path.join(folder, 'none.json'))).rejects.toMatchObject({ reason: 'MODEL_CORRUPT' });
  });
});
