import type { Script } from '../domain/script.js';
import { toTerminalText } from '../report/terminal/text.js';

const MOST_CHARACTERS = 12;

/** What was read in a script, for people: its format and counts, scenes, speaking characters, and what was doubtful. */
export function drawOutline(script: Script): string {
  const { title = 'untitled', format, encoding, language, form, scenes, characters, warnings, lines } = script;
  const rows = [
    `${title}: ${format}, ${encoding}, ${language}, ${lines} lines, ${scenes.length} scenes`,
    `${form.form.replace('_', ' ')}: ${form.evidence}`,
    ...scenes.map(({ index, heading, span }) => `${index + 1}. ${heading?.text ?? '-'} (line ${span.startLine})`),
    ...characters.slice(0, MOST_CHARACTERS).map(({ name, cues, words }) => `${name}: ${cues} cues, ${words} words`),
    ...warnings.map(({ line, message }) => `line ${line}: ${message}`),
  ];
  return rows.map((row) => `${toTerminalText(row)}\n`).join('');
}
