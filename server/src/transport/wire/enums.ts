import { EngineError } from '../../domain/errors.js';
import type {
  ElementKind as DomainElementKind,
  ScriptFormat as DomainFormat,
  Language as DomainLanguage,
} from '../../domain/script.js';
import { Language, Priority } from '../../gen/guionix/ml/v1/common.js';
import { ElementKind, ScriptFormat } from '../../gen/guionix/ml/v1/script.js';
import type { Priority as DomainPriority } from '../../inference/schedule/job.js';
import type { AnswerLanguage } from '../../insight/messages.js';

const LANGUAGES: Record<DomainLanguage, Language> = { es: Language.ES, en: Language.EN, und: Language.UNDETERMINED };

const FORMATS: Record<DomainFormat, ScriptFormat> = {
  fountain: ScriptFormat.FOUNTAIN,
  fdx: ScriptFormat.FDX,
  pdf: ScriptFormat.PDF,
  text: ScriptFormat.TEXT,
  markdown: ScriptFormat.MARKDOWN,
  celtx: ScriptFormat.CELTX,
  fadein: ScriptFormat.FADE_IN,
  highland: ScriptFormat.HIGHLAND,
};

const KINDS: Record<DomainElementKind, ElementKind> = {
  section: ElementKind.SECTION,
  scene_heading: ElementKind.SCENE_HEADING,
  action: ElementKind.ACTION,
  character: ElementKind.CHARACTER,
  parenthetical: ElementKind.PARENTHETICAL,
  dialogue: ElementKind.DIALOGUE,
  lyrics: ElementKind.LYRICS,
  transition: ElementKind.TRANSITION,
  synopsis: ElementKind.SYNOPSIS,
  note: ElementKind.NOTE,
};

/** Language on the wire. */
export function toLanguage(language: DomainLanguage): Language {
  return LANGUAGES[language];
}

/** Format on the wire; unspecified when it is not known. */
export function toFormat(format: DomainFormat | undefined): ScriptFormat {
  return format === undefined ? ScriptFormat.UNSPECIFIED : FORMATS[format];
}

/** Kind of element on the wire. */
export function toElementKind(kind: DomainElementKind): ElementKind {
  return KINDS[kind];
}

/** Kind in a parser's doubt; unspecified where there is none, or the line belongs to no element. */
export function toDoubtedKind(kind: DomainElementKind | 'other' | undefined): ElementKind {
  return kind === undefined || kind === 'other' ? ElementKind.UNSPECIFIED : KINDS[kind];
}

/**
 * Format of a request; undefined when it is to be found from the content.
 *
 * @throws EngineError SCRIPT_FORMAT_UNKNOWN for a format that this version does not read.
 */
export function fromFormat(format: ScriptFormat, field: string): DomainFormat | undefined {
  if (format === ScriptFormat.UNSPECIFIED) return undefined;
  const found = (Object.keys(FORMATS) as DomainFormat[]).find((name) => FORMATS[name] === format);
  if (found !== undefined) return found;
  const description = `This format is not read. Use one of ${Object.keys(FORMATS).join(', ')}, or leave it out.`;
  throw new EngineError('SCRIPT_FORMAT_UNKNOWN', undefined, { violations: [{ field, description }] });
}

/** Language of the answer that a request asks for; undefined when it is the script's own. */
export function fromAnswerLanguage(language: Language): AnswerLanguage | undefined {
  if (language === Language.ES) return 'es';
  return language === Language.EN ? 'en' : undefined;
}

/** Priority of a request. */
export function fromPriority(priority: Priority): DomainPriority {
  if (priority === Priority.LIVE) return 'live';
  return priority === Priority.BACKGROUND ? 'background' : 'interactive';
}
