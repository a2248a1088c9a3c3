import { createHash } from 'node:crypto';
import type { EmotionShares, Report } from '../report.js';
import { countActTokens, reportTitle } from '../report.js';
import { describeDominance, describeEmotions, describeTopShares } from '../words/emotion-words.js';
import { outlineFacts } from '../words/outline-facts.js';
import { renderActs } from './act-list.js';
import { renderArcChart, renderArcLegend } from './arc-chart.js';
import { renderArcTable } from './arc-table.js';
import { renderCharacters } from './character-list.js';
import { renderEmotionBar, renderEmotionLegend, renderLiftRows } from './emotion-bars.js';
import { renderHowToRead, renderWarnings } from './how-to-read.js';
import { Html, html } from './html.js';
import { INTERACTION } from './interaction.js';
import { renderOverview } from './overview.js';
import { renderScenes } from './scene-list.js';
import { renderStrongestScenes } from './strongest-scenes.js';
import { STYLE } from './style.js';
import { createView, type View } from './view.js';

/**
 * One self-contained page about a script, in the script's language. It asks nothing of the network (its content security
 * policy forbids it), runs no code but its own, and is whole without it. It holds lines of the script: private.
 */
export function renderHtmlReport(report: Report): string {
  const view = createView(report);
  const { messages } = view;
  const page = html`<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${reportTitle(report)} · ${messages.kicker}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${renderHeader(view)}
<main>
${renderSection('glance', messages.overview.title, undefined, renderOverview(view))}
${renderSection('arc', messages.arc.title, messages.arc.intro, renderArc(view))}
${renderSection('acts', messages.actsTitle, undefined, renderActs(view))}
${renderSection('strongest', messages.strongestTitle, messages.strongestIntro, renderStrongestScenes(view))}
${renderSection('emotions', messages.emotionsTitle, messages.emotionsIntro, renderEmotions(view))}
${renderSection('characters', messages.charactersTitle, messages.charactersIntro, renderCharacters(view))}
${renderSection('scenes', messages.scenesTitle, messages.scenesIntro, renderScenes(view))}
${renderSection('warnings', messages.warningsTitle, undefined, renderWarnings(view))}
</main>
<footer>
${renderSection('reading', messages.readingTitle, undefined, renderHowToRead(view))}
</footer>
<script>${new Html(INTERACTION)}</script>
</body>
</html>
`;
  return page.text;
}

/** Only the page's own style and script may run, told by their hashes; nothing may be fetched or sent. */
function contentSecurityPolicy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(INTERACTION)}; base-uri 'none'; form-action 'none'`;
}

function renderHeader({ report, messages, numbers }: View): Html {
  const name = report.outline.title ? [report.sourceName] : [];
  const facts = [...outlineFacts(report, messages, numbers), ...name];
  return html`<header><p class="kicker">${messages.kicker}</p><h1>${reportTitle(report)}</h1>
<p class="facts">${facts.map((fact) => html`<span>${fact}</span> `)}</p></header>`;
}

function renderSection(id: string, title: string, intro: string | undefined, body: Html): Html {
  return html`<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${intro && html`<p>${intro}</p>`}
${body}</section>`;
}

function renderArc(view: View): Html {
  const { messages } = view;
  return html`<a class="skip" href="#after-arc">${messages.skipToContent}</a>
${renderArcChart(view)}
<div id="after-arc">${renderArcLegend(view)}</div>
${renderArcTable(view)}`;
}

function renderEmotions(view: View): Html {
  const { messages, report } = view;
  const { summary } = report;
  const renderBar = (name: string, shares: EmotionShares, words: string) =>
    html`<li><span>${name}</span>${renderEmotionBar(shares, name, view)}<span class="quiet">${words}</span></li>`;
  const bars = [
    summary.emotions &&
      renderBar(
        messages.wholeScript,
        summary.emotions,
        `${describeTopShares(summary.emotions, view)}: ${describeDominance(summary.emotions, view)}`,
      ),
    ...summary.acts.map(
      (act) =>
        act.emotions &&
        renderBar(
          messages.acts[act.act],
          act.emotions,
          describeEmotions(act.emotions, countActTokens(report, act), view),
        ),
    ),
  ];
  return html`${renderEmotionLegend(view)}<ul class="bars">${bars}</ul>
${renderLiftRows(view)}`;
}
