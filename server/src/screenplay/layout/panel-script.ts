/**
 * Comic scripts in Markdown: scenes as titles, panels as paragraphs that open with `**Panel 1:**`, speeches as
 * emphasised lines under them (`_Ana: Hola._`, `_Ana_: Hola.`).
 */
import type { ElementKind, SceneHeading, ScriptElement } from '../../domain/script.js';
import { stripEmphasis } from '../grammar/emphasis.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';

const PANEL = /^\s*\*{0,2}(?:panel|viñeta)\s+\d[^.:*]{0,30}[.:]?\s*\*{0,2}\s*[.:]?\s*/iu;
const MIN_PANELS = 2;
const TITLE = /^#{1,6}\s*(?=\S)/;
const NUMBERED_TITLE = /^(?:scene|part|page|escena|parte|página)\s+(\d{1,4})\s*[:.–—-]*\s*(.*)$/iu;
const UNDERLINED = /^[=-]{3,}\s*$/;
/** Name, what is said of how they speak, and where the speech begins. */
const SPEECH = /^\s*_(\p{L}[\p{L}\p{N} '’]{0,40}?)\s*(\([^()]{1,80}\))?_?\s*(?::\s*_?\s*(?=\S)|(?=["“]))/u;
const REMARK = /^\s*(?:_?note\b|_?nota\b|\*\*(?:todo|notes?|notas?)\b)/iu;

/** True for a text with panels in it. */
export function isPanelScript(lines: readonly string[]): boolean {
  let panels = 0;
  for (const line of lines) if (PANEL.test(line) && ++panels === MIN_PANELS) return true;
  return false;
}

/** Reads a comic script. What stands before its first scene or panel is front matter, save its title. Never throws. */
export function parsePanelScript({ lines }: DecodedText): ParsedElements {
  const start = lines.findIndex((line) => PANEL.test(line) || NUMBERED_TITLE.test(line.replace(TITLE, '')));
  const title = readTitle(lines.slice(0, Math.max(0, start)));
  const elements: ScriptElement[] = [];
  const headings = new Map<ScriptElement, SceneHeading>();
  for (let at = Math.max(0, start); at < lines.length; at++) {
    const read = readLine(lines[at]!, at);
    elements.push(...read);
    if (read[0]?.kind === 'scene_heading') headings.set(read[0], toHeading(read[0].text));
  }
  return { ...(title && { title }), elements, headings, warnings: [], lines: lines.length };
}

function readTitle(front: readonly string[]): string | undefined {
  const first = front.find((line) => line.trim() !== '');
  const below = first === undefined ? '' : (front[front.indexOf(first) + 1] ?? '');
  if (first === undefined || !(TITLE.test(first) || UNDERLINED.test(below))) return undefined;
  return stripEmphasis(first.replace(TITLE, '').trim());
}

function readLine(line: string, at: number): readonly ScriptElement[] {
  if (/^[\s=_*-]*$/.test(line)) return [];
  if (TITLE.test(line))
    return [slice(isScene(line) ? 'scene_heading' : 'section', line, at, TITLE.exec(line)![0].length)];
  if (REMARK.test(line)) return [slice('note', line, at, 0)];
  const speech = SPEECH.exec(line);
  if (speech) return readSpeech(line, at, speech);
  const action = slice('action', line, at, PANEL.exec(line)?.[0].length ?? 0);
  return action.text === '' ? [] : [action];
}

const isScene = (line: string): boolean => NUMBERED_TITLE.test(line.replace(TITLE, '').trim());

function readSpeech(line: string, at: number, [prefix, name = '', manner = '']: RegExpExecArray): ScriptElement[] {
  const speaker = name.toUpperCase();
  const nameAt = line.indexOf(name);
  const elements = [slice('character', line, at, nameAt, nameAt + name.length)];
  if (manner !== '') {
    const mannerAt = line.indexOf(manner, nameAt) + 1;
    elements.push(slice('parenthetical', line, at, mannerAt, mannerAt + manner.length - 2));
  }
  const spoken = slice('dialogue', line, at, prefix.length);
  const text = spoken.text.replace(/_$/, '').trim();
  return [...elements, { ...spoken, text }].filter((element) => element.text !== '').map((e) => ({ ...e, speaker }));
}

/** The element in a stretch of a line, blanks at its ends aside; columns from 0, `to` exclusive. */
function slice(kind: ElementKind, line: string, at: number, from: number, to = line.length): ScriptElement {
  const part = line.slice(from, to);
  const startColumn = from + part.length - part.trimStart().length + 1;
  const endColumn = Math.max(startColumn, from + part.trimEnd().length + 1);
  return {
    kind,
    text: stripEmphasis(part.trim()),
    span: { startLine: at + 1, startColumn, endLine: at + 1, endColumn },
  };
}

function toHeading(text: string): SceneHeading {
  const [, number, place] = NUMBERED_TITLE.exec(text) ?? [];
  return { text, ...(place && { location: place.toUpperCase() }), ...(number && { number }) };
}
