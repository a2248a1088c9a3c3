import { readFile } from 'node:fs/promises';
import { Tokenizer as NativeTokenizer } from '@anush008/tokenizers';
import { EngineError } from '../../domain/errors.js';

/** Turns texts into token ids, special tokens included. */
export interface Tokenizer {
  /** Ids of each text, in order; at least the two special tokens. Runs off the event loop. */
  encode(texts: readonly string[]): Promise<Int32Array[]>;
}

/** Texts handed to the native library at a time: bounds how much of a script is in flight there. */
const CHUNK = 256;

/**
 * Opens a `tokenizer.json`. Truncation and padding that the file may carry are removed: they would cut or pad silently.
 *
 * @throws EngineError MODEL_CORRUPT when the file is no tokenizer.
 */
export async function openTokenizer(file: string): Promise<Tokenizer> {
  const native = await load(file);
  return {
    async encode(texts) {
      const ids: Int32Array[] = [];
      for (let start = 0; start < texts.length; start += CHUNK) {
        const encodings = await native.encodeBatch(texts.slice(start, start + CHUNK));
        for (const encoding of encodings) ids.push(Int32Array.from(encoding.getIds()));
      }
      return ids;
    },
  };
}

async function load(file: string): Promise<NativeTokenizer> {
  try {
    const definition = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    return NativeTokenizer.fromString(JSON.stringify({ ...definition, truncation: null, padding: null }));
  } catch (cause) {
    throw new EngineError('MODEL_CORRUPT', 'The tokenizer file could not be read.', { cause });
  }
}
