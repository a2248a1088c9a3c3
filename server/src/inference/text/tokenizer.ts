import { readFile } from 'node:fs/promises';
import { Tokenizer as NativeTokenizer } from '@anush008/tokenizers';
import { EngineError } from '../../domain/errors.js';
import { JointCalls } from './joint-calls.js';

/** Turns texts into token ids, special tokens included. */
export interface Tokenizer {
  /** Ids of each text, in order; at least the two special tokens. Runs off the event loop. */
  encode(texts: readonly string[]): Promise<Int32Array[]>;
}

/** Texts of one caller handed on at a time: a script lets the short lists of others in between. */
const CHUNK = 64;

/** Texts handed to the native library at a time, of all callers. */
const MOST_TOGETHER = 256;

/**
 * Opens a `tokenizer.json`. Truncation and padding that the file may carry are removed: they would cut or pad silently.
 *
 * @throws EngineError MODEL_CORRUPT when the file is no tokenizer.
 */
export async function openTokenizer(file: string): Promise<Tokenizer> {
  keepToOneThread();
  const native = await load(file);
  const calls = new JointCalls((texts: readonly string[]) => encodeBatch(native, texts), MOST_TOGETHER);
  return {
    async encode(texts) {
      const ids: Int32Array[] = [];
      for (let start = 0; start < texts.length; start += CHUNK) {
        for (const row of await calls.call(texts.slice(start, start + CHUNK))) ids.push(row);
      }
      return ids;
    },
  };
}

/**
 * The native library would share every call out to a pool of threads of its own: for a handful of texts waking them costs
 * twice what they do. Read from the environment of the process, so this works on the main thread only.
 */
function keepToOneThread(): void {
  process.env['TOKENIZERS_PARALLELISM'] = 'false';
}

async function encodeBatch(native: NativeTokenizer, texts: readonly string[]): Promise<Int32Array[]> {
  const encodings = await native.encodeBatch([...texts]);
  return encodings.map((encoding) => Int32Array.from(encoding.getIds()));
}

async function load(file: string): Promise<NativeTokenizer> {
  try {
    const definition = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    return NativeTokenizer.fromString(JSON.stringify({ ...definition, truncation: null, padding: null }));
  } catch (cause) {
    throw new EngineError('MODEL_CORRUPT', 'The tokenizer file could not be read.', { cause });
  }
}
