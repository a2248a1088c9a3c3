/**
 * What every printed line of a laid-out script is: the rules' reading, weighed against the trained classifier's.
 */
import type { LineClass, LineClassifier } from '../../domain/line-classifier.js';
import type { ElementKind, ParseWarning } from '../../domain/script.js';
import type { LayoutLine } from '../layout/line.js';
import { decodeLines, weighLines } from './decode.js';
import { LineFeatures } from './features.js';
import { takePrinted } from './place.js';

/** What a line is, and how sure that is. */
export interface LineVerdict {
  readonly kind: ElementKind | 'other';
  /** 0..1 */
  readonly confidence: number;
}

/** Verdicts by line, and where rules and classifier read differently. */
export interface LineVerdicts {
  readonly verdicts: ReadonlyMap<LayoutLine, LineVerdict>;
  readonly warnings: readonly ParseWarning[];
}

/** What the rules' reading has to be better than, in natural logarithms of odds, to be heard at all. */
const HEARD = 1.5;
/** Weight of what only the rules know. */
const SETTLED = 12;
/** Lines that are classified at once. */
const STRETCH = 1024;
/** Probability from which a line is left out as the page's own. */
const SURE = 0.8;
/** What a disagreement leaves of the confidence. */
const DISPUTED = 0.6;

/** Weighs the rules' reading of lines against the classifier's. Lines that the rules did not read are not judged. */
export async function judgeLines(
  lines: readonly LayoutLine[],
  rules: ReadonlyMap<LayoutLine, ElementKind>,
  classifier: LineClassifier,
): Promise<LineVerdicts> {
  const { printed, places } = takePrinted(lines);
  const logits = await classify(new LineFeatures(printed, places), printed.length, classifier);
  const read = printed.map((line) => rules.get(line) ?? 'action');
  const evidence = weighLines(classifier, { logits, indents: printed.map(({ indent }) => indent) });
  const alone = decodeLines(classifier, evidence);
  const weight = trustIn(
    read,
    [...alone.best].map((index) => classifier.classes[index]!),
  );
  addHints(evidence, printed, read, { classes: classifier.classes, weight });
  const both = decodeLines(classifier, evidence);
  const size = classifier.classes.length;
  const judged = printed.map((line, at): Judged => {
    const rule = read[at]!;
    const probability = (decoded: typeof both, index: number): number => decoded.probabilities[at * size + index]!;
    const best = settle(classifier.classes, both.best[at]!, (index) => probability(both, index));
    const kind = isSettled(line, rule) ? rule : classifier.classes[best]!;
    const other = classifier.classes[alone.best[at]!]!;
    return { line, kind, rule, other, probability: probability(both, best) };
  });
  return {
    verdicts: new Map(judged.map((line) => [line.line, { kind: line.kind, confidence: confidenceOf(line) }])),
    warnings: toWarnings(judged),
  };
}

async function classify(features: LineFeatures, lines: number, classifier: LineClassifier): Promise<Float32Array> {
  const size = classifier.classes.length;
  const logits = new Float32Array(lines * size);
  for (let from = 0; from < lines; from += STRETCH) {
    const rows = features.measure(from, Math.min(lines, from + STRETCH));
    logits.set(await classifier.classify(rows), from * size);
  }
  return logits;
}

interface Judged {
  readonly line: LayoutLine;
  readonly kind: ElementKind | 'other';
  /** The rules' reading. */
  readonly rule: ElementKind;
  /** The classifier's reading. */
  readonly other: LineClass;
  readonly probability: number;
}

/** A line is not thrown away as the page's own unless that is nearly certain. */
function settle(classes: readonly LineClass[], best: number, probability: (index: number) => number): number {
  if (classes[best] !== 'other' || probability(best) >= SURE) return best;
  const rest = classes.map((_, index) => index).filter((index) => index !== best);
  return rest.reduce((a, b) => (probability(b) > probability(a) ? b : a));
}

/** What the rules know for themselves: divisions, and the columns of dual dialogue. */
const isSettled = (line: LayoutLine, rule: ElementKind): boolean => rule === 'section' || line.dual !== undefined;

/**
 * Weight of the rules' reading, in natural logarithms of odds: the more often the classifier agrees with it in this
 * script, the more it is worth where they differ. Where a page's habits mislead the rules, they differ often.
 */
function trustIn(read: readonly ElementKind[], found: readonly LineClass[]): number {
  const agreed = read.filter((rule, at) => rule === found[at] || rule === 'section').length;
  const odds = (agreed + 1) / (read.length - agreed + 1);
  return Math.max(0, Math.log(odds) - HEARD);
}

function addHints(
  evidence: Float64Array,
  printed: readonly LayoutLine[],
  read: readonly ElementKind[],
  { classes, weight }: { readonly classes: readonly LineClass[]; readonly weight: number },
): void {
  printed.forEach((line, at) => {
    const rule = read[at]!;
    const index = classes.indexOf(rule === 'section' ? 'other' : (rule as LineClass));
    if (index >= 0) evidence[at * classes.length + index]! += isSettled(line, rule) ? SETTLED : weight;
  });
}

function confidenceOf({ line, kind, rule, other, probability }: Judged): number {
  if (isSettled(line, rule)) return 1;
  const disputed = kind !== rule || kind !== other;
  return Math.round(1000 * probability * (disputed ? DISPUTED : 1)) / 1000;
}

/** One warning for a run of lines with the same doubt. */
function toWarnings(judged: readonly Judged[]): ParseWarning[] {
  const warnings: ParseWarning[] = [];
  let last = '';
  for (const line of judged) {
    const alternative = line.kind === line.rule ? line.other : line.rule;
    const doubt = isSettled(line.line, line.rule) ? '' : doubtOf(line, alternative);
    if (doubt !== '' && doubt !== last) {
      warnings.push({
        line: line.line.line,
        message: `Read as ${line.kind}; it may be ${alternative}.`,
        guess: line.kind,
        ...(alternative !== line.kind && { alternative }),
        confidence: confidenceOf(line),
      });
    }
    last = doubt;
  }
  return warnings;
}

function doubtOf(line: Judged, alternative: ElementKind | 'other'): string {
  return alternative !== line.kind ? `${line.kind} ${alternative}` : '';
}
