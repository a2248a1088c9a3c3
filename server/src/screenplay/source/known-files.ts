/**
 * Files that people send by mistake, known by their first bytes, so that the refusal can name them.
 */

const ZIP_MEMBERS: readonly (readonly [string, string])[] = [
  ['word/', 'a Word document (docx)'],
  ['application/vnd.oasis.opendocument', 'an OpenDocument file (odt)'],
  ['xl/', 'an Excel workbook (xlsx)'],
  ['ppt/', 'a PowerPoint file (pptx)'],
  ['META-INF/container.xml', 'an e-book (epub)'],
  ['text.md', 'a Highland document'],
  ['local.rdf', 'a Celtx project'],
  ['document.xml', 'a Fade In document'],
];

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\xd0\xcf\x11\xe0', 'an old Office document (doc)'],
  ['{\\rtf', 'a rich text file (rtf)'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['II*\0', 'a TIFF image'],
  ['MM\0*', 'a TIFF image'],
  ['\x1f\x8b', 'a gzip archive'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['SQLite format 3', 'an SQLite database'],
  ['%!PS', 'a PostScript file'],
  ['\x7fELF', 'a program'],
  ['MZ\x90', 'a program'],
  ['ID3', 'an audio file'],
  ['OggS', 'an audio file'],
  ['RIFF', 'an audio or video file'],
];

const PROLOGUE_BYTES = 65_536;

/** Names a known kind of file that the engine does not read; undefined for everything else. */
export function nameKnownFile(bytes: Uint8Array): string | undefined {
  const head = latin1(bytes.subarray(0, 16));
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return nameZip(bytes);
  if (head.slice(4, 8) === 'ftyp') return 'an audio or video file';
  return SIGNATURES.find(([signature]) => head.startsWith(signature))?.[1];
}

function nameZip(bytes: Uint8Array): string {
  const start = latin1(bytes.subarray(0, PROLOGUE_BYTES));
  return ZIP_MEMBERS.find(([member]) => start.includes(member))?.[1] ?? 'a zip archive';
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
