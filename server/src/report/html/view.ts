import type { ActName, Estimate, Report, ReportScene, Scores } from '../report.js';
import { reportLanguage } from '../report.js';
import { compareEmotions, type EmotionComparison } from '../words/emotion-lift.js';
import type { Messages } from '../words/messages.js';
import { messagesFor } from '../words/messages-for.js';
import { createNumberFormat, type NumberFormat } from '../words/number-format.js';
import { toneOf } from '../words/standing.js';
import { type Html, html } from './html.js';

/** How acts are called where their names have no room. */
export const ACT_NUMERALS: Readonly<Record<ActName, string>> = {
  setup: 'I',
  rising: 'II',
  falling: 'III',
  resolution: 'IV',
};

/** What every part of the page is drawn from. */
export interface View {
  readonly report: Report;
  readonly language: 'es' | 'en';
  readonly messages: Messages;
  readonly numbers: NumberFormat;
  /** Undefined for scripts too short to be compared with. */
  readonly comparison: EmotionComparison | undefined;
}

/** The view of a report in its own language. */
export function createView(report: Report): View {
  const language = reportLanguage(report);
  const messages = messagesFor(language);
  const numbers = createNumberFormat(messages.locale);
  return { report, language, messages, numbers, comparison: compareEmotions(report) };
}

/** Place of the middle of a scene's column on an axis over all scenes, in percent of its width. */
export function scenePosition(index: number, scenes: number): number {
  return round(((index + 0.5) / scenes) * 100);
}

/** Scene numbers under an axis over all scenes: the first and then round ones, at most eight. */
export function tickScenes(scenes: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((each) => scenes / each <= 7) ?? 1000;
  const ticks = step === 1 ? [] : [1];
  for (let scene = step; scene <= scenes; scene += step) ticks.push(scene);
  return ticks;
}

/** Rounds a coordinate: two decimals of a percent are below a pixel. */
export function round(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}

/** Anchor of a scene on the page. */
export function sceneAnchor(index: number): string {
  return `scene-${index + 1}`;
}

/** Heading of a scene, or the words for one without. */
export function sceneHeading(scene: ReportScene, { messages }: View): string {
  return scene.heading || messages.noHeading;
}

/** A signed score with its interval, as text: `+0.031 (+0.024 to +0.038)`. */
export function describeScore(estimate: Estimate, { messages, numbers }: View): string {
  const ends = numbers.ends(estimate);
  return numbers.signed(estimate.value) + (ends ? ` (${messages.range(ends.low, ends.high)})` : '');
}

/** A signed score with its interval set smaller. */
export function renderScore(estimate: Estimate, { messages, numbers }: View): Html {
  const ends = numbers.ends(estimate);
  const range = ends && html` <small>${messages.range(ends.low, ends.high)}</small>`;
  return html`<span class="score"><b>${numbers.signed(estimate.value)}</b>${range}</span>`;
}

/** A sentiment as a percentage with its interval set smaller, in the colour of its tone. */
export function renderSentiment(sentiment: Estimate, { messages, numbers }: View): Html {
  const ends = numbers.shareEnds(sentiment);
  const range = ends && html` <small>${messages.shareRange(ends.low, ends.high)}</small>`;
  return html`<span class="score"><b class="${toneOf(sentiment)}">${numbers.percent(sentiment.value)}</b>${range}</span>`;
}

/** Valence and arousal, the raw measures behind a tone. */
export function renderRawMeasures({ valence, arousal }: Scores, view: View): Html {
  const { messages } = view;
  return html`${valence && html`<span>${messages.valence} ${renderScore(valence, view)}</span>`}${arousal && html`<span>${messages.arousal} ${renderScore(arousal, view)}</span>`}`;
}
