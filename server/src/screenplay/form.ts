/**
 * Which form a script has, told from its divisions and its length.
 */
import type { FoundForm, ScriptElement } from '../domain/script.js';
import { parseSceneHeading } from './grammar/scene-heading.js';
import { countWords } from './grammar/words.js';

/** Words on a printed page of a screenplay, about; and pages up to which a script is a short. */
const PAGE_WORDS = 190;
const SHORT_PAGES = 40;
/** Pages up to which acts are those of television; longer scripts with acts are plays and films that print them. */
const PILOT_PAGES = 75;
const PILOT_ACTS = 4;
/** Episodes from which a script is a series of them, and pages of one at most: about a minute and a half. */
const EPISODES = 4;
const EPISODE_PAGES = 3;

const TEASER = /^(?:TEASER|COLD OPEN|TAG)\b/iu;
const ACT = /^(?:ACTO?\b|(?:\p{L}+ )ACTO?\b)/iu;
const EPISODE = /^(?:EPISOD(?:E|IO)|CAP[ÍI]TULO|EP\.?|CHAPTER)\s*#?\d/iu;

/** Tells the form of a script and what shows it. `isPlay`: its pages are set as those of a stage play. */
export function findForm(elements: readonly ScriptElement[], isPlay: boolean): FoundForm {
  const titles = elements.filter(({ kind }) => kind === 'section' || kind === 'scene_heading').map(({ text }) => text);
  const pages = Math.ceil(elements.reduce((words, { text }) => words + countWords(text), 0) / PAGE_WORDS);
  const count = (form: RegExp): number => titles.filter((title) => form.test(title)).length;
  const [acts, episodes] = [count(ACT), count(EPISODE)];
  if (isPlay) return { form: 'stage_play', evidence: 'names and speeches share lines, as plays are printed' };
  if (episodes >= EPISODES && pages / episodes <= EPISODE_PAGES) {
    return { form: 'micro_drama', evidence: `${episodes} episodes of about ${(pages / episodes).toFixed(1)} pages` };
  }
  if (pages <= PILOT_PAGES && (count(TEASER) > 0 || acts >= PILOT_ACTS) && titles.some(hasSetting)) {
    return {
      form: 'pilot',
      evidence: count(TEASER) > 0 ? 'a teaser, cold open or tag' : `${acts} acts in ${pages} pages`,
    };
  }
  return { form: pages <= SHORT_PAGES ? 'short' : 'feature', evidence: `about ${pages} pages` };
}

const hasSetting = (title: string): boolean => parseSceneHeading(title)?.setting !== undefined;
