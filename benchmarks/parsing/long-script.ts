/** A page of screenplay in each text format, repeated to a length: for how time grows, not for what is read. */

const SCENE = [
  ['heading', 'INT. LIGHTHOUSE - NIGHT'],
  ['action', 'The lamp turns. Rain on every window.'],
  ['cue', 'INÉS'],
  ['parenthetical', 'listening'],
  ['dialogue', 'There it is again. Do you hear it?'],
  ['cue', 'TOMÁS (O.S.)'],
  ['dialogue', 'It is only the wind, as always.'],
  ['action', 'She goes down the stairs and takes the lantern with her.'],
] as const;

type Kind = (typeof SCENE)[number][0];

const INDENT: Record<Kind, number> = { heading: 0, action: 0, cue: 22, parenthetical: 16, dialogue: 10 };

const FDX_TYPE: Record<Kind, string> = {
  heading: 'Scene Heading',
  action: 'Action',
  cue: 'Character',
  parenthetical: 'Parenthetical',
  dialogue: 'Dialogue',
};

/** Formats that can be written out here, and how. */
export const LONG_SCRIPTS: Readonly<Record<string, (lines: number) => string>> = {
  fountain: (lines) => repeat(lines, (kind, text) => spaced(kind, kind === 'parenthetical' ? `(${text})` : text)),
  text: (lines) =>
    repeat(lines, (kind, text) =>
      spaced(kind, ' '.repeat(INDENT[kind]) + (kind === 'parenthetical' ? `(${text})` : text)),
    ),
  fdx: (lines) => {
    const paragraphs = repeat(lines, (kind, text) => [
      `<Paragraph Type="${FDX_TYPE[kind]}"><Text>${text}</Text></Paragraph>`,
    ]);
    return `<?xml version="1.0"?>\n<FinalDraft DocumentType="Script"><Content>\n${paragraphs}\n</Content></FinalDraft>\n`;
  },
};

function spaced(kind: Kind, text: string): string[] {
  return kind === 'heading' || kind === 'action' || kind === 'cue' ? ['', text] : [text];
}

function repeat(lines: number, write: (kind: Kind, text: string) => string[]): string {
  const scene = SCENE.flatMap(([kind, text]) => write(kind, text));
  return Array.from({ length: lines }, (_, i) => scene[i % scene.length]).join('\n');
}
