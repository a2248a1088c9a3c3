import type { ReportCharacter } from '../report.js';
import { valenceReach } from '../valence-scale.js';
import { listLeadingEmotions } from './emotion-bars.js';
import { type Html, html } from './html.js';
import { renderValence, round, scenePosition, type View } from './view.js';

/** The speaking characters, each with the valence of their lines along the script. */
export function renderCharacters(view: View): Html {
  const { messages, report } = view;
  const { characters } = report.summary;
  if (characters.length === 0) return html`<p>${messages.noCharacters}</p>`;
  // One scale for all, so that the lines of two characters can be compared.
  const reach = valenceReach(characters.flatMap(({ sceneValence }) => sceneValence.map((value) => ({ value }))));
  return html`<ul class="characters">${characters.map((character) => renderCharacter(character, reach, view))}</ul>`;
}

function renderCharacter(character: ReportCharacter, reach: number, view: View): Html {
  const { messages, numbers } = view;
  const { name, wordCount, cueCount, sceneIndices, valence, emotions } = character;
  return html`<li><div><h3>${name}</h3><p class="quiet">${messages.characterFacts(numbers.count(wordCount), cueCount, sceneIndices.length)}</p></div>
${renderSpark(character, reach, view)}
<div class="character-scores">${valence && html`<p>${messages.valence} ${renderValence(valence, view)}</p>`}${emotions && html`<p class="quiet">${listLeadingEmotions(emotions, view)}</p>`}</div></li>`;
}

function renderSpark({ name, sceneIndices, sceneValence }: ReportCharacter, reach: number, view: View): Html {
  const points = sceneIndices.map((scene, at) => ({
    x: scenePosition(scene, view.report.scenes.length),
    y: round(((reach - (sceneValence[at] ?? 0)) / (2 * reach)) * 100),
  }));
  return html`<svg class="spark" width="100%" height="44" role="img" aria-label="${view.messages.sparkLabel(name)}"><line class="neutral" x1="0" x2="100%" y1="50%" y2="50%"/>
<svg class="stretched" x="0" y="0" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none"><polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/></svg>
${points.map(({ x, y }) => html`<circle cx="${x}%" cy="${y}%" r="2"/>`)}</svg>`;
}
