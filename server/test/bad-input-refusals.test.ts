/** What cannot be read is refused at once, with the field and the place, while others are served. */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { InvalidArgumentError, type ScriptSource } from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, ofType, openEngine, sample, shortScenes, type TestEngine } from './engine.js';

const LIMIT_MS = 2000;
const PDF = 3;
/** Of a contract to come: a client may be newer than the engine. */
const UNKNOWN = 99 as typeof PDF;
const FOUNTAIN = 1;
const FDX = 2;

/** A PDF of one page that draws a line and writes nothing. */
function pdfWithoutText(): Buffer {
  const content = deflateSync('0 0 m 100 100 l S').toString('latin1');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>',
    `<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n${content}\nendstream`,
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const xref = file.length;
  file += `xref\n0 5\n0000000000 65535 f \n${table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF`;
  return Buffer.from(file, 'latin1');
}

/** Bytes without pattern: a linear congruential sequence. */
function rubbish(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    }),
  );
}

const SCENE = 'INT. CASA - NOCHE\n\nANA cierra la puerta.\n\nANA\nNo vuelvas.\n';
/** Valid at first, then a byte that no UTF-8 text has, on line 6. */
const invalidUtf8 = Buffer.concat([
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from(SCENE),
  Buffer.from([0xc3, 0x28, 0xff]),
]);

