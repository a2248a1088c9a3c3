import pc from 'picocolors';
import type { Report, ReportCharacter, ReportEvidence, StrongScene } from '../report.js';
import { reportLanguage, reportTitle } from '../report.js';
import { compareEmotions } from '../words/emotion-lift.js';
import { describeEmotions } from '../words/emotion-words.js';
import { messagesFor } from '../words/messages-for.js';
import { createNumberFormat } from '../words/number-format.js';
import { outlineFacts } from '../words/outline-facts.js';
import { describeContrast, outstandingScenes } from '../words/scene-contrast.js';
import { describeReservation, describeStanding } from '../words/standing.js';
import { type ChartStyle, drawChart } from './chart.js';
import { toTerminalText, truncate, wrap } from './text.js';

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
    comparison: compareEmotions(report),
  };
  const parts = [
    drawHeader(report, style),
    drawArc(report, style),
    drawStrongest(report, style),
    drawCharacters(report.summary.characters, style),
    drawDoubts(report, style),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

function drawHeader(report: Report, { colors, messages, numbers, width }: ChartStyle): string[] {
  const facts = outlineFacts(report, messages, numbers);
  return [
    colors.bold(truncate(toTerminalText(reportTitle(report)), width)),
    ...wrap(facts.join(' · '), width).map((line) => colors.dim(line)),
  ];
}

function drawArc(report: Report, style: ChartStyle): string[] {
  const { colors, messages, width } = style;
  if (!report.scenes.some((scene) => scene.sentiment)) return [messages.arc.empty];
  const method = report.summary.acts[0]?.boundaryMethod;
  const note = method ? messages.boundaryMethods[method] : messages.arc.noActs;
  return [
    colors.bold(messages.arc.title),
    ...wrap(describeWhole(report, style), width),
    '',
    ...drawChart(report, style),
    '',
    ...drawLegend(report, style).map((line) => colors.dim(line)),
    ...wrap(note, width).map((line) => colors.dim(line)),
  ];
}

function describeWhole(report: Report, { messages, numbers }: ChartStyle): string {
  const { sentiment } = report.summary;
  if (!sentiment) return '';
  const whole = messages.overview.whole(describeStanding(sentiment, messages, numbers));
  return `${whole} ${describeReservation(sentiment, messages) ?? ''}`.trimEnd();
}

function drawLegend(report: Report, { messages, numbers, width }: ChartStyle): string[] {
  const level = report.scenes.find((scene) => scene.sentiment?.interval)?.sentiment?.interval?.level;
  const marks = [
    `● ${messages.scene.toLowerCase()}`,
    ...(level === undefined ? [] : [`░ ${messages.arc.legendBand(numbers.percent(level))}`]),
    `┄ ${messages.median}`,
  ];
  const line = marks.join('   ');
  return [...(line.length <= width ? [line] : marks), ...wrap(messages.arc.axis, width)];
}

function drawStrongest(report: Report, style: ChartStyle): string[] {
  const scenes = outstandingScenes(report);
  if (scenes.length === 0) return [];
  const drawn = scenes.flatMap((scene) => drawScene(scene, report, style));
  return [style.colors.bold(style.messages.strongestTitle), ...drawn];
}

function drawScene(scene: StrongScene, { scenes }: Report, style: ChartStyle): string[] {
  const { colors, messages, numbers, width } = style;
  const name = `${messages.scene} ${scene.index + 1}`;
  const heading = toTerminalText(scene.heading) || messages.noHeading;
  const { sentiment, emotions, tokenCount } = scene;
  const facts = [
    ...(sentiment ? [`${messages.sentiment.toLowerCase()}: ${describeStanding(sentiment, messages, numbers)}`] : []),
    ...(emotions ? [describeEmotions(emotions, tokenCount, style)] : []),
  ];
  return [
    '',
    `${colors.bold(name)}  ${truncate(heading, width - name.length - 2)}`,
    ...wrap(describeContrast(scene, scenes, messages), width - 2).map((line) => `  ${line}`),
    ...facts.flatMap((fact) => wrap(fact, width - 2)).map((line) => colors.dim(`  ${line}`)),
    ...scene.evidence.slice(0, LINES_PER_SCENE).flatMap((evidence) => drawEvidence(evidence, style)),
  ];
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
  const { colors, messages, numbers, width } = style;
  const shown = characters.slice(0, SHOWN_CHARACTERS);
  if (shown.length === 0) return [];
  const names = shown.map(({ name }) => truncate(toTerminalText(name), 24));
  const longest = Math.max(...names.map((name) => name.length));
  return [
    colors.bold(messages.charactersTitle),
    ...wrap(messages.charactersTone, width).map((line) => colors.dim(line)),
    ...shown.map((character, index) => {
      const tone = character.sentiment ? numbers.percent(character.sentiment.value) : '–';
      const { wordCount, cueCount, sceneIndices } = character;
      const facts = messages.characterFacts(
        messages.words(wordCount, numbers.count(wordCount)),
        cueCount,
        sceneIndices.length,
      );
      return `  ${(names[index] ?? '').padEnd(longest)}  ${tone.padStart(4)}  ${colors.dim(facts)}`;
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
