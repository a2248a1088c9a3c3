import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../parse.js';
import { decodeText } from '../source/decode.js';
import { isPanelScript, parsePanelScript } from './panel-script.js';

const SCRIPT = [
  'La semilla',
  '==========',
  '* **Author:** Guionix',
  '',
  '## Scene 1: The yard',
  '',
  '**Panel 1:** Ana digs. _Very_ deep.',
  '_Ana (to herself): Deeper._',
  '',
  '**Panel 2** Rain.',
  '_Luis_: Come in!',
  '_Note: keep it dark._',
  '',
  '## THE END',
].join('\n');

const decoded = decodeText(Buffer.from(SCRIPT));

describe('panel scripts', () => {
  it('are told by their panels', () => {
    expect(isPanelScript(decoded.lines)).toBe(true);
    expect(isPanelScript(['INT. CASA - DÍA', '', 'A panel 1 of wood.', 'Panel 2'])).toBe(false);
  });

  it('give scenes, action, speakers and speeches', () => {
    const { title, elements, headings } = parsePanelScript(decoded);
    expect(title).toBe('La semilla');
    expect(elements.map(({ kind, text, speaker }) => [kind, text, speaker])).toEqual([
      ['scene_heading', 'Scene 1: The yard', undefined],
      ['action', 'Ana digs. Very deep.', undefined],
      ['character', 'Ana', 'ANA'],
      ['parenthetical', 'to herself', 'ANA'],
      ['dialogue', 'Deeper.', 'ANA'],
      ['action', 'Rain.', undefined],
      ['character', 'Luis', 'LUIS'],
      ['dialogue', 'Come in!', 'LUIS'],
      ['note', 'Note: keep it dark.', undefined],
      ['section', 'THE END', undefined],
    ]);
    expect(headings?.get(elements[0]!)).toEqual({ text: 'Scene 1: The yard', location: 'THE YARD', number: '1' });
    expect(elements[4]!.span).toEqual({ startLine: 8, startColumn: 20, endLine: 8, endColumn: 28 });
  });

  it('are read by parseScript', async () => {
    const script = await parseScript({ bytes: new Uint8Array(Buffer.from(SCRIPT)) }, { maxBytes: 10_000 });
    expect(script).toMatchObject({ format: 'text', title: 'La semilla' });
    expect(script.scenes).toHaveLength(1);
    expect(script.characters.map(({ name }) => name)).toEqual(['LUIS', 'ANA']);
  });

  it('never throw and keep their spans inside the lines', () => {
    const line = fc.oneof(fc.constantFrom(...SCRIPT.split('\n'), '_A: _', '_A (b)"c', '## Scene 2'), fc.string());
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const { span } of parsePanelScript({ text: '', encoding: 'utf-8', lines }).elements) {
          expect(span.startColumn).toBeLessThanOrEqual(span.endColumn);
          expect(span.endColumn).toBeLessThanOrEqual(lines[span.startLine - 1]!.length + 1);
        }
      }),
    );
  });
});

const open = fileURLToPath(
  new URL('../../../../../shared/data/screenplays/open/en/peppercarrot-scenarios/', import.meta.url),
);

describe.skipIf(!existsSync(open))('open panel scripts (need ../shared)', () => {
  const files = existsSync(open) ? readdirSync(open) : [];

  it.each(files)('%s is read with its scenes', async (name) => {
    const bytes = new Uint8Array(readFileSync(open + name));
    const titles =
      Buffer.from(bytes)
        .toString()
        .match(/^## (?:Scene|Part) \d+/gmu) ?? [];
    const { scenes, title, language } = await parseScript({ bytes }, { maxBytes: 1_000_000 });
    expect(scenes).toHaveLength(Math.max(1, titles.length));
    expect(title).toBeTruthy();
    expect(language).toBe('en');
  });
});
