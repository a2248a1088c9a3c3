import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import type { ScriptFormat } from '../domain/script.js';
import { parseScript } from './parse.js';

const LIMITS = { maxBytes: 1_000_000 };
const SCRIPT = 'INT. SALÓN - DÍA\n\nAna entra.\n\nANA\n¿Hay alguien?\n';
const FDX =
  '<?xml version="1.0"?><FinalDraft DocumentType="Script"><Content>' +
  '<Paragraph Type="Scene Heading"><Text>INT. BAR - NIGHT</Text></Paragraph>' +
  '<Paragraph Type="Action"><Text>Rain.</Text></Paragraph></Content></FinalDraft>';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

async function refusalOf(bytes: Uint8Array, format?: ScriptFormat, maxBytes = LIMITS.maxBytes): Promise<EngineError> {
  const outcome = await parseScript({ bytes, ...(format && { format }) }, { maxBytes }).catch(
    (error: unknown) => error,
  );
  if (!(outcome instanceof EngineError)) throw new Error('was not refused');
  return outcome;
}

describe('parseScript', () => {
  it('finds the format and the encoding from the bytes', async () => {
    const fountain = await parseScript({ bytes: bytesOf(SCRIPT) }, LIMITS);
    expect(fountain).toMatchObject({ format: 'fountain', encoding: 'utf-8', language: 'es', lines: 7 });
    expect(fountain.scenes[0]!.heading).toMatchObject({ setting: 'INT', location: 'SALÓN', time: 'DÍA' });
    const old = await parseScript({ bytes: new Uint8Array(Buffer.from(SCRIPT, 'latin1')) }, LIMITS);
    expect(old.encoding).toBe('windows-1252');
    expect(old.elements).toEqual(fountain.elements);
    expect(await parseScript({ bytes: bytesOf(FDX) }, LIMITS)).toMatchObject({ format: 'fdx' });
  });

  it('believes a caller who says that a text is plain', async () => {
    expect(await parseScript({ bytes: bytesOf(SCRIPT), format: 'text' }, LIMITS)).toMatchObject({ format: 'text' });
  });

  it.each<[string, Uint8Array, ScriptFormat | undefined, string, RegExp]>([
    ['an empty file', bytesOf(''), undefined, 'SCRIPT_EMPTY', /no text/],
    ['blanks', bytesOf(' \r\n\t\n'), undefined, 'SCRIPT_EMPTY', /no text/],
    ['prose', bytesOf('It was late.\n\nNobody came.\n'), undefined, 'SCRIPT_NOT_A_SCREENPLAY', /heading/],
    ['binary rubbish', new Uint8Array([5, 0, 1, 200, 7, 0, 9]), undefined, 'SCRIPT_BINARY', /line 1/],
    ['damaged UTF-8', new Uint8Array([0xef, 0xbb, 0xbf, 10, 0xff]), undefined, 'SCRIPT_ENCODING', /line 2/],
    ['a Word document', bytesOf('PK\x03\x04 word/document.xml'), undefined, 'SCRIPT_FORMAT_UNKNOWN', /Word/],
    ['text said to be PDF', bytesOf(SCRIPT), 'pdf', 'SCRIPT_FORMAT_MISMATCH', /pdf/],
    ['text said to be FDX', bytesOf(SCRIPT), 'fdx', 'SCRIPT_FORMAT_MISMATCH', /fdx/],
    ['FDX said to be text', bytesOf(FDX), 'text', 'SCRIPT_FORMAT_MISMATCH', /fdx/],
    ['PDF said to be Fountain', bytesOf('%PDF-1.7'), 'fountain', 'SCRIPT_FORMAT_MISMATCH', /pdf/],
    ['broken FDX', bytesOf(FDX.slice(0, -20)), undefined, 'SCRIPT_MALFORMED', /./],
    ['broken PDF', bytesOf('%PDF-1.7\nnothing'), undefined, 'SCRIPT_MALFORMED', /./],
  ])('refuses %s', async (_, bytes, format, reason, why) => {
    const error = await refusalOf(bytes, format);
    expect(error.reason).toBe(reason);
    expect(error.status).toBe('INVALID_ARGUMENT');
    const [violation] = error.details.violations ?? [];
    expect(violation?.field).toMatch(/^script\b/);
    expect(violation?.description).toMatch(why);
  });

  it('refuses large files by their size alone, naming both sizes', async () => {
    const error = await refusalOf(new Uint8Array(50_000_000), undefined, 10_000_000);
    expect(error.reason).toBe('SCRIPT_TOO_LARGE');
    expect(error.message).toMatch(/50000000.*10000000/);
  });

  it('names the field that the script came in', async () => {
    const outcome = parseScript({ bytes: bytesOf(' '), field: 'script.text' }, LIMITS);
    await expect(outcome).rejects.toMatchObject({ details: { violations: [{ field: 'script.text' }] } });
  });

  it('throws nothing but EngineError, whatever the bytes', async () => {
    const head = fc.constantFrom('', SCRIPT, FDX, '%PDF-1.4\n', '<?xml version="1.0"?>', '\uFEFF', 'PK\x03\x04');
    await fc.assert(
      fc.asyncProperty(head, fc.nat(300), fc.uint8Array({ maxLength: 200 }), async (start, cut, tail) => {
        const bytes = new Uint8Array(Buffer.concat([Buffer.from(start).subarray(0, cut), tail]));
        const outcome = await parseScript({ bytes }, LIMITS).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(EngineError);
      }),
      { numRuns: 150 },
    );
  });
});

