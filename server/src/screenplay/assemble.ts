/**
 * Elements to a script: scenes, sections, characters, languages.
 */
import type {
  Character,
  Language,
  ParseWarning,
  Scene,
  SceneHeading,
  Script,
  ScriptElement,
  ScriptFormat,
  SourceSpan,
} from '../domain/script.js';
import { findForm } from './form.js';
import { sceneLabel } from './grammar/division-title.js';
import { forcedSceneHeading } from './grammar/scene-heading.js';
import { countWords } from './grammar/words.js';
import { detectLanguage, RELIABLE_LENGTH } from './language.js';
import { findLocations } from './locations.js';
import type { ParsedElements } from './parsed-elements.js';
import { requireScreenplay } from './require-screenplay.js';

/** What a script is beside its elements. */
export interface Provenance {
  readonly format: ScriptFormat;
  readonly encoding: string;
  /** Request field that the script came in, named in errors. */
  readonly field: string;
}

/** Characters of a scene or script looked at to tell its language. */
const LANGUAGE_SAMPLE = 20_000;

/**
 * Puts a script together. Scenes are cut at scene headings; what precedes the first is a scene of its own, without a
 * heading, when something happens or is said in it. A script without any heading is one scene, with a warning.
 * @throws EngineError `SCRIPT_NOT_A_SCREENPLAY`, see {@link requireScreenplay}.
 */
export function assembleScript(parsed: ParsedElements, { format, encoding, field }: Provenance): Script {
  const { elements } = parsed;
  if (parsed.byRules) requireScreenplay(parsed.byRules, field);
  requireScreenplay(parsed, field);
  const language = detectLanguage(textOf(elements));
  const scenes = cutScenes(elements).map((cut, index) => toScene(cut, index, parsed, language));
  return {
    format,
    encoding,
    ...(parsed.title !== undefined && { title: parsed.title }),
    language,
    form: findForm(elements, parsed.isPlay === true),
    elements,
    scenes,
    characters: countCharacters(scenes),
    locations: findLocations(scenes),
    warnings: [...missingHeadings(scenes), ...parsed.warnings],
    lines: parsed.lines,
  };
}

interface SceneCut {
  readonly section?: string;
  readonly elements: ScriptElement[];
}

/** Sections stand between scenes and belong to none; every scene knows the latest one. */
function cutScenes(elements: readonly ScriptElement[]): readonly SceneCut[] {
  const cuts: SceneCut[] = [];
  let section: string | undefined;
  const open = (): SceneCut => {
    const cut = { ...(section !== undefined && { section }), elements: [] };
    cuts.push(cut);
    return cut;
  };
  for (const element of elements) {
    if (element.kind === 'section') section = element.text;
    else (opensScene(element, cuts.at(-1)) ? open() : (cuts.at(-1) ?? open())).elements.push(element);
  }
  return cuts.filter((cut) => cut.elements[0]!.kind === 'scene_heading' || cut.elements.some(isContent));
}

/** A heading opens a scene, unless all that stands above it in its scene is the number: `ESCENA 12`. */
function opensScene({ kind }: ScriptElement, latest: SceneCut | undefined): boolean {
  if (kind !== 'scene_heading') return false;
  return latest?.elements.length !== 1 || numberOf(latest.elements[0]!) === undefined;
}

const numberOf = ({ kind, text }: ScriptElement): string | undefined =>
  kind === 'scene_heading' ? sceneLabel(text) : undefined;

function toScene({ section, elements }: SceneCut, index: number, parsed: ParsedElements, fallback: Language): Scene {
  const heading = headingOf(elements, parsed);
  return {
    index,
    ...(heading && { heading }),
    ...(section !== undefined && { section }),
    elements,
    span: spanOver(elements),
    language: languageOf(elements, fallback),
  };
}

/** The heading that opens a scene; below a bare number, the heading proper with that number. */
function headingOf([first, second]: readonly ScriptElement[], parsed: ParsedElements): SceneHeading | undefined {
  if (first?.kind !== 'scene_heading') return undefined;
  const number = numberOf(first);
  if (number === undefined || second?.kind !== 'scene_heading') return readHeading(first, parsed);
  return { ...readHeading(second, parsed), number };
}

function readHeading(element: ScriptElement, { headings }: ParsedElements): SceneHeading {
  return headings?.get(element) ?? forcedSceneHeading(element.text);
}

function spanOver(elements: readonly ScriptElement[]): SourceSpan {
  const { startLine, startColumn, page } = elements[0]!.span;
  const last = elements.reduce((a, b) => (endsAfter(b.span, a.span) ? b : a)).span;
  const end = { endLine: last.endLine, endColumn: last.endColumn };
  return { startLine, startColumn, ...end, ...(page !== undefined && { page }) };
}

const endsAfter = (a: SourceSpan, b: SourceSpan): boolean =>
  a.endLine > b.endLine || (a.endLine === b.endLine && a.endColumn > b.endColumn);

/** A scene too short to tell is in the language of the script. */
function languageOf(elements: readonly ScriptElement[], fallback: Language): Language {
  const text = textOf(elements);
  const language = detectLanguage(text);
  return language === 'und' && text.length < RELIABLE_LENGTH ? fallback : language;
}

function textOf(elements: readonly ScriptElement[]): string {
  const parts: string[] = [];
  let length = 0;
  for (const { kind, text } of elements) {
    if (kind !== 'dialogue' && kind !== 'action') continue;
    parts.push(text);
    length += text.length;
    if (length > LANGUAGE_SAMPLE) break;
  }
  return parts.join('\n');
}

function missingHeadings(scenes: readonly Scene[]): readonly ParseWarning[] {
  if (scenes.some(({ heading }) => heading)) return [];
  const message = 'No scene heading was found; the whole script is read as one scene.';
  return [{ line: scenes[0]!.span.startLine, message }];
}

function countCharacters(scenes: readonly Scene[]): readonly Character[] {
  const tallies = new Map<string, { cues: number; words: number; scenes: Set<number> }>();
  for (const { index, elements } of scenes) {
    for (const { kind, text, speaker } of elements) {
      if (speaker === undefined || kind === 'parenthetical') continue;
      const tally = tallies.get(speaker) ?? { cues: 0, words: 0, scenes: new Set() };
      if (kind === 'character') tally.cues++;
      else tally.words += countWords(text);
      tally.scenes.add(index);
      tallies.set(speaker, tally);
    }
  }
  const characters = [...tallies].map(([name, tally]) => ({ name, ...tally, scenes: [...tally.scenes] }));
  return characters.sort((a, b) => b.words - a.words || b.cues - a.cues);
}

const isContent = ({ kind }: ScriptElement): boolean => kind === 'action' || kind === 'dialogue' || kind === 'lyrics';
