/** The measured numbers of an encoder's manifest. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Replaces one key of a JSON file, which keeps its order and its layout of two spaces. */
export function writeKey(file: string, key: string, value: unknown): void {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify({ ...document, [key]: value }, null, 2)}\n`);
}
