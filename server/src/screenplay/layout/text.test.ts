import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseText } from './text.js';

const decoded = (text: string) => ({ text, encoding: 'utf-8', lines: text.split(/\r\n|\n/) });
const read = (text: string) => parseText(decoded(text));
const kinds = async (text: string) => (await read(text)).elements.map(({ kind, text: said }) => [kind, said]);

const COLUMNS = `
                    LA CASA VACÍA

                    Escrito por

                    Ana Prueba

INT. CASA - NOCHE

Nadie. La puerta golpea contra el
marco.

                      MARÍA (V.O.)
                (en voz
                baja)
          ¿Quién anda
          ahí?

                      JUAN
          Yo.

                                             CORTE A:

EXT. PATIO - DÍA

El patio está seco.
`;

describe('column layout', () => {
  it('types lines by column and undoes wraps', async () => {
    expect(await kinds(COLUMNS)).toEqual([
      ['scene_heading', 'INT. CASA - NOCHE'],
      ['action', 'Nadie. La puerta golpea contra el marco.'],
      ['character', 'MARÍA (V.O.)'],
      ['parenthetical', 'en voz baja'],
      ['dialogue', '¿Quién anda ahí?'],
      ['character', 'JUAN'],
      ['dialogue', 'Yo.'],
      ['transition', 'CORTE A:'],
      ['scene_heading', 'EXT. PATIO - DÍA'],
      ['action', 'El patio está seco.'],
    ]);
  });

  it('takes the title from the block before the script', async () => {
    expect((await read(COLUMNS)).title).toBe('LA CASA VACÍA');
  });

  it('names the speaker on everything said, and on nothing else', async () => {
    const speakers = (await read(COLUMNS)).elements.map(({ speaker }) => speaker);
    expect(speakers).toEqual([
      undefined,
      undefined,
      'MARÍA',
      'MARÍA',
      'MARÍA',
      'JUAN',
      'JUAN',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('places elements from their first character to after their last', async () => {
    const said = (await read(COLUMNS)).elements.find(({ kind }) => kind === 'dialogue');
    expect(said?.span).toEqual({ startLine: 16, startColumn: 11, endLine: 17, endColumn: 15 });
  });

  it('keeps the number printed in both margins out of the heading', async () => {
    const { elements, headings } = await read(
      '1     INT. CASA - NOCHE     1\n\nNadie.\n\n2-B   EXT. PATIO - DÍA      2-B\n\nSol.\n',
    );
    expect(elements.map(({ text }) => text)).toEqual(['INT. CASA - NOCHE', 'Nadie.', 'EXT. PATIO - DÍA', 'Sol.']);
    expect([...headings!.values()].map(({ number }) => number)).toEqual(['1', '2-B']);
  });

  it('reads two columns of dialogue one after the other', async () => {
    const { elements } = await read(
      [
        'Action.',
        '',
        '     ANA                  LUIS',
        '  Sí, claro            No, nunca',
        '  que sí.',
        '',
        'Action.',
      ].join('\n'),
    );
    expect(elements.map(({ text, dual }) => [text, dual === true])).toEqual([
      ['Action.', false],
      ['ANA', false],
      ['Sí, claro que sí.', false],
      ['LUIS', true],
      ['No, nunca', true],
      ['Action.', false],
    ]);
  });

  it('joins a speech that a page cut, and drops the page', async () => {
    const text = COLUMNS.replace(
      '          Yo.\n',
      '          Yo y los que\n                      (MORE)\n\n\f                                      12.\n\n                      JUAN (CONT.)\n          vengan.\n',
    );
    expect(await kinds(text)).toContainEqual(['dialogue', 'Yo y los que vengan.']);
    expect((await kinds(text)).filter(([kind]) => kind === 'character')).toHaveLength(2);
  });

  it('ends a speech at the centred words after it', async () => {
    const text = COLUMNS.replace(
      '                                             CORTE A:',
      '                               TRES AÑOS DESPUÉS.',
    );
    expect(await kinds(text)).toContainEqual(['action', 'TRES AÑOS DESPUÉS.']);
  });

  it('keeps a bare number that a character says', async () => {
    expect(await kinds(COLUMNS.replace('          Yo.', '          42'))).toContainEqual(['dialogue', '42']);
  });

  it('keeps the line ends of verse and no others', async () => {
    const verse = [
      'When shall we three meet again',
      'In thunder, lightning, or in rain?',
      'When the hurlyburly is now done',
    ];
    const prose = ['words that run on until the very edge of', 'the line and then go on to end.'];
    const lines = Array.from({ length: 6 }, () => [...verse, ...prose].map((line) => `          ${line}`)).flat();
    const said = (await read(['Night.', '', '                  WITCH', ...lines].join('\n'))).elements
      .at(-1)!
      .text.split('\n');
    expect(said.slice(0, 3)).toEqual([verse[0], verse[1], `${verse[2]} ${prose.join(' ')}`]);
  });
});

describe('flat layout', () => {
  it('reads cues by their form and the blank lines around them', async () => {
    expect(await kinds('INT. BAR - NOCHE\n\nHumo.\n\nLOLA\n(ríe)\nPonme otra.\n\nEl camarero obedece.\n')).toEqual([
      ['scene_heading', 'INT. BAR - NOCHE'],
      ['action', 'Humo.'],
      ['character', 'LOLA'],
      ['parenthetical', 'ríe'],
      ['dialogue', 'Ponme otra.'],
      ['action', 'El camarero obedece.'],
    ]);
  });

  it('goes on with a speech after a direction set off by a blank line', async () => {
    expect((await kinds('LOLA\nPonme otra.\n\n(se sienta\nlejos)\nY otra.\n')).at(-1)).toEqual(['dialogue', 'Y otra.']);
  });

  it('reads Markdown as chat tools write it', async () => {
    expect(await kinds('**INT. CAFÉ - TARDE**\n\n**ELENA**\nHola.\n')).toEqual([
      ['scene_heading', 'INT. CAFÉ - TARDE'],
      ['character', 'ELENA'],
      ['dialogue', 'Hola.'],
    ]);
  });

  it('reads text without structure as action, without a title', async () => {
    const { title, elements } = await read('Había una vez\nun barco.\n\nFin.');
    expect(title).toBeUndefined();
    expect(elements.map(({ kind, text }) => [kind, text])).toEqual([
      ['action', 'Había una vez un barco.'],
      ['action', 'Fin.'],
    ]);
  });
});

describe('habits', () => {
  const page = readFileSync(new URL('../fixtures/peppercarrot-ep06.es.txt', import.meta.url), 'utf8');
  const script = page.slice(page.indexOf('INT.'));

  it.each<[string, (text: string) => string]>([
    [
      'tabs',
      (text) =>
        text
          .replace(/^ {22}(?=\S)/gmu, '\t\t\t')
          .replace(/^ {16}(?=\S)/gmu, '\t\t')
          .replace(/^ {10}(?=\S)/gmu, '\t'),
    ],
    [
      'centred cues',
      (text) => text.replace(/^ {22}(\S.*)$/gmu, (_, cue: string) => ' '.repeat(30 - (cue.length >> 1)) + cue),
    ],
    [
      'names in lower case',
      (text) => text.replace(/^( {22}\S)(.*)$/gmu, (_, first: string, rest: string) => first + rest.toLowerCase()),
    ],
    ['revision stars', (text) => text.replace(/^(.*[.!])$/gmu, '$1          *')],
    ['no indents', (text) => text.replace(/^ +/gmu, '')],
    ['an indent for all', (text) => text.replace(/^(?=.)/gmu, '      ')],
    ['speeches one column right of action', (text) => text.replace(/^ {10}(?=\S)/gmu, ' ')],
    ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
  ])('%s change nothing', async (_habit, restyle) => {
    const spoken = async (text: string) => (await kinds(text)).map(([kind, said]) => [kind, said?.toUpperCase()]);
    expect(await spoken(restyle(script))).toEqual(await spoken(script));
  });
});

describe('stage-play layout', () => {
  const PLAY = `LA ESPERA
Ana Prueba

ACTO PRIMERO

ESCENA PRIMERA

(Una sala. Rosa cose.)

ROSA.— (Sin mirar.) ¿Vienes? (Pausa.) Ven.

Luis (dentro).- Voy,
que ya voy.

MOZO 1º: ¡Señora!

ESCENA II

(Sale Luis.)
`;

  it('cuts cue, direction and speech out of one line', async () => {
    expect(await kinds(PLAY)).toEqual([
      ['section', 'ACTO PRIMERO'],
      ['scene_heading', 'ESCENA PRIMERA'],
      ['action', 'Una sala. Rosa cose.'],
      ['character', 'ROSA'],
      ['parenthetical', 'Sin mirar.'],
      ['dialogue', '¿Vienes?'],
      ['parenthetical', 'Pausa.'],
      ['dialogue', 'Ven.'],
      ['character', 'Luis'],
      ['parenthetical', 'dentro'],
      ['dialogue', 'Voy, que ya voy.'],
      ['character', 'MOZO 1º'],
      ['dialogue', '¡Señora!'],
      ['scene_heading', 'ESCENA II'],
      ['action', 'Sale Luis.'],
    ]);
    expect((await read(PLAY)).title).toBe('LA ESPERA');
  });

  it('names speakers in capitals and places each piece', async () => {
    const { elements } = await read(PLAY);
    expect(elements.find(({ text }) => text === 'Voy, que ya voy.')).toMatchObject({
      speaker: 'LUIS',
      span: { startLine: 12, startColumn: 17, endLine: 13, endColumn: 12 },
    });
  });
});

describe('text in which blank lines tell nothing', () => {
  const paragraphs = [
    'INT. OFICINA – DÍA',
    'Carmen escribe. Entra JULIO.',
    'JULIO',
    '¿Tienes el informe?',
    'CARMEN',
    '(sin mirarlo)',
    'Mañana.',
    'Julio sale.',
    'EXT. CALLE – NOCHE',
    'CARMEN',
    '¡Taxi!',
    'El taxi no para.',
  ];
  const types = [
    ...['scene_heading', 'action', 'character', 'dialogue', 'character', 'parenthetical', 'dialogue', 'action'],
    ...['scene_heading', 'character', 'dialogue', 'action'],
  ];

  it.each([
    ['none', '\n'],
    ['one after every line', '\n\n'],
  ])('%s', async (_, gap) => {
    expect(await kinds(paragraphs.join(gap))).toEqual(
      paragraphs.map((text, at) => [types[at], text.replace(/[()]/g, '')]),
    );
  });

  it('leaves lines in capitals alone where cues stand over their speeches', async () => {
    const text = 'INT. A - DÍA\n\nGOLPE\n\nANA\nNo.\n\nGOLPE\n\nLUIS\nSí.\n\nGOLPE\n\nANA\nNo.\n';
    expect((await kinds(text)).filter(([kind]) => kind === 'action')).toHaveLength(3);
  });
});

describe('telenovela', () => {
  it('reads number, heading and cast that stand without blank lines between', async () => {
    const { elements } = await read(
      'CAPÍTULO 45\n\nESCENA 1\nINT. MANSIÓN. SALA. DÍA\nVICTORIA BAJA.\n\nVICTORIA: Hola.\n\nALEJANDRO: (FRÍO) Vete.\n\n' +
        'ESCENA 2\nEXT. JARDÍN. NOCHE\n\nVICTORIA: No.\n',
    );
    expect(elements.filter(({ kind }) => kind === 'scene_heading').map(({ text }) => text)).toEqual([
      'ESCENA 1',
      'INT. MANSIÓN. SALA. DÍA',
      'ESCENA 2',
      'EXT. JARDÍN. NOCHE',
    ]);
  });
});

describe('a title and a cast', () => {
  it('are no speeches', async () => {
    const { title, elements } = await read(
      'LA CASA DE ENFRENTE\nGuion de Marta Ruiz\n\nESCENA 1\n\nPERSONAJES: ANA, LUIS\n\nANA: Hola.\n\nLUIS: Adiós.\n',
    );
    expect(title).toBe('LA CASA DE ENFRENTE');
    expect(elements.map(({ kind }) => kind).slice(0, 3)).toEqual(['scene_heading', 'note', 'character']);
  });
});

describe('English stage play', () => {
  it('cuts the name off at its full stop, where names come again', async () => {
    const text =
      'THE LAMP\nA play in one act\n\nSCENE ONE\n\nA kitchen.\n\nNORA. You are late.\n\nTOM. (Sitting.) So?\n\n' +
      'THE END. Nobody moves.\n\nNORA. Sit.\n\nTOM. No.\n';
    expect(await kinds(text)).toEqual([
      ['scene_heading', 'SCENE ONE'],
      ['action', 'A kitchen.'],
      ['character', 'NORA'],
      ['dialogue', 'You are late.'],
      ['character', 'TOM'],
      ['parenthetical', 'Sitting.'],
      ['dialogue', 'So?'],
      ['action', 'THE END. Nobody moves.'],
      ['character', 'NORA'],
      ['dialogue', 'Sit.'],
      ['character', 'TOM'],
      ['dialogue', 'No.'],
    ]);
  });
});

describe('running headers in text', () => {
  const page = (number: number, text: string) => `${' '.repeat(40)}LA ESPERA - Versión 3     ${number}.\n\n${text}\n\n`;

  it('belong to no element', async () => {
    const text = `INT. A - DÍA\n\n${page(2, 'Uno.')}${page(3, 'Dos.')}${page(4, 'Tres.')}`;
    expect((await kinds(text)).map(([, said]) => said)).toEqual(['INT. A - DÍA', 'Uno.', 'Dos.', 'Tres.']);
  });

  it('are none when their numbers do not rise, or few', async () => {
    const text = `INT. A - DÍA\n\n${page(2, 'Uno.')}${page(3, 'Dos.')}${page(3, 'Tres.')}`;
    expect(await kinds(text)).toHaveLength(7);
    expect(
      await kinds('INT. A - DÍA\n\nESCENA   1\n\nUno.\n\nESCENA   2\n\nDos.\n\nESCENA   3\n\nTres.\n'),
    ).toHaveLength(7);
  });
});