const open = fileURLToPath(new URL('../../../../shared/data/screenplays/open/', import.meta.url));

describe.skipIf(!existsSync(open))('open scripts (need ../shared)', () => {
  it.each(['en/peppercarrot-ep06', 'es/peppercarrot-ep06', 'es/luces-de-bohemia', 'en/macbeth'])(
    '%s has the same scenes and speakers in all four formats',
    async (name) => {
      const summaries = [];
      for (const [extension, format] of [
        ['fountain', 'fountain'],
        ['fdx', 'fdx'],
        ['txt', 'text'],
        ['pdf', 'pdf'],
      ]) {
        const bytes = new Uint8Array(readFileSync(`${open}${name}.${extension}`));
        const script = await parseScript({ bytes }, { maxBytes: 10_000_000 });
        expect(script.format).toBe(format);
        expect(script.language).toBe(name.slice(0, 2));
        summaries.push({
          scenes: script.scenes.map(({ heading }) => heading?.text),
          characters: script.characters.map(({ name, cues, scenes }) => ({ name, cues, scenes })),
        });
      }
      const [first, ...others] = summaries;
      for (const other of others) expect(other).toEqual(first);
    },
  );

  it.each([
    ['es/luces-de-bohemia.localizacion-primero.txt', 15],
    ['es/luces-de-bohemia.secuencias.txt', 15],
    ['es/luces-de-bohemia.numerado.txt', 15],
  ])('%s has its scenes, each with place and setting', async (name, count) => {
    const { scenes } = await parseScript({ bytes: new Uint8Array(readFileSync(open + name)) }, LIMITS);
    expect(scenes).toHaveLength(count);
    for (const { heading } of scenes) {
      expect(heading?.setting).toMatch(/INT|EXT/);
      expect(heading?.location).toBeTruthy();
      expect(heading?.time).toBeTruthy();
    }
  });
});

describe('headings of number and place alone', () => {
  const script = '1. CASA DE LA ABUELA\n\nTeje.\n\nABUELA\nYa vienen.\n\n2. CAMINO. NOCHE\n\nPolvo.\n\nJINETE\nMás.\n';

  it.each(['fountain', 'text'] as const)('open scenes in %s', async (format) => {
    const { scenes } = await parseScript({ bytes: bytesOf(script), format }, LIMITS);
    expect(scenes.map(({ heading }) => heading)).toEqual([
      { text: 'CASA DE LA ABUELA', location: 'CASA DE LA ABUELA', number: '1' },
      { text: 'CAMINO. NOCHE', location: 'CAMINO', time: 'NOCHE', timeOfDay: 'NIGHT', number: '2' },
    ]);
  });

  it('make no screenplay of recipes', async () => {
    const recipes =
      '1. SALSA\n\nINGREDIENTES\n- tomate\n- sal\n\nPREPARACIÓN\n1. Cortar.\n2. Freír.\n\n2. PASTA\n\nINGREDIENTES\n- agua\n- sal\n';
    expect((await refusalOf(bytesOf(recipes))).reason).toBe('SCRIPT_NOT_A_SCREENPLAY');
  });
});
