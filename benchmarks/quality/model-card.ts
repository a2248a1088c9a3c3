/** The generated blocks of docs/MODELS.md and of the encoder's manifest. */
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->` in a Markdown file.
 *
 * @throws Error when the file has no such block.
 */
export function writeBlock(file: string, name: string, content: string): void {
  const text = readFileSync(file, 'utf8');
  const block = new RegExp(`(<!-- ${name}:begin -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!block.test(text)) throw new Error(`${file} has no block "${name}".`);
  writeFileSync(
    file,
    text.replace(block, (_, begin: string, end: string) => `${begin}\n${content}\n\n${end}`),
  );
}

/** Replaces one key of a JSON file, which keeps its order and its layout of two spaces. */
export function writeKey(file: string, key: string, value: unknown): void {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify({ ...document, [key]: value }, null, 2)}\n`);
}
