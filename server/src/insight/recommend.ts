/**
 * What to work on, from a user's own analyses. Only what is measured is spoken of: a tone that does not change from act
 * to act, and a script that is calmer at its height than in its setup. Both hold only where intervals say so.
 */
import type { StoredAnalysis } from '../domain/analysis.js';
import type { ActSentiment, Estimate, SceneSentiment } from '../domain/sentiment.js';
import type { MeasureAverage, Recommendation } from '../domain/user-insights.js';
import { type AnswerLanguage, RECOMMENDATIONS } from './messages.js';

/** Share of a user's scripts that must show a weakness. */
const LEAST_SHARE = 0.5;

/** Most places to show. */
const MOST_EVIDENCE = 5;

interface Weakness {
  readonly name: 'flatTone' | 'calmHeight';
  readonly measure: 'sentiment' | 'arousal';
  /** Whether a script shows it; undefined when its acts cannot tell. */
  shows(acts: readonly ActSentiment[]): boolean | undefined;
  /** Scenes in which it shows, the clearest first. */
  scenes(acts: readonly ActSentiment[], scenes: readonly SceneSentiment[]): SceneSentiment[];
}

const WEAKNESSES: readonly Weakness[] = [
  {
    name: 'flatTone',
    measure: 'sentiment',
    shows: (acts) => {
      const intervals = acts.map(({ affect }) => affect.sentiment.interval);
      if (acts.length < 4 || intervals.some((interval) => interval === undefined)) return undefined;
      return Math.max(...intervals.map((i) => i!.low)) <= Math.min(...intervals.map((i) => i!.high));
    },
    scenes: (_, scenes) => [...scenes].sort((a, b) => (a.strength ?? 0) - (b.strength ?? 0)),
  },
  {
    name: 'calmHeight',
    measure: 'arousal',
    shows: (acts) => {
      const [setup, ...height] = ['setup', 'rising', 'falling'].map(
        (name) => acts.find(({ act }) => act === name)?.affect.arousal.interval,
      );
      if (setup === undefined || height.some((interval) => interval === undefined)) return undefined;
      return height.every((interval) => interval!.high < setup.low);
    },
    scenes: (acts, scenes) => {
      const height = acts.filter(({ act }) => act === 'rising' || act === 'falling');
      const inside = scenes.filter(({ scene }) =>
        height.some(({ firstScene, lastScene }) => scene >= firstScene && scene <= lastScene),
      );
      return inside.sort((a, b) => (a.affect?.arousal.value ?? 0) - (b.affect?.arousal.value ?? 0));
    },
  },
];

/** Recommendations from the latest analysis of each script, newest first; none without a measured weakness. */
export function recommend(
  analyses: readonly StoredAnalysis[],
  averages: readonly MeasureAverage[],
  language: AnswerLanguage,
): Recommendation[] {
  return WEAKNESSES.flatMap((weakness) => {
    const told = analyses.filter(({ result }) => weakness.shows(result.summary?.acts ?? []) !== undefined);
    const weak = told.filter(({ result }) => weakness.shows(result.summary!.acts));
    if (weak.length === 0 || weak.length / told.length < LEAST_SHARE) return [];
    const percentile = percentileOf(weakness.measure, averages);
    return [
      {
        measure: weakness.measure,
        text: RECOMMENDATIONS[language][weakness.name](weak.length, told.length),
        ...(percentile && { percentile }),
        evidence: weak.flatMap((analysis) => evidenceIn(analysis, weakness)).slice(0, MOST_EVIDENCE),
      },
    ];
  });
}

/** Sentiment is a percentile by its definition; arousal has none. */
function percentileOf(measure: Weakness['measure'], averages: readonly MeasureAverage[]): Estimate | undefined {
  return measure === 'sentiment' ? averages.find((average) => average.measure === measure)?.mean : undefined;
}

/** The clearest place in an analysis. */
function evidenceIn({ record, result }: StoredAnalysis, weakness: Weakness): Recommendation['evidence'] {
  const scenes = weakness.scenes(result.summary!.acts, result.scenes);
  const evidence = scenes.find((scene) => scene.evidence.length > 0)?.evidence[0];
  const { analysisId, stored } = record.info;
  return evidence ? [{ analysisId, ...(stored && { scriptId: stored.id }), evidence }] : [];
}
