import type { ReportCharacter } from '../report.js';
import { reachAround } from '../spark-scale.js';
import { describeSpokenEmotions } from '../words/emotion-words.js';
import { type Html, html } from './html.js';
import { renderScore, renderSentiment, round, scenePosition, type View } from './view.js';

/** Characters shown before the fold: those after them say too little for their line to have a shape. */
const SHOWN = 8;

/** What the height of a character's line stands for. */
interface SparkScale {
  readonly center: number;
  readonly reach: number;
}

/** The speaking characters, each with the valence of their lines along the script. */
export function renderCharacters(view: View): Html {
  const { messages, numbers, report } = view;
  const { characters } = report.summary;
  if (characters.length === 0) return html`<p>${messages.noCharacters}</p>`;
  // One scale for all, so that the lines of two characters can be compared.
  const center = report.summary.valence?.value ?? 0;
  const reach = reachAround(
    center,
    characters.flatMap(({ sceneValence }) => sceneValence),
  );
  const scale = { center, reach };
  const rest = characters.slice(SHOWN);
  return html`<p class="quiet">${messages.sparkScale(numbers.signed(center), numbers.tick(reach).replace('+', ''))}</p>
${renderList(characters.slice(0, SHOWN), scale, view)}
${rest.length > 0 && html`<details class="more"><summary>${messages.moreCharacters(rest.length)}</summary>${renderList(rest, scale, view)}</details>`}`;
}

function renderList(characters: readonly ReportCharacter[], scale: SparkScale, view: View): Html {
  return html`<ul class="characters">${characters.map((character) => renderCharacter(character, scale, view))}</ul>`;
}

function renderCharacter(character: ReportCharacter, scale: SparkScale, view: View): Html {
  const { messages, numbers } = view;
  const { name, wordCount, cueCount, sceneIndices, sentiment, valence, emotions } = character;
  return html`<li><div><h3>${name}</h3><p class="quiet">${messages.characterFacts(messages.words(wordCount, numbers.count(wordCount)), cueCount, sceneIndices.length)}</p></div>
${renderSpark(character, scale, view)}
<div class="character-scores">${sentiment && html`<p>${messages.sentiment} ${renderSentiment(sentiment, view)}</p>`}${valence && html`<p class="quiet">${messages.valence} ${renderScore(valence, view)}</p>`}${emotions && html`<p class="quiet">${describeSpokenEmotions(emotions, wordCount, view)}</p>`}</div></li>`;
}

function renderSpark(
  { name, sceneIndices, sceneValence }: ReportCharacter,
  { center, reach }: SparkScale,
  view: View,
): Html {
  const points = sceneIndices.map((scene, at) => ({
    x: scenePosition(scene, view.report.scenes.length),
    y: round(((reach + center - (sceneValence[at] ?? center)) / (2 * reach)) * 100),
  }));
  return html`<svg class="spark" width="100%" height="60" role="img" aria-label="${view.messages.sparkLabel(name)}"><line class="neutral" x1="0" x2="100%" y1="50%" y2="50%"/>
<svg class="stretched" x="0" y="0" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none"><polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/></svg>
${points.map(({ x, y }) => html`<circle cx="${x}%" cy="${y}%" r="2.6"/>`)}</svg>`;
}
