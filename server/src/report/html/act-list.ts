import type { ReportAct } from '../report.js';
import { countActTokens } from '../report.js';
import { describeEmotions } from '../words/emotion-words.js';
import { renderEmotionBar } from './emotion-bars.js';
import { type Html, html } from './html.js';
import { ACT_NUMERALS, renderScore, renderSentiment, type View } from './view.js';

/** The four acts, and honestly how their boundaries were placed. */
export function renderActs(view: View): Html {
  const { messages, report } = view;
  const { acts } = report.summary;
  if (acts.length === 0) return html`<p>${messages.arc.noActs}</p>`;
  return html`<ol class="acts">${acts.map((act) => renderAct(act, view))}</ol>
<p class="note">${messages.boundaryMethods[acts[0]?.boundaryMethod ?? 'unknown']}</p>`;
}

function renderAct(act: ReportAct, view: View): Html {
  const { messages } = view;
  const { sentiment, valence, arousal, tension, emotions, narrativeEmotion } = act;
  const name = messages.acts[act.act];
  return html`<li><h3><span class="numeral">${ACT_NUMERALS[act.act]}</span> ${name}</h3>
<p class="quiet">${messages.sceneRange(act.firstScene + 1, act.lastScene + 1)}${narrativeEmotion && ` · ${messages.narrativeEmotions[narrativeEmotion]}`}</p>
<dl>${sentiment && html`<div><dt>${messages.sentiment}</dt><dd>${renderSentiment(sentiment, view)}</dd></div>`}
${valence && html`<div><dt>${messages.valence}</dt><dd>${renderScore(valence, view)}</dd></div>`}
${arousal && html`<div><dt>${messages.arousal}</dt><dd>${renderScore(arousal, view)}</dd></div>`}
${tension && html`<div><dt>${messages.tension}</dt><dd>${view.numbers.percent(tension.value)}</dd></div>`}</dl>
${emotions && html`${renderEmotionBar(emotions, name, view)}<p class="quiet">${describeEmotions(emotions, countActTokens(view.report, act), view)}</p>`}
<p class="quiet">${describeStart(act, view)}</p></li>`;
}

/** Only a boundary with doubt is worth words: the first act begins at the first scene. */
function describeStart({ start }: ReportAct, { messages }: View): string | undefined {
  if (!start?.interval || start.interval.high <= start.interval.low) return undefined;
  const scene = (index: number) => String(Math.round(index) + 1);
  return messages.actStart(scene(start.value), scene(start.interval.low), scene(start.interval.high));
}
