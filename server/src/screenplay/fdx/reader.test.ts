import { describe, expect, it } from 'vitest';
import { EngineError } from '../../domain/errors.js';
import { parseFdx } from './reader.js';

const parse = (text: string) => parseFdx({ text, encoding: 'utf-8', lines: text.split(/\r\n|\r|\n/) });
const script = (content: string, after = '') =>
  parse(
    `<?xml version="1.0"?>\n<FinalDraft DocumentType="Script">\n<Content>\n${content}\n</Content>${after}\n</FinalDraft>`,
  );
const paragraph = (type: string, text: string) => `<Paragraph Type="${type}"><Text>${text}</Text></Paragraph>`;

function refusalOf(text: string): EngineError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('Final Draft', () => {
  it('types paragraphs and names speakers', () => {
    const { elements } = script(
      [
        paragraph('New Act', 'ACT ONE'),
        '<Paragraph Type="Scene Heading" Number="12A"><SceneProperties Title=""/><Text>INT. CASA - DIA</Text></Paragraph>',
        paragraph('Shot', 'CLOSE ON the door'),
        paragraph('Character', 'ana (V.O.)'),
        paragraph('Parenthetical', '(bajo)'),
        paragraph('Dialogue', 'Hola.'),
        paragraph('Singing', 'La, la.'),
        paragraph('General', 'Silencio.'),
        paragraph('Transition', 'CORTE A:'),
        paragraph('Cast List', 'Ana'),
      ].join('\n'),
    );
    expect(elements.map(({ kind, text, speaker }) => [kind, text, speaker])).toEqual([
      ['section', 'ACT ONE', undefined],
      ['scene_heading', 'INT. CASA - DIA', undefined],
      ['action', 'CLOSE ON the door', undefined],
      ['character', 'ana (V.O.)', 'ANA'],
      ['parenthetical', 'bajo', 'ANA'],
      ['dialogue', 'Hola.', 'ANA'],
      ['lyrics', 'La, la.', 'ANA'],
      ['action', 'Silencio.', undefined],
      ['transition', 'CORTE A:', undefined],
      ['note', 'Ana', undefined],
    ]);
  });

  it('takes the scene number from its attribute', () => {
    const { elements, headings } = script(
      '<Paragraph Type="Scene Heading" Number="12A"><Text>INT. CASA - DIA</Text></Paragraph>',
    );
    expect(headings?.get(elements[0]!)).toEqual({
      text: 'INT. CASA - DIA',
      setting: 'INT',
      location: 'CASA',
      time: 'DÍA',
      timeOfDay: 'DAY',
      number: '12A',
    });
  });

  it('joins styled runs without losing spaces, and places them from first to last character', () => {
    const { elements } = script(
      '<Paragraph Type="Action">\n  <Text>Ella </Text><Text Style="Italic">corre</Text>\n  <Text> lejos &amp; más</Text></Paragraph>',
    );
    expect(elements[0]).toMatchObject({
      text: 'Ella corre lejos & más',
      span: { startLine: 5, startColumn: 9, endLine: 6, endColumn: 25 },
    });
  });

  it('keeps a line of digits as text', () => {
    expect(script(paragraph('Dialogue', '1984')).elements[0]!.text).toBe('1984');
  });

  it('marks the second column of dual dialogue', () => {
    const dual = ['Character|ANA', 'Dialogue|¡Sí!', 'Character|LUIS', 'Dialogue|¡No!']
      .map((line) => line.split('|') as [string, string])
      .map(([type, text]) => paragraph(type, text))
      .join('');
    const { elements } = script(
      `<Paragraph><DualDialogue>${dual}</DualDialogue></Paragraph>${paragraph('Character', 'ANA')}`,
    );
    expect(elements.map(({ dual: second }) => second === true)).toEqual([false, false, true, true, false]);
  });

  it('reads notes and summaries as such, in source order', () => {
    const { elements } = script(
      '<Paragraph Type="Scene Heading"><SceneProperties><Summary><Paragraph><Text>Sum.</Text></Paragraph></Summary>' +
        '</SceneProperties><Text>INT. A - DAY</Text></Paragraph>' +
        '<Paragraph Type="Action"><Text>Act.</Text><ScriptNote><Paragraph><Text>Note.</Text></Paragraph></ScriptNote></Paragraph>',
    );
    expect(elements.map(({ kind, text }) => [kind, text])).toEqual([
      ['synopsis', 'Sum.'],
      ['scene_heading', 'INT. A - DAY'],
      ['action', 'Act.'],
      ['note', 'Note.'],
    ]);
  });

  it('takes the title from the title page and nothing from headers and footers', () => {
    const pages =
      '<HeaderAndFooter><Header><Paragraph><Text>Draft 3</Text></Paragraph></Header></HeaderAndFooter>' +
      '<TitlePage><Content><Paragraph><Text></Text></Paragraph><Paragraph><Text>La casa</Text></Paragraph></Content></TitlePage>';
    const { title, elements } = script(paragraph('Action', 'Sol.'), pages);
    expect(title).toBe('La casa');
    expect(elements).toHaveLength(1);
  });

  it('warns once of a type it does not know', () => {
    const { elements, warnings } = script(paragraph('Telepathy', 'Eh.') + paragraph('Telepathy', 'Oh.'));
    expect(elements.map(({ kind }) => kind)).toEqual(['action', 'action']);
    expect(warnings).toEqual([{ line: 4, message: expect.stringContaining('read as action') }]);
  });

  it.each([
    ['broken XML', '<FinalDraft>\n<Content>\n<Paragraph Type="Action"><Text>secreto</Paragraph>', 3],
    ['a file cut short', '<FinalDraft>\n<Content>\n<Paragraph', 3],
    ['a document type', '<!DOCTYPE a [\n<!ENTITY b "secreto">\n]>\n<FinalDraft><Content/></FinalDraft>', 3],
    [
      'an entity of its own',
      '<FinalDraft><Content>\n<Paragraph><Text>&secreto;</Text></Paragraph></Content></FinalDraft>',
      2,
    ],
    ['another root', '<Other>\n<Content/></Other>', 1],
    ['no content', '<FinalDraft>\n<TitlePage/></FinalDraft>', 1],
    ['deep nesting', `<FinalDraft>\n<Content>${'<a>'.repeat(200)}`, 2],
  ])('refuses %s and says where', (_what, text, line) => {
    const error = refusalOf(text);
    expect(error.reason).toBe('SCRIPT_MALFORMED');
    expect(error.details.violations?.[0]).toMatchObject({ field: 'script.data', line });
    expect(JSON.stringify([error.message, error.details.violations])).not.toContain('secreto');
  });

  it('does not expand what a document type declares', () => {
    const levels = Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "&e${at};&e${at};">`).join('');
    const bomb = `<!DOCTYPE b [<!ENTITY e0 "x">${levels}]><FinalDraft><Content><Paragraph><Text>&e20;</Text></Paragraph></Content></FinalDraft>`;
    expect(refusalOf(bomb).reason).toBe('SCRIPT_MALFORMED');
  });
});
