import type { Messages } from '../messages.js';
import { messagesFor } from '../messages-for.js';
import { createNumberFormat, type NumberFormat } from '../number-format.js';
import type { ActName, Estimate, Report, ReportScene } from '../report.js';
import { reportLanguage } from '../report.js';
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
}

/** The view of a report in its own language. */
export function createView(report: Report): View {
  const language = reportLanguage(report);
  const messages = messagesFor(language);
  return { report, language, messages, numbers: createNumberFormat(messages.locale) };
}

/** Place of the middle of a scene's column on an axis over all scenes, in percent of its width. */
export function scenePosition(index: number, scenes: number): number {
  return round(((index + 0.5) / scenes) * 100);
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

/** A signed score with its interval, as text: `+0.31 (+0.24 to +0.38)`. */
export function describeScore(estimate: Estimate, { messages, numbers }: View): string {
  const ends = numbers.ends(estimate);
  return numbers.signed(estimate.value) + (ends ? ` (${messages.range(ends.low, ends.high)})` : '');
}

/** A valence with its interval set smaller, in the colour of its tone. */
export function renderValence(estimate: Estimate, view: View): Html {
  return renderScore(estimate, view, toneOf(estimate.value));
}

/** A signed score with its interval set smaller; only valence has a `tone`, since the two colours stand for it. */
export function renderScore(estimate: Estimate, { messages, numbers }: View, tone: 'warm' | 'cool' | '' = ''): Html {
  const ends = numbers.ends(estimate);
  const range = ends && html` <small>${messages.range(ends.low, ends.high)}</small>`;
  return html`<span class="score"><b class="${tone}">${numbers.signed(estimate.value)}</b>${range}</span>`;
}

/** Which of the two colours a valence has: warm from neutral up, cool below. */
export function toneOf(valence: number): 'warm' | 'cool' {
  return valence < 0 ? 'cool' : 'warm';
}
