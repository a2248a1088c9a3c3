import { readFile, stat } from 'node:fs/promises';
import { InputError } from './failure.js';

/** Largest file read, in bytes: what fits in one call of 64 MiB beside the rest of the request. */
const LARGEST_FILE_BYTES = 63 * 2 ** 20;

/**
 * Bytes of a script's file.
 *
 * @throws InputError naming the file when it cannot be read or is larger than 63 MiB.
 */
export async function readScriptFile(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size <= LARGEST_FILE_BYTES) return await readFile(file);
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${(error as Error).message}`);
  }
  throw new InputError(`${file} is larger than the ${LARGEST_FILE_BYTES / 2 ** 20} MiB that can be read`);
}
