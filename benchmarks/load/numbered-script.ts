/** Scripts without end, in Fountain, no two lines alike: each has a number in words of its own. */

const LINES = [
  ['action', 'The lamp turns for the {n} time. Rain on every window of the tower.'],
  ['INÉS', 'Cuenta conmigo: {n}. Hay alguien ahí fuera, ¿lo oyes ahora?'],
  ['TOMÁS', 'Es el viento de siempre. {n}.'],
  [
    'action',
    'She goes down the stairs with the lantern, past mark {n}, and stops at the door where the sea has come in.',
  ],
  [
    'INÉS',
    'You said {n} and nobody came. I waited by the water until the light went out and then I walked home alone.',
  ],
  ['TOMÁS', 'I know {n}. I was there.'],
  [
    'action',
    'Silencio. Página {n} del diario cae al suelo; él la recoge sin mirarla y la guarda en el bolsillo del abrigo.',
  ],
] as const;

/** Lines of a scene. */
const LINES_PER_SCENE = 40;

/**
 * A script of scenes of 40 lines, some 950 tokens each.
 *
 * @param script Number of the script: scripts of different numbers share no line but names and headings' places.
 */
export function numberedScript(script: number, scenes: number): string {
  let line = script * scenes * LINES_PER_SCENE;
  const scene = (index: number) => {
    const lines = Array.from({ length: LINES_PER_SCENE }, () => {
      const [who, text] = LINES[line % LINES.length]!;
      const said = text.replace('{n}', inWords(line++));
      return who === 'action' ? said : `${who}\n${said}`;
    });
    return [`INT. LIGHTHOUSE ${index + 1} - NIGHT`, ...lines].join('\n\n');
  };
  return Array.from({ length: scenes }, (_, index) => scene(index)).join('\n\n');
}

const DIGITS = ['zero', 'uno', 'two', 'tres', 'four', 'cinco', 'six', 'siete', 'eight', 'nueve'] as const;

function inWords(value: number): string {
  return [...String(value)].map((digit) => DIGITS[Number(digit)]).join(' ');
}
