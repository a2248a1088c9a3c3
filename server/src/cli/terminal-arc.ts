import pc from 'picocolors';
import type { Messages } from './messages.js';
import { messagesFor } from './messages-for.js';
import { createNumberFormat, type NumberFormat } from './number-format.js';
import type { Estimate, Report, ReportCharacter, ReportEvidence, StrongScene } from './report.js';
import { leadingEmotion, MOST_CHARACTERS, reportLanguage, reportTitle } from './report.js';
import { type ChartStyle, drawChart } from './terminal-chart.js';
import { toTerminalText, truncate, wrap } from './terminal-text.js';

const NARROWEST = 60;
const WIDEST = 160;
const DEFAULT_WIDTH = 100;
const SHOWN_CHARACTERS = 6;
const LINES_PER_SCENE = 2;

/** How the arc is drawn. */
export interface TerminalStyle {
  /** Columns of the terminal; 100 when there is none, held to 60..160. */
  readonly columns?: number | undefined;
  /** Whether to colour. */
  readonly color: boolean;
}

/** Draws what a writer wants to see first: the arc, the strongest scenes with their lines, the characters. */
export function drawTerminalArc(report: Report, { columns = DEFAULT_WIDTH, color }: TerminalStyle): string {
  const messages = messagesFor(reportLanguage(report));
  const style: ChartStyle = {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
    colors: pc.createColors(color),
    messages,
    numbers: createNumberFormat(messages.locale),
  };
  const parts = [
    drawHeader(report, style),
    drawArc(report, style),
    drawStrongest(report.summary.strongestScenes, style),
    drawCharacters(report.summary.characters, style),
    drawDoubts(report, style),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

function drawHeader(report: Report, { colors, messages, numbers, width }: ChartStyle): string[] {
  const { outline, scenes, summary } = report;
  const facts = [
    messages.scenes(scenes.length),
    messages.words(outline.wordCount, numbers.count(outline.wordCount)),
    messages.characters(summary.characters.length, summary.characters.length >= MOST_CHARACTERS),
    messages.formats[outline.format],
    messages.languages[outline.language],
  ];
  return [
    colors.bold(truncate(toTerminalText(reportTitle(report)), width)),
    ...wrap(facts.join(' · '), width).map((line) => colors.dim(line)),
  ];
}

function drawArc(report: Report, style: ChartStyle): string[] {
  const { colors, messages, numbers, width } = style;
  if (!report.scenes.some((scene) => scene.valence)) return [messages.arc.empty];
  const valence = report.summary.valence;
  const whole = valence && messages.overview.whole(numbers.signed(valence.value), describeRange(valence, style));
  const method = report.summary.acts[0]?.boundaryMethod;
  const note = method ? messages.boundaryMethods[method] : messages.arc.noActs;
  return [
    colors.bold(messages.arc.title),
    ...(whole ? wrap(whole, width) : []),
    '',
    ...drawChart(report, style),
    '',
    colors.dim(describeLegend(report, messages, numbers)),
    ...wrap(note, width).map((line) => colors.dim(line)),
  ];
}

function describeLegend(report: Report, messages: Messages, numbers: NumberFormat): string {
  const level = report.scenes.find((scene) => scene.valence?.interval)?.valence?.interval?.level;
  const band = level === undefined ? '' : `   ░ ${messages.arc.legendBand(numbers.percent(level))}`;
  return `● ${messages.arc.legendPoint}${band}   ↑ ${messages.pleasant}   ↓ ${messages.unpleasant}`;
}

function describeRange(estimate: Estimate, { messages, numbers }: ChartStyle): string {
  const ends = numbers.ends(estimate);
  return ends ? messages.range(ends.low, ends.high) : '';
}

function drawStrongest(scenes: readonly StrongScene[], style: ChartStyle): string[] {
  if (scenes.length === 0) return [];
  return [style.colors.bold(style.messages.strongestTitle), ...scenes.flatMap((scene) => drawScene(scene, style))];
}

function drawScene(scene: StrongScene, style: ChartStyle): string[] {
  const { colors, messages, numbers, width } = style;
  const name = `${messages.scene} ${scene.index + 1}`;
  const heading = toTerminalText(scene.heading) || messages.noHeading;
  const leading = leadingEmotion(scene.emotions);
  const facts = [
    ...(scene.valence ? [`${messages.valence.toLowerCase()} ${describeScore(scene.valence, style)}`] : []),
    ...(leading ? [`${messages.emotions[leading.emotion]} ${numbers.percent(leading.share)}`] : []),
  ];
  return [
    '',
    `${colors.bold(name)}  ${truncate(heading, width - name.length - 2)}`,
    colors.dim(`  ${facts.join(' · ')}`),
    ...scene.evidence.slice(0, LINES_PER_SCENE).flatMap((evidence) => drawEvidence(evidence, style)),
  ];
}

function describeScore(estimate: Estimate, style: ChartStyle): string {
  const range = describeRange(estimate, style);
  return style.numbers.signed(estimate.value) + (range && ` (${range})`);
}

function drawEvidence(evidence: ReportEvidence, { colors, messages, width }: ChartStyle): string[] {
  const speaker = toTerminalText(evidence.speaker) || messages.action;
  const place = messages.lines(evidence.startLine, evidence.endLine);
  const page = evidence.page === undefined ? '' : `, ${messages.page(evidence.page)}`;
  return [
    `  ${speaker} ${colors.dim(`(${place}${page})`)}`,
    ...wrap(toTerminalText(evidence.quote), width - 4).map((line) => `    ${colors.italic(line)}`),
  ];
}

function drawCharacters(characters: readonly ReportCharacter[], style: ChartStyle): string[] {
  const { colors, messages, numbers } = style;
  const shown = characters.slice(0, SHOWN_CHARACTERS);
  if (shown.length === 0) return [];
  const names = shown.map(({ name }) => truncate(toTerminalText(name), 24));
  const longest = Math.max(...names.map((name) => name.length));
  return [
    colors.bold(messages.charactersTitle),
    ...shown.map((character, index) => {
      const valence = character.valence ? numbers.signed(character.valence.value) : '';
      const { wordCount, cueCount, sceneIndices } = character;
      const facts = messages.characterFacts(numbers.count(wordCount), cueCount, sceneIndices.length);
      return `  ${(names[index] ?? '').padEnd(longest)}  ${valence.padStart(5)}  ${colors.dim(facts)}`;
    }),
  ];
}

function drawDoubts(report: Report, { colors, messages, width }: ChartStyle): string[] {
  const { warnings } = report.outline;
  if (warnings.length === 0) return [];
  return [
    colors.bold(messages.warningsTitle),
    ...warnings
      .slice(0, 3)
      .map(({ line, message }) => truncate(`  ${messages.line(line)}: ${toTerminalText(message)}`, width)),
    ...(warnings.length > 3 ? [colors.dim('  …')] : []),
  ];
}
