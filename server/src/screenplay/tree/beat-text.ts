/**
 * The text of one beat as Fountain lines. Writers fill a beat in screenplay form, as `NAME: words`, or with the bare words
 * of the one character the beat names; each is read for what it is.
 */
import type { TreeBeat } from '../../domain/script-tree.js';
import { isTransition } from '../grammar/transition.js';

/** `ANA (en voz baja): No pienso esperar.`, the direction before the colon or after it. */
const NAMED_SPEECH = /^\s*([\p{L}][\p{L}\p{N} .'’-]{0,38}?)\s*(\([^()]{1,80}\))?\s*:\s+(\([^()]{1,80}\))?\s*(\S.*)$/u;

/** Lines of Fountain, without empty ones at the ends; none for a beat without text. */
export function beatLines({ content, kind, characters }: TreeBeat): string[] {
  const lines = trimBlank(content.replace(/\r\n?/g, '\n').split('\n'));
  if (kind === 'DIALOGO') return dialogueLines(lines, characters);
  if (kind === 'TRANSICION' && lines.length === 1) return [transitionLine(lines[0]!)];
  return lines;
}

function trimBlank(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}

function transitionLine(line: string): string {
  return line.startsWith('>') || isTransition(line) ? line : `> ${line.trim()}`;
}

function dialogueLines(lines: string[], characters: readonly string[]): string[] {
  if (hasCue(lines)) return lines;
  const names = new Set(characters.map((name) => name.toLocaleUpperCase('es')));
  if (lines.some((line) => toSpeech(line, names))) {
    return trimBlank(lines.flatMap((line) => toSpeech(line, names) ?? [line]));
  }
  const [only, ...others] = names;
  if (only === undefined || others.length > 0 || lines.length === 0) return lines;
  // An empty line would end the speech; two spaces are Fountain's empty line inside one.
  return [`@${only}`, ...lines.map((line) => (line.trim() === '' ? '  ' : line))];
}

/** A name in capitals with words right under it. */
function hasCue(lines: readonly string[]): boolean {
  return lines.some((line, i) => {
    const isName = /^\s*@?[\p{Lu}][\p{Lu}\p{N} .'’()-]*$/u.test(line);
    return isName && (lines[i + 1]?.trim() ?? '') !== '';
  });
}

function toSpeech(line: string, names: ReadonlySet<string>): string[] | undefined {
  const [, name, before, after, words] = NAMED_SPEECH.exec(line) ?? [];
  if (name === undefined || words === undefined) return undefined;
  const cue = name.toLocaleUpperCase('es');
  if (!names.has(cue) && cue !== name) return undefined;
  return ['', `@${cue}`, ...[before, after].filter((direction) => direction !== undefined), words];
}
