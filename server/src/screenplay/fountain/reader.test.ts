import { describe, expect, it } from 'vitest';
import { decodeText } from '../source/decode.js';
import { parseFountain } from './reader.js';

const parse = (text: string) => parseFountain(decodeText(Buffer.from(text)));
/** Kinds and texts; enough to see structure. */
const read = (text: string) => parse(text).elements.map(({ kind, text: words }) => [kind, words]);

describe('title page', () => {
  it('takes a title over several lines, without emphasis', () => {
    const { title, elements } = parse('Title:\n\t_**DOS**_\n    **LÁMPARAS**\nAuthor: A\n\nEntra.\n');
    expect(title).toBe('DOS LÁMPARAS');
    expect(elements.map(({ text }) => text)).toEqual(['Entra.']);
  });
  it('knows Spanish keys', () => expect(parse('Título: Dos\nAutora: Ana\n\nEntra.').title).toBe('Dos'));
  it('is none when no key is known', () => {
    expect(read('FADE IN:\n\nEntra.')).toEqual([
      ['transition', 'FADE IN:'],
      ['action', 'Entra.'],
    ]);
  });
  it('ends at a line that is no entry', () => {
    expect(read('Title: Dos\nNot an entry.\n\nEntra.')[0]).toEqual(['action', 'Not an entry.']);
  });
});

describe('what belongs to printed pages', () => {
  it.each(['(MORE)', '(MÁS)', 'CONTINUED: (2)', 'Rev. 03/15/99     Blue Pages'])('%s is no element', (line) => {
    expect(read(`ANA\nHola.\n${line}\n\nLEO\nAdiós.`).map(([, words]) => words)).toEqual([
      'ANA',
      'Hola.',
      'LEO',
      'Adiós.',
    ]);
  });
  it('leaves numbers: they are the writer’s', () => expect(read('1984\n\nLlueve.')[0]).toEqual(['action', '1984']));
});

describe('scene headings', () => {
  it('stand after a blank line, or after another line that is an element by itself', () => {
    expect(read('CUT TO:\nINT. A - DAY\nHe sits.').map(([kind]) => kind)).toEqual([
      'transition',
      'scene_heading',
      'action',
    ]);
  });
  it('are found in running text when nothing else can be meant, with a warning', () => {
    const { elements, warnings } = parse('He leaves.\nINT. A - DAY\nHe sits.');
    expect(elements.map(({ kind }) => kind)).toEqual(['action', 'scene_heading', 'action']);
    expect(warnings).toEqual([{ line: 2, message: expect.stringContaining('blank line') }]);
  });
  it('are forced by a full stop, but not by an ellipsis or a stop and a space', () => {
    expect(read('.ROOF\n\n...and falls.\n\n. No.').map(([kind]) => kind)).toEqual([
      'scene_heading',
      'action',
      'action',
    ]);
  });
  it('may stand in Markdown titles', () => {
    expect(read('## INT. A - DAY\n\n## ACT TWO')).toEqual([
      ['scene_heading', 'INT. A - DAY'],
      ['section', 'ACT TWO'],
    ]);
  });
});

describe('dialogue', () => {
  it('needs a cue after a blank line with text under it', () => {
    expect(read('BOB\n\nNobody.\n\nHe turns.\nBOB\nWaits.')).toEqual([
      ['action', 'BOB'],
      ['action', 'Nobody.'],
      ['action', 'He turns.\nBOB\nWaits.'],
    ]);
  });
  it('keeps line ends and parts parentheticals', () => {
    expect(read('BOB\nOne\ntwo.\n(low\nvoice)\nThree (and four).\n(a) and (b)')).toEqual([
      ['character', 'BOB'],
      ['dialogue', 'One\ntwo.'],
      ['parenthetical', 'low voice'],
      ['dialogue', 'Three (and four).\n(a) and (b)'],
    ]);
  });
  it('goes on over a line of two spaces', () => {
    expect(read('BOB\nTen.\n  \nHit?\n\nHe waits.')).toEqual([
      ['character', 'BOB'],
      ['dialogue', 'Ten.\n\nHit?'],
      ['action', 'He waits.'],
    ]);
  });
  it('ends at such a line where the file pads all its blank lines', () => {
    expect(read('He sits.\n  \nBOB\nTen.\n  \nHe waits.\n  \nHe goes.').map(([kind]) => kind)).toEqual([
      'action',
      'character',
      'dialogue',
      'action',
      'action',
    ]);
  });
  it('gives every part its speaker, and the second column its mark', () => {
    const { elements } = parse('BOB (V.O.)\nYes.\n\n@McAdams ^\n(low)\nNo.\n~ la la');
    expect(elements.map(({ kind, speaker, dual }) => [kind, speaker, dual])).toEqual([
      ['character', 'BOB', undefined],
      ['dialogue', 'BOB', undefined],
      ['character', 'MCADAMS', true],
      ['parenthetical', 'MCADAMS', true],
      ['dialogue', 'MCADAMS', true],
      ['lyrics', 'MCADAMS', true],
    ]);
    expect(elements[2]!.text).toBe('McAdams');
  });
  it('holds numbers and words that elsewhere are page furniture', () => {
    expect(read('BOB\n42\n(más)\nYa.')).toEqual([
      ['character', 'BOB'],
      ['dialogue', '42'],
      ['parenthetical', 'más'],
      ['dialogue', 'Ya.'],
    ]);
  });
});

