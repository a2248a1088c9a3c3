import { isUtf8 } from 'node:buffer';
import { tensorInvalid } from './tensor-error.js';

/** Most characters (Unicode code points) of a text, as in the contract of the engine. */
const MOST_CHARACTERS = 20_000;

/** Bytes of the length before each element. */
const PREFIX = 4;

/**
 * Texts of a raw BYTES tensor: each element is its length in bytes, 32 bits little-endian, then the bytes.
 *
 * @throws EngineError TENSOR_INVALID unless it holds exactly `rows` elements, each of them a text.
 */
export function readRawTexts(raw: Buffer, rows: number): string[] {
  const texts: string[] = [];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const start = at + PREFIX;
    const end = start <= raw.length ? start + raw.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > raw.length) throw wrongSize(`It ends within element ${row} of ${rows}`);
    texts.push(readText(raw.subarray(start, end), `raw_input_contents[0] element ${row}`));
    at = end;
  }
  if (at < raw.length) throw wrongSize(`It goes on for ${raw.length - at} bytes after its ${rows} elements`);
  return texts;
}

/**
 * Texts of a typed BYTES tensor.
 *
 * @throws EngineError TENSOR_INVALID unless it holds exactly `rows` elements, each of them a text.
 */
export function readTypedTexts(elements: readonly Buffer[], rows: number): string[] {
  const field = 'inputs[0].contents.bytes_contents';
  if (elements.length !== rows) {
    throw tensorInvalid(field, `It has ${elements.length} elements; the shape says ${rows}.`);
  }
  return elements.map((element, row) => readText(element, `${field}[${row}]`));
}

function readText(bytes: Buffer, field: string): string {
  if (!isUtf8(bytes)) throw tensorInvalid(field, 'These bytes are no UTF-8.');
  const text = bytes.toString('utf8');
  if (text.length > MOST_CHARACTERS) checkCharacters(text, field);
  return text;
}

/** Counts: a character outside the basic plane is two units of a string. */
function checkCharacters(text: string, field: string): void {
  let characters = 0;
  for (const _ of text) characters++;
  if (characters > MOST_CHARACTERS) {
    throw tensorInvalid(field, `It has ${characters} characters; send at most ${MOST_CHARACTERS}.`);
  }
}

function wrongSize(fault: string): Error {
  return tensorInvalid(
    'raw_input_contents[0]',
    `${fault}; each element is a 4-byte little-endian length and its bytes.`,
  );
}
