import { type Html, html } from './html.js';
import type { View } from './view.js';

/** Versions of the calibration that were fitted on the five plays that the words name. */
const FIVE_PLAYS = ['1', '2', '3'];

/** What every measure means, what the report cannot know, and how it was made. */
export function renderHowToRead(view: View): Html {
  const { messages, report } = view;
  const { term, first, other } = messages.reference;
  const known = report.info.models.some(({ name, version }) => name === 'calibration' && FIVE_PLAYS.includes(version));
  const explanations = [...messages.explanations, { term, meaning: known ? first : other }];
  return html`<dl class="explanations">${explanations.map(({ term, meaning }) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl>
<h3>${messages.limitsTitle}</h3>
<ul class="limits">${messages.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
<p class="quiet">${describeMaking(view).join(' · ')}</p>
<p class="quiet">${messages.made.private}</p>`;
}

/** Parser warnings by line. */
export function renderWarnings({ report, messages }: View): Html {
  const { warnings } = report.outline;
  if (warnings.length === 0) return html`<p>${messages.noWarnings}</p>`;
  return html`<p>${messages.warningsIntro(warnings.length)}</p>
<ul class="warnings">${warnings.map(({ line, message }) => html`<li><b>${messages.line(line)}</b> ${message}</li>`)}</ul>`;
}

function describeMaking({ report, messages, numbers }: View): string[] {
  const { models, analysisId, timing, cache } = report.info;
  const segments = cache ? cache.segmentHits + cache.segmentMisses : 0;
  return [
    ...(models.length > 0
      ? [`${messages.made.models}: ${models.map(({ name, version }) => `${name} ${version}`).join(', ')}`]
      : []),
    `${messages.made.analysis} ${analysisId}`,
    ...(timing ? [messages.made.time(numbers.decimal(timing.totalMs / 1000))] : []),
    ...(cache && cache.segmentHits > 0 ? [messages.made.reused(cache.segmentHits, segments)] : []),
  ];
}