describe('marks', () => {
  it.each([
    ['!BOB\nis a sign.', [['action', 'BOB\nis a sign.']]],
    ['> BURN TO PINK.', [['transition', 'BURN TO PINK.']]],
    ['> THE END <', [['action', 'THE END']]],
    ['~ One,\n~ two.', [['lyrics', 'One,\ntwo.']]],
    [
      '# ACT ONE\n\n= He learns.',
      [
        ['section', 'ACT ONE'],
        ['synopsis', 'He learns.'],
      ],
    ],
    [
      'He sits.\n===\nHe rises.',
      [
        ['action', 'He sits.'],
        ['action', 'He rises.'],
      ],
    ],
  ])('%j', (text, elements) => expect(read(text)).toEqual(elements));
});

describe('comments', () => {
  it('leave no trace in the text, and notes become elements', () => {
    expect(read('He [[who?]] sits /* or lies */ down.')).toEqual([
      ['action', 'He sits down.'],
      ['note', 'who?'],
    ]);
  });
  it('may run over lines, boneyards over blank ones too', () => {
    expect(read('One.\n\n/* INT. A - DAY\n\nTwo. */\n\nThree [[a\n  \nb]] four.')).toEqual([
      ['action', 'One.'],
      ['action', 'Three\nfour.'],
      ['note', 'a\n\nb'],
    ]);
  });
  it('break no speech where a note stands on a line of its own', () => {
    expect(read('BOB\n[[louder]]\nOne.\n[[softer]]\nTwo.').filter(([kind]) => kind !== 'note')).toEqual([
      ['character', 'BOB'],
      ['dialogue', 'One.\nTwo.'],
    ]);
  });
  it('may stand before the title page', () => {
    const { title, elements } = parse('[[draft]]\n\nTitle:\nDos\nlámparas\n\nEntra.');
    expect(title).toBe('Dos lámparas');
    expect(elements.map(({ text }) => text)).toEqual(['draft', 'Entra.']);
  });
  it('hold blank lines, but no other note', () => {
    expect(read('One [[a\n\nb]] two.').map(([, text]) => text)).toEqual(['One\ntwo.', 'a\n\nb']);
    expect(read('One [[a\n\nTwo [[b]].').map(([, text]) => text)).toEqual(['One [[a', 'Two .', 'b']);
  });
  it('stay text when never closed, with a warning', () => {
    const { elements, warnings } = parse('He [[sits.\n\nHe /* rises.');
    expect(elements.map(({ text }) => text)).toEqual(['He [[sits.', 'He /* rises.']);
    expect(warnings.map(({ line }) => line)).toEqual([1, 3]);
  });
});

describe('spans', () => {
  it('cover the first to the last character, indentation aside', () => {
    const { elements } = parse('Title: T\n\n  He sits.\n  Rain.  \n\n\tBOB\n\tHi.');
    expect(elements.map(({ span }) => Object.values(span))).toEqual([
      [3, 3, 4, 8],
      [6, 2, 6, 5],
      [7, 2, 7, 5],
    ]);
  });
  it('count lines alike for all line ends', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(parse(`One.${end}${end}Two.`).elements[1]!.span.startLine).toBe(3);
    }
  });
});

describe('divisions titled in words', () => {
  it.each(['EPISODIO 3', 'EPISODIO 3: LA BODA', 'ACTO PRIMERO', 'Act One', 'Episode 12'])(
    '%s is a section',
    (title) => {
      const { elements } = parseFountain(decodeText(Buffer.from(`${title}\n\nINT. A - DAY\n\nOne.\n`)));
      expect(elements[0]).toMatchObject({ kind: 'section', text: title });
    },
  );

  it.each(['Parte vil', 'Act one of us has to regret', 'Episodio que nadie vio'])('%s is none', (line) => {
    const { elements } = parseFountain(decodeText(Buffer.from(`INT. A - DAY\n\n${line}\n`)));
    expect(elements[1]).toMatchObject({ kind: 'action' });
  });
});

describe('a title over a by-line', () => {
  it('is no cue', () => {
    const source = decodeText(Buffer.from('LA CASA\nGuion de Marta Ruiz\n\nINT. A - DÍA\n\nANA\nPor favor\n'));
    expect(parseFountain(source)).toMatchObject({ title: 'LA CASA', elements: [{ kind: 'scene_heading' }, {}, {}] });
  });

  it('leaves a cue over a speech at the start', () => {
    expect(parseFountain(decodeText(Buffer.from('ANA\nPor favor\n'))).elements[0]).toMatchObject({ kind: 'character' });
  });
});
