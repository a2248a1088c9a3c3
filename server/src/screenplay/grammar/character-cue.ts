/**
 * Character cues: the names over speeches, in English and Spanish. Only the form of the line is judged here; whether a
 * speech follows is for the reader of the format.
 */
import type { CharacterCue } from '../../domain/script.js';
import { anyOf } from './any-of.js';
import { stripEmphasis } from './emphasis.js';
import { isPageFurniture } from './page-furniture.js';
import { REVISION_MARK } from './revision-mark.js';
import { parseSceneHeading } from './scene-heading.js';
import { singleSpaces } from './single-spaces.js';
import { isTransition } from './transition.js';

/** With the indentation of column layouts. */
const MAX_LINE_LENGTH = 240;
const MAX_LENGTH = 80;
const MAX_NAME_WORDS = 9;

const EXTENSION = /\s*\(([^()]*)\)?$/u;
const BARE = "V\\.\\s?O\\.?|O\\.\\s?S\\.?|O\\.\\s?C\\.?|F\\.\\s?C\\.?|EN OFF|OFF|CONT[’']?D|CONT\\.";
const BARE_SUFFIX = new RegExp(`\\s+(${BARE})$`, 'u');
const PREFIX = /^\(?(V\.\s?O\.|O\.\s?S\.|O\.\s?C\.|F\.\s?C\.|EN OFF)\)?\s+(?=\p{L})/u;

/** Moods that writers draw behind a name. */
const PICTOGRAPHS = /(?:\s|\p{Extended_Pictographic}|\u200D|\uFE0F)+$/u;

const ENGLISH_ORDINAL = /(?<=\d)(?:st|nd|rd|th)\b/gu;
const NAME = /^["“«'’#]?[\p{Lu}\p{Lt}\p{Lo}\p{N}][\p{Lu}\p{Lt}\p{Lo}\p{M}\p{N} .,'’"“”«»&/#°+_–-]*$/u;
/** Most lines need no further look. */
const PROSE = /^[^(]*\p{Ll}{3}/u;
const LETTER = /[\p{Lu}\p{Lt}\p{Lo}]/u;
/** A full stop ends a sentence unless it abbreviates: `KING JR.`, `SRA.`, `D.G.`. */
const SENTENCE_END = /(?<!(?:^|[\s.])(?:JR|SR|DR|DRA|SRA|STA|MR|MRS|MS|ST|NO|[\p{Lu}]))\.$|[,;–-]$/u;

const NUMERAL = '(?:\\d+|[IVXL]+|ONE|TWO|THREE|FOUR|FIVE|PRIMER[OA]?|SEGUND[OA]|TERCER[OA]?|CUART[OA]|QUINT[OA])';
const NOT_A_NAME = anyOf([
  /^(?:THE )?END$|^FIN$|^(?:THE )?END OF |^FIN DEL? /u,
  /(?:^|\s)(?:LATER|EARLIER|DESPUÉS|DESPUES|ANTES|MÁS TARDE|MAS TARDE)$/u,
  new RegExp(`^(?:ACT|ACTO|SCENE|ESCENA|SECUENCIA|JORNADA|CUADRO|PART|PARTE|EPISODIO) ${NUMERAL}$`, 'u'),
  /^(?:CHAPTER|CAPÍTULO|CAPITULO)(?: |$)/u,
  /^(?:PERSONAJES|CHARACTERS|CAST|REPARTO|DRAMATIS PERSONAE)$/u,
  /^(?:MONTAGE|MONTAJE|FLASHBACK|INTERCUT|INSERT|INSERTO|TEASER|COLD OPEN|BACK TO SCENE|SERIES OF SHOTS)$/u,
]);

/**
 * Reads a line that may be a cue by its own form; undefined when it cannot be one: headings, transitions, page
 * furniture, sentences, lower-case names. Fountain's `@` forces any name; `^` at the end marks dual dialogue.
 */
export function parseCharacterCue(line: string): CharacterCue | undefined {
  if (line.length > MAX_LINE_LENGTH) return undefined;
  const trimmed = line.trim().replace(REVISION_MARK, '');
  if (trimmed.length === 0 || trimmed.length > MAX_LENGTH) return undefined;
  const forced = trimmed.startsWith('@');
  if (!forced && PROSE.test(trimmed)) return undefined;
  const dual = trimmed.endsWith('^');
  const marked = trimmed.slice(forced ? 1 : 0, dual ? -1 : undefined);
  const { name, extensions } = takeExtensions(stripEmphasis(marked.trim()).trim());
  if (forced ? name === '' : !isName(name) || isOtherElement(trimmed)) return undefined;
  return { name: name.toUpperCase(), extensions, dual };
}

function isOtherElement(line: string): boolean {
  return isTransition(line) || isPageFurniture(line) || parseSceneHeading(line) !== undefined;
}

function isName(name: string): boolean {
  const plain = name.replace(ENGLISH_ORDINAL, '');
  if (!NAME.test(plain) || !LETTER.test(plain) || SENTENCE_END.test(plain)) return false;
  if (plain.split(' ').length > MAX_NAME_WORDS) return false;
  return !NOT_A_NAME.test(plain);
}

function takeExtensions(text: string): { name: string; extensions: readonly string[] } {
  const extensions: string[] = [];
  let name = singleSpaces(text);
  for (let match = EXTENSION.exec(name); match && match.index > 0; match = EXTENSION.exec(name)) {
    const extension = match[1]!.trim();
    if (extension !== '') extensions.unshift(extension);
    name = name.slice(0, match.index);
  }
  const suffix = BARE_SUFFIX.exec(name);
  if (suffix) {
    extensions.unshift(suffix[1]!);
    name = name.slice(0, suffix.index);
  }
  const prefix = PREFIX.exec(name);
  if (prefix) {
    extensions.unshift(prefix[1]!);
    name = name.slice(prefix[0].length);
  }
  return { name: name.replace(PICTOGRAPHS, '').trim(), extensions };
}
