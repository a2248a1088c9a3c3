import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { detectBinaryFormat, detectTextFormat, settleFormat } from './detect.js';
import { decodeText } from './source/decode.js';

const detect = (text: string) => detectTextFormat(decodeText(Buffer.from(text)), 'script.text');

const refusalOf = (run: () => unknown): EngineError => {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return error;
  }
  throw new Error('was not refused');
};

describe('detectBinaryFormat', () => {
  it('finds PDF within the first kilobyte', () => {
    expect(detectBinaryFormat(Buffer.from(`${' '.repeat(500)}%PDF-1.7`), 'f')).toBe('pdf');
    expect(detectBinaryFormat(Buffer.from(`${' '.repeat(2000)}%PDF-1.7`), 'f')).toBeUndefined();
  });

  it.each([
    ['PK\x03\x04..........[Content_Types].xml....word/document.xml', 'Word'],
    ['PK\x03\x04....document.xml', 'Fade In'],
    ['PK\x03\x04....something', 'zip'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'doc'],
    ['{\\rtf1\\ansi', 'rtf'],
    ['\x89PNG\r\n', 'PNG'],
    ['\xff\xd8\xff\xe0', 'JPEG'],
    ['\0\0\0\x20ftypisom', 'video'],
  ])('names %j', (bytes, name) => {
    const error = refusalOf(() => detectBinaryFormat(Buffer.from(bytes, 'latin1'), 'script.data'));
    expect(error.reason).toBe('SCRIPT_FORMAT_UNKNOWN');
    expect(error.details.violations?.[0]?.description).toContain(name);
    expect(error.details.violations?.[0]?.description).toContain('Fountain');
  });
});

describe('detectTextFormat', () => {
  it.each([
    ['fdx', '<?xml version="1.0"?>\n<FinalDraft DocumentType="Script">'],
    ['fountain', 'Title: Dos\n\nINT. A - DAY\n\nHe sits.'],
    ['fountain', 'INT. CASA - DÍA\n\nMARÍA\nHola.\n'],
    ['fountain', 'INT. CASA - DÍA #1#\n\n        MARÍA\n    Hola.\n'],
    ['fountain', '.LA AZOTEA\n\nNadie.\n'],
    ['text', 'INT. CASA - DÍA\n\n                      MARÍA\n          Hola.\n'],
    ['text', 'MI GUION\nDe Ana Paz\n\nINT. CASA - DÍA\nLlueve.\n\t\t\tANA\n\tHola.\nNada.\n\t\t\tANA\n\tAdiós.\n'],
    [
      'text',
      'MI GUION\nDe Ana Paz\n\nINT. CASA - DÍA\nLlueve.\nANA\nHola.\nLUIS\nHola.\nSale.\nANA\nAh.\nLUIS\nNo.\nANA\nSí.\n',
    ],
    ['text', 'SCENE ONE\n\nA kitchen.\n\nNORA. You are late.\n\nTOM. (Off.) So?\n\nNORA. Sit.\n\nTOM. No.\n'],
    ['text', 'ESCENA I\n\nELECTRA.— Ya voy, tía.\n\nPACO.— Bien.\n'],
    ['text', 'INT. BAR - NOCHE\n\nPACO: Ya no quedan entradas.\nANA: Ya.\n'],
    ['text', 'Just a page of prose.\n\nAnd another.'],
  ])('finds %s', (format, text) => expect(detect(text)).toBe(format));

  it.each([
    ['<!DOCTYPE html><html><body>INT. CASA</body></html>', 'HTML'],
    ['<?xml version="1.0"?><TEI><text/></TEI>', 'XML'],
  ])('refuses %s', (text, name) => {
    expect(refusalOf(() => detect(text)).message).toContain(name);
  });
});

describe('settleFormat', () => {
  it('takes the given format between Fountain and plain text', () => {
    expect(settleFormat('text', 'fountain')).toBe('text');
    expect(settleFormat(undefined, 'fdx')).toBe('fdx');
  });
  it('refuses a format that the bytes contradict', () => {
    const error = refusalOf(() => settleFormat('pdf', 'fountain'));
    expect(error.reason).toBe('SCRIPT_FORMAT_MISMATCH');
    expect(error.details.violations?.[0]?.field).toBe('script.format');
  });
});
