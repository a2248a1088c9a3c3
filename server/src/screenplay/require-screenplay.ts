/**
 * Whether a text is a screenplay at all. Novels, letters, recipes and source code are refused rather than scored.
 */
import { EngineError } from '../domain/errors.js';
import type { SceneHeading, ScriptElement } from '../domain/script.js';
import { anyOf } from './grammar/any-of.js';
import { parseSceneHeading } from './grammar/scene-heading.js';
import type { ParsedElements } from './parsed-elements.js';

/** Share of the text that is speech, below which cues without any scene heading are an accident. */
const MIN_SPEECH_SHARE = 0.05;
/** Share of lines that look like source code above which the text is that. */
const MAX_CODE_SHARE = 0.15;
/** Share of speech lines that are list items above which the cues are titles of lists. */
const MAX_LIST_SHARE = 0.4;

/** Signs that hardly any line of speech or prose has. A semicolon alone is none: verse ends its lines with it. */
const CODE_SIGNS = anyOf([
  /[{}]\s*$|[)\]"'`];\s*$|^\s*[)\]]/u,
  /\w\(\)|\w\.\w+\(|[=!]=|=>|->|::|"""|^\s*[\w.]+\s=\s/u,
  /^\s*(?:import|export|return|function|def|class|const|if|elif|for|while|try|except)\b.*[:;{(]\s*$/u,
  /^\s*#\s*(?:include|define|if|ifdef|ifndef|endif)\b/u,
]);
const LIST_ITEM = /^\s*(?:[-*•·]\s|\d+[.)]?\s|[½¼¾])/u;

type Headed = Pick<ParsedElements, 'elements' | 'headings'>;

/**
 * Refuses what is no screenplay. A text with a scene heading needs dialogue or action besides. A text without any is a
 * screenplay (one scene) when it has cues, and what stands under them is a fair share of it and reads like speech.
 * @throws EngineError `SCRIPT_NOT_A_SCREENPLAY` naming what was missing.
 */
export function requireScreenplay({ elements, headings }: Headed, field: string): void {
  const spoken = elements.filter(isSpeech);
  const actions = elements.filter(({ kind }) => kind === 'action');
  if (spoken.length === 0 && actions.length === 0) refuse('has no dialogue and no action', field);
  if (shareOf([...spoken, ...actions], CODE_SIGNS) > MAX_CODE_SHARE) refuse('reads like source code', field);
  if (elements.some((element) => isEvidentHeading(element, headings?.get(element)))) return;
  if (!elements.some(({ kind }) => kind === 'character') || spoken.length === 0) {
    refuse('has no scene heading and no character cue with a speech under it', field);
  }
  const speech = lengthOf(spoken) / (lengthOf(spoken) + lengthOf(actions));
  if (speech < MIN_SPEECH_SHARE) {
    refuse(`has no scene heading, and only ${Math.floor(speech * 100)} % of it stands under character cues`, field);
  }
  if (shareOf(spoken, LIST_ITEM) > MAX_LIST_SHARE) {
    refuse('has no scene heading, and what stands under its titles are lists', field);
  }
}

/**
 * Fountain forces a heading by a full stop, which lines of code begin with too: `.npmrc`, `.replace(…)`. Numbered
 * titles stand in recipes and manuals too.
 */
function isEvidentHeading({ kind, text }: ScriptElement, heading: SceneHeading | undefined): boolean {
  if (heading?.number !== undefined && heading.setting === undefined) return false;
  return kind === 'scene_heading' && (/^[\p{Lu}\p{N}]/u.test(text) || parseSceneHeading(text) !== undefined);
}

const isSpeech = ({ kind }: ScriptElement): boolean => kind === 'dialogue' || kind === 'lyrics';

const lengthOf = (elements: readonly ScriptElement[]): number =>
  elements.reduce((sum, { text }) => sum + text.length, 0);

function shareOf(elements: readonly ScriptElement[], form: RegExp): number {
  const lines = elements.flatMap(({ text }) => text.split('\n'));
  return lines.filter((line) => form.test(line)).length / Math.max(1, lines.length);
}

function refuse(why: string, field: string): never {
  throw new EngineError('SCRIPT_NOT_A_SCREENPLAY', `This is no screenplay: it ${why}.`, {
    violations: [{ field, description: `${why}; a screenplay has scene headings (INT. …) or character cues` }],
  });
}
