import type { Estimate, ReportAct, ReportScene } from '../report.js';
import { outstandingScenes } from '../words/scene-contrast.js';
import { describeStanding, toneOf } from '../words/standing.js';
import { type Html, html } from './html.js';
import { smoothSentiment } from './trend.js';
import {
  ACT_NUMERALS,
  describeScore,
  round,
  sceneAnchor,
  sceneHeading,
  scenePosition,
  tickScenes,
  type View,
} from './view.js';

/** Where things stand in the chart, in percent of its width and height. */
interface Plane {
  readonly view: View;
  readonly x: (scene: number) => number;
  readonly y: (sentiment: number) => number;
}

/**
 * The arc: one dot a scene with its interval as a band, the trend, the acts. Positions are percentages and only shapes
 * without text are stretched, so the chart fits any width with its letters at their own size.
 */
export function renderArcChart(view: View): Html {
  const { report, messages } = view;
  const { scenes } = report;
  const read = scenes.filter((scene) => scene.sentiment);
  if (read.length === 0) return html`<p>${messages.arc.empty}</p>`;
  const plane: Plane = {
    view,
    x: (scene) => scenePosition(scene, scenes.length),
    y: (sentiment) => round((1 - sentiment) * 100),
  };
  const bySentiment = [...read].sort((left, right) => left.sentiment!.value - right.sentiment!.value);
  const darkest = bySentiment[0]!.index + 1;
  const brightest = bySentiment.at(-1)!.index + 1;
  return html`<div class="arc">
<svg class="arc-chart" width="100%" height="360" role="group" aria-labelledby="arc-chart-title arc-chart-description">
<title id="arc-chart-title">${messages.arc.title}</title>
<desc id="arc-chart-description">${messages.arc.description(scenes.length, brightest, darkest)}</desc>
${renderActs(plane)}
${renderAxes(plane)}
<svg class="stretched" x="0" y="0" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
${renderBand(plane)}${renderTrend(plane)}
</svg>
${renderActMeans(plane)}
${scenes.map((scene) => renderPoint(scene, plane))}
</svg>
</div>`;
}

/** What the marks of the chart mean. */
export function renderArcLegend({ report, messages, numbers }: View): Html {
  const { arc } = messages;
  const level = report.scenes.find((scene) => scene.sentiment?.interval)?.sentiment?.interval?.level;
  const trend = smoothSentiment(report.scenes) !== undefined;
  const entry = (mark: string, words: string) => html`<li><i class="mark ${mark}"></i>${words}</li>`;
  return html`<ul class="legend">
${entry('mark-dot', arc.legendPoint)}
${entry('mark-middle', arc.legendMedian)}
${outstandingScenes(report).length > 0 && entry('mark-strong', arc.legendStrong)}
${level !== undefined && entry('mark-band', arc.legendBand(numbers.percent(level)))}
${trend && entry('mark-trend', arc.legendTrend)}
${entry('mark-median', messages.median)}
${report.summary.acts.length > 0 && entry('mark-act', arc.legendAct)}
</ul>`;
}

function renderActs({ view }: Plane): Html[] {
  const { report, messages } = view;
  const share = (scene: number) => round((scene / report.scenes.length) * 100);
  return report.summary.acts.map(
    (
      { act, firstScene, lastScene },
      index,
    ) => html`<g class="act act-${index % 2 === 0 ? 'even' : 'odd'}" aria-hidden="true">
<rect x="${share(firstScene)}%" y="0" width="${share(lastScene + 1 - firstScene)}%" height="100%"/>
<svg x="${share(firstScene)}%" y="0" overflow="visible"><text class="wide" x="8" y="-10">${messages.acts[act]}</text><text class="narrow" x="4" y="-10">${ACT_NUMERALS[act]}</text></svg>
</g>`,
  );
}

