/**
 * Windows-1252, the encoding of old Word exports. Decoded here: Node 20 reads it as ISO 8859-1, which has control
 * characters where Windows has dashes and typographic quotes.
 */

/** Characters of the bytes 0x80 to 0x9f; the five that are not assigned stay control characters. */
const HIGH_CONTROLS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const FIRST = 0x80;
const CONTROLS = /[\x80-\x9f]/g;

/** Decodes bytes as Windows-1252; every byte is a character. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return latin1.replace(CONTROLS, (control) => HIGH_CONTROLS[control.charCodeAt(0) - FIRST]!);
}