const REFUSED: readonly (readonly [string, ScriptSource, string])[] = [
  ['an empty file', { data: new Uint8Array() }, 'SCRIPT_EMPTY'],
  ['an empty text', { text: '' }, 'SCRIPT_EMPTY'],
  ['spaces and line ends', { text: ' \n\t\n  \n' }, 'SCRIPT_EMPTY'],
  ['a table of numbers', { text: '12;7;9\n3;4;5\n'.repeat(50) }, 'SCRIPT_NOT_A_SCREENPLAY'],
  ['binary rubbish', { data: rubbish(100_000) }, 'SCRIPT_BINARY'],
  ['50 MB', { data: Buffer.alloc(50 * 1024 * 1024, 'x') }, 'SCRIPT_TOO_LARGE'],
  ['a text that is said to be a PDF', { text: SCENE, format: PDF }, 'SCRIPT_FORMAT_MISMATCH'],
  ['a text that is said to be Final Draft', { text: SCENE, format: FDX }, 'SCRIPT_FORMAT_MISMATCH'],
  ['a PDF that is said to be Fountain', { data: pdfWithoutText(), format: FOUNTAIN }, 'SCRIPT_FORMAT_MISMATCH'],
  ['a format that is not in the contract', { text: SCENE, format: UNKNOWN }, 'SCRIPT_FORMAT_UNKNOWN'],
  ['a text that says UTF-8 and is not', { data: invalidUtf8 }, 'SCRIPT_ENCODING'],
  ['a PDF without text', { data: pdfWithoutText() }, 'SCRIPT_PDF_NO_TEXT'],
  ['a PDF cut short', { data: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type') }, 'SCRIPT_MALFORMED'],
  ['Final Draft cut short', { text: '<?xml version="1.0"?>\n<FinalDraft>\n<Content>\n<Para' }, 'SCRIPT_MALFORMED'],
];

describe('bad input', () => {
  let engine: TestEngine;
  /** An analysis that goes on through all the tests. */
  let other: Promise<unknown>;
  const leave = new AbortController();
  beforeAll(async () => {
    engine = await openEngine();
    other = collect(engine.client.sentiment.stream({ text: sample('luces-de-bohemia') }, {}, { signal: leave.signal }));
    other.catch(() => undefined);
  });
  afterAll(async () => {
    leave.abort();
    await other.catch(() => undefined);
    await engine.close();
  });

  const refusal = async (call: Promise<unknown>) => {
    const started = performance.now();
    const error = await call.then(
      () => {
        throw new Error('was not refused');
      },
      (thrown: unknown) => thrown as InvalidArgumentError,
    );
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
    return error;
  };

  describe.each(REFUSED)('%s', (_, source, reason) => {
    it(`is refused with ${reason}, naming the field`, async () => {
      const error = await refusal(engine.client.sentiment.analyze(source));
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', reason });
      expect(error).toBeInstanceOf(InvalidArgumentError);
      const field = 'text' in source ? 'script.text' : 'script.data';
      const expected = reason.startsWith('SCRIPT_FORMAT') ? [field, 'script.format'] : [field];
      expect(error.violations.length).toBeGreaterThan(0);
      expect(expected).toContain(error.violations[0]!.field);
    });
  });

  it('is refused alike by a stream, before anything is sent', async () => {
    const error = await refusal(collect(engine.client.sentiment.stream({ text: ' ' })));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'SCRIPT_EMPTY' });
  });

  it('is refused by whatever keeps scripts, so that no stored id fails later', async () => {
    const put = await refusal(engine.client.scripts.put({ text: ' ' }, { scriptId: 'empty' }));
    expect(put).toMatchObject({ reason: 'SCRIPT_EMPTY', violations: [{ field: 'script.text' }] });
    const large = Buffer.alloc(50 * 1024 * 1024, 'x');
    const upload = await refusal(engine.client.scripts.upload(large, { scriptId: 'large' }));
    expect(upload).toMatchObject({ reason: 'SCRIPT_TOO_LARGE', violations: [{ field: 'chunk' }] });
    await expect(engine.client.scripts.get('empty')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('names the line where a file is broken', async () => {
    const text = '<?xml version="1.0"?>\n<FinalDraft>\n<Content>\n<Paragraph></Wrong>';
    const error = await refusal(engine.client.sentiment.analyze({ text }));
    expect(error.violations[0]!.description).toMatch(/^line 4: /);
  });

  it('in a field is refused with its range', async () => {
    const error = await refusal(engine.client.sentiment.analyze({ text: SCENE }, { evidenceLimit: 99 }));
    expect(error).toMatchObject({ reason: 'FIELD_INVALID', violations: [{ field: 'options.evidence_limit' }] });
    expect(error.violations[0]!.description).toContain('1..20');
  });

  it('of no script at all is refused', async () => {
    const error = await refusal(engine.client.raw.sentiment.analyzeSentiment({}));
    expect(error).toMatchObject({ reason: 'SCRIPT_MISSING', violations: [{ field: 'script' }] });
  });

  it('of an unknown id is NOT_FOUND with what was not found', async () => {
    const error = await refusal(engine.client.sentiment.analyze({ scriptId: 'nobody-knows' }));
    expect(error).toMatchObject({
      code: 'NOT_FOUND',
      reason: 'SCRIPT_NOT_FOUND',
      resource: { type: 'guionix.ml.v1.Script', name: 'nobody-knows' },
    });
  });

  it('of an unknown version is NOT_FOUND', async () => {
    await engine.client.scripts.put({ text: SCENE }, { scriptId: 'known' });
    const error = await refusal(engine.client.sentiment.analyze({ scriptId: 'known', version: 2 }));
    expect(error).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('never finds its words in the answer', async () => {
    const secret = 'QUETZALCÓATL';
    for (const text of [`<FinalDraft>\n<${secret}`, `12;${secret};9\n`.repeat(9), `%PDF-1.4 ${secret}`]) {
      const error = await refusal(engine.client.sentiment.analyze({ text }));
      expect(JSON.stringify([error.message, error.violations])).not.toContain(secret);
    }
  });

  it('without scene headings is no bad input: it is one scene, with a warning', async () => {
    const text = 'ANA cierra la puerta y escucha.\n\nANA\nNo vuelvas nunca.\n\nLUIS\nVolveré mañana.\n';
    const { outline, scenes } = await engine.client.sentiment.analyze({ text });
    expect(scenes).toHaveLength(1);
    expect(outline.warnings.map(({ message }) => message).join()).toMatch(/heading/);
  });

  it('in UTF-16 or Windows-1252 is no bad input either', async () => {
    const utf16 = Buffer.from(`\uFEFF${SCENE}`, 'utf16le');
    const latin = Buffer.from(SCENE.replace('puerta', 'habitación'), 'latin1');
    for (const data of [utf16, latin]) {
      expect((await engine.client.sentiment.analyze({ data })).scenes).toHaveLength(1);
    }
  });

  it('leaves the others alone', async () => {
    const events = await collect(engine.client.sentiment.stream({ text: shortScenes(5) }));
    expect(ofType(events, 'scene')).toHaveLength(5);
    await expect(engine.client.health.check()).resolves.toBe('SERVING');
  });
});

describe('a sample as PDF', () => {
  it('is read', async () => {
    const engine = await openEngine({ workers: 1 });
    try {
      const file = new URL('../src/screenplay/fixtures/peppercarrot-ep06.es.pdf', import.meta.url);
      const { outline, scenes } = await engine.client.sentiment.analyze({ data: readFileSync(file) });
      expect(outline.format).toBe(PDF);
      expect(scenes[0]!.page).toBeGreaterThanOrEqual(1);
    } finally {
      await engine.close();
    }
  });
});
