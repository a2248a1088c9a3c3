import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseLines } from '../parse.js';

const LIMIT = { maxBytes: 100_000 };
const zip = (members: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)])));
const read = async (members: Record<string, string>) => {
  const { script, labels } = await parseLines({ bytes: zip(members) }, LIMIT);
  const elements = script.elements.map(({ kind, text, speaker = '' }) => [kind, text, speaker]);
  return { ...script, elements, labels };
};

const SCENE = [
  ['scene_heading', 'INT. FARO - NOCHE', ''],
  ['action', 'Llueve & truena.', ''],
  ['character', 'INÉS (V.O.)', 'INÉS'],
  ['parenthetical', 'bajo', 'INÉS'],
  ['dialogue', '¿Lo oyes?', 'INÉS'],
  ['transition', 'CORTE A:', ''],
];

const para = (style: string, text: string, extra = '') =>
  `<para${extra}>\n<style basestyle="${style}"/>\n<text>${text}</text>\n</para>\n`;
const FADE_IN = `<?xml version="1.0" encoding="UTF-8"?>
<document type="Open Screenplay Format document" version="50"><paragraphs>
${para('Scene Heading', 'INT. FARO - NOCHE')}${para('Action', 'Llueve &amp; truena.')}${para('Character', 'INÉS (V.O.)')}
${para('Parenthetical', '(bajo)')}${para('Dialogue', '¿Lo oyes?')}${para('Transition', 'CORTE A:')}</paragraphs>
<titlepage>${para('Normal Text', 'El faro', ' bookmark="Title"')}${para('Normal Text', 'Ana')}</titlepage></document>`;

const CELTX = `<!DOCTYPE html><html><head><title>El faro</title><meta charset="utf-8"></head><body>
<p class="sceneheading" id="a1">INT. FARO -
NOCHE<br></p>
<p class="action">Llueve &amp; truena.</p>
<p class="character">IN&#201;S (V.O.)</p>
<p class="parenthetical">(bajo)</p>
<p class="dialog"><span>&#xBF;Lo oyes?</span></p>
<p class="transition">CORTE A:</p>
</body></html>`;

describe('archives', () => {
  it('reads Fade In', async () => {
    const { format, title, elements, labels } = await read({ 'document.xml': FADE_IN });
    expect([format, title]).toEqual(['fadein', 'El faro']);
    expect(elements).toEqual(SCENE);
    expect(labels.map(({ element }) => element)).toContain('dialogue');
  });

  it('reads Celtx, from the script and not from the rest of the project', async () => {
    const { format, title, elements } = await read({ 'local.rdf': '<rdf/>', 'script-7f.html': CELTX });
    expect([format, title]).toEqual(['celtx', 'El faro']);
    expect(elements).toEqual(SCENE);
  });

  it('reads Highland', async () => {
    const fountain =
      'Title: El faro\n\nINT. FARO - NOCHE\n\nLlueve & truena.\n\nINÉS (V.O.)\n(bajo)\n¿Lo oyes?\n\nCORTE A:\n';
    const { format, title, elements } = await read({
      'Faro.textbundle/text.md': fountain,
      'Faro.textbundle/info.json': '{}',
    });
    expect([format, title]).toEqual(['highland', 'El faro']);
    expect(elements).toEqual(SCENE);
  });

  it('unpacks nothing larger than the limit', async () => {
    const bytes = zip({ 'document.xml': ' '.repeat(200_000) });
    expect(bytes.length).toBeLessThan(LIMIT.maxBytes);
    await expect(parseLines({ bytes }, LIMIT)).rejects.toMatchObject({ reason: 'SCRIPT_TOO_LARGE' });
  });

  it.each([
    ['a Word document', zip({ 'word/document.xml': '<w/>' }), 'SCRIPT_FORMAT_UNKNOWN'],
    ['an archive that breaks off', zip({ 'document.xml': FADE_IN }).slice(0, 300), 'SCRIPT_FORMAT_UNKNOWN'],
    ['XML that breaks off', zip({ 'document.xml': FADE_IN.slice(0, 300) }), 'SCRIPT_MALFORMED'],
    ['a document type', zip({ 'document.xml': '<!DOCTYPE a [<!ENTITY b "c">]><document/>' }), 'SCRIPT_MALFORMED'],
    ['a document without paragraphs', zip({ 'document.xml': '<document/>' }), 'SCRIPT_MALFORMED'],
    ['Celtx without paragraphs', zip({ 'script-1.html': `${'<p '.repeat(20_000)}` }), 'SCRIPT_NOT_A_SCREENPLAY'],
  ])('refuses %s', async (_, bytes, reason) => {
    await expect(parseLines({ bytes }, LIMIT)).rejects.toMatchObject({ reason });
  });
});