function renderAxes({ view, y }: Plane): Html {
  const { messages, numbers, report } = view;
  return html`<g class="axes" aria-hidden="true">
${[1, 0.75, 0.5, 0.25, 0].map(
  (tick) => html`<line class="${tick === 0.5 ? 'neutral' : 'grid'}" x1="0" x2="100%" y1="${y(tick)}%" y2="${y(tick)}%"/>
<text class="tick" x="-8" y="${y(tick)}%" dy="4" text-anchor="end">${numbers.percent(tick)}</text>`,
)}
<text class="pole" x="0" y="-28">↑ ${messages.brighter}</text>
<text class="pole" x="0" y="100%" dy="36">↓ ${messages.darker}</text>
${tickScenes(report.scenes.length).map(
  (scene) =>
    html`<text class="tick" x="${scenePosition(scene - 1, report.scenes.length)}%" y="100%" dy="18" text-anchor="middle">${scene}</text>`,
)}
</g>`;
}

/** Scenes without a value break band and line: nothing is drawn where nothing was read. */
function splitRuns(scenes: readonly ReportScene[]): (ReportScene & { sentiment: Estimate })[][] {
  const runs: (ReportScene & { sentiment: Estimate })[][] = [[]];
  for (const scene of scenes) {
    const { sentiment } = scene;
    if (sentiment) runs.at(-1)!.push({ ...scene, sentiment });
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function renderBand({ view, x, y }: Plane): Html[] {
  return splitRuns(view.report.scenes).map((run) => {
    const upper = run.map(({ index, sentiment }) => `${x(index)},${y(sentiment.interval?.high ?? sentiment.value)}`);
    const lower = run.map(({ index, sentiment }) => `${x(index)},${y(sentiment.interval?.low ?? sentiment.value)}`);
    const line = run.map(({ index, sentiment }) => `${x(index)},${y(sentiment.value)}`);
    return html`<polygon class="band" points="${[...upper, ...lower.reverse()].join(' ')}"/><polyline class="thread" points="${line.join(' ')}"/>`;
  });
}

function renderTrend({ view, x, y }: Plane): Html | undefined {
  const trend = smoothSentiment(view.report.scenes);
  return (
    trend &&
    html`<polyline class="trend" points="${trend.map((value, index) => `${x(index)},${y(value)}`).join(' ')}"/>`
  );
}

function renderActMeans({ view, y }: Plane): Html[] {
  const share = (scene: number) => round((scene / view.report.scenes.length) * 100);
  const renderMean = ({ sentiment, firstScene, lastScene }: ReportAct) =>
    sentiment
      ? [
          html`<line class="act-mean" x1="${share(firstScene)}%" x2="${share(lastScene + 1)}%" y1="${y(sentiment.value)}%" y2="${y(sentiment.value)}%" aria-hidden="true"/>`,
        ]
      : [];
  return view.report.summary.acts.flatMap(renderMean);
}

function renderPoint(scene: ReportScene, plane: Plane): Html {
  const { view, x, y } = plane;
  const { sentiment, valence, index } = scene;
  const name = `${view.messages.scene} ${index + 1}`;
  const standing = sentiment ? describeStanding(sentiment, view.messages, view.numbers) : view.messages.nothingRead;
  const reading = standing + (valence ? `\n${view.messages.valence} ${describeScore(valence, view)}` : '');
  const strong = outstandingScenes(view.report).some((other) => other.index === index);
  const kind = sentiment ? toneOf(sentiment) : 'unread';
  const at = html`cx="${x(index)}%" cy="${sentiment ? y(sentiment.value) : 100}%"`;
  const scenes = view.report.scenes.length;
  const radius = scenes > 120 ? 2.5 : scenes > 60 ? 3.5 : 5;
  return html`<a class="point ${kind}${strong ? ' strong' : ''}" href="#${sceneAnchor(index)}" aria-label="${name}: ${sceneHeading(scene, view)}. ${reading}">
<title>${name}\n${sceneHeading(scene, view)}\n${reading}</title>
<circle class="hit" ${at} r="11"/>${strong && html`<circle class="halo" ${at} r="${radius + 4}"/>`}<circle class="dot" ${at} r="${radius}"/></a>`;
}
