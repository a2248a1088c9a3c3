/** Whether the encoder reads what it should in lines written for it: negation, irony, capitals, names, and so on. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { MeasuredModel, MeasuredText } from './measured-model.js';

/** Largest difference of valence between two lines that mean the same. */
const SAME = 0.1;

const caseSchema = z.object({
  group: z.string(),
  lang: z.enum(['en', 'es', 'mixed']),
  text: z.string(),
  /** Lines before it. */
  context: z.array(z.string()).optional(),
  /** The likeliest polarity is one of these. */
  polarity: z.array(z.enum(['negative', 'neutral', 'positive'])).optional(),
  /** The likeliest emotion is one of these. */
  emotion: z.array(z.string()).optional(),
  /** Its valence is lower than that of this line. */
  darkerThan: z.string().optional(),
  /** Its arousal is higher than that of this line. */
  strongerThan: z.string().optional(),
  /** Its likeliest polarity is that of this line, and its valence within 0.1 of it. */
  like: z.string().optional(),
});

/** A line and what is expected of it. */
export type BehaviourCase = z.infer<typeof caseSchema>;

/** How many cases went as expected. */
export interface Behaviour {
  readonly cases: number;
  readonly passed: number;
  readonly groups: readonly { readonly group: string; readonly cases: number; readonly passed: number }[];
  /** Lines, ours, that were read otherwise. */
  readonly failed: readonly string[];
}

/** The cases of `behaviour-cases.jsonl`, all written for this. */
function readCases(): BehaviourCase[] {
  return readFileSync(path.join(import.meta.dirname, 'behaviour-cases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => caseSchema.parse(JSON.parse(line)));
}

/** Reads every case. */
export async function runBehaviour(model: MeasuredModel): Promise<Behaviour> {
  const cases = readCases();
  const labels = { polarity: labelsOf(model, 'polarity'), emotion: labelsOf(model, 'emotion') };
  const affect = labelsOf(model, 'affect');
  const said = await model.read(cases.map(({ text, context = [] }) => ({ text, context, speaker: '' })));
  const others = await model.read(
    cases.map(({ darkerThan, strongerThan, like }) => darkerThan ?? strongerThan ?? like ?? ' '),
  );
  const value = (one: MeasuredText, rating: string) => one.values['affect']![affect.indexOf(rating)]!;
  const likeliest = (one: MeasuredText, output: 'polarity' | 'emotion') => {
    const values = one.values[output]!;
    return labels[output][values.indexOf(Math.max(...values))]!;
  };
  const passes = (expected: BehaviourCase, i: number): boolean => {
    const [one, other] = [said[i]!, others[i]!];
    const { polarity, emotion, darkerThan, strongerThan, like } = expected;
    if (polarity && !polarity.some((label) => label === likeliest(one, 'polarity'))) return false;
    if (emotion && !emotion.includes(likeliest(one, 'emotion'))) return false;
    if (darkerThan !== undefined && value(one, 'valence') >= value(other, 'valence')) return false;
    if (strongerThan !== undefined && value(one, 'arousal') <= value(other, 'arousal')) return false;
    if (like === undefined) return true;
    const near = Math.abs(value(one, 'valence') - value(other, 'valence')) <= SAME;
    return near && likeliest(one, 'polarity') === likeliest(other, 'polarity');
  };
  return tally(cases, cases.map(passes));
}

function tally(cases: readonly BehaviourCase[], passed: readonly boolean[]): Behaviour {
  const names = [...new Set(cases.map(({ group }) => group))];
  return {
    cases: cases.length,
    passed: passed.filter(Boolean).length,
    groups: names.map((group) => {
      const rows = cases.flatMap((one, i) => (one.group === group ? [passed[i]!] : []));
      return { group, cases: rows.length, passed: rows.filter(Boolean).length };
    }),
    failed: cases.flatMap(({ text }, i) => (passed[i] ? [] : [text])),
  };
}

function labelsOf({ manifest }: MeasuredModel, output: string): readonly string[] {
  return manifest.outputs.find(({ name }) => name === output)!.labels!;
}
