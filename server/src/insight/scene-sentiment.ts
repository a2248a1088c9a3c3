import type { Scene } from '../domain/script.js';
import type { Encoding, Feeling, Segment } from '../domain/segment.js';
import type { Affect, SceneSentiment } from '../domain/sentiment.js';
import type { Appraise } from './affect.js';
import { type EvidenceOptions, selectEvidence } from './evidence.js';
import { countTokens, meanEmbedding, type Reading } from './reading.js';

/** Most scenes named as the strongest. */
const STRONGEST = 5;

/** What the words of a scene give, wherever they stand and whoever says them. */
export interface SceneImpression {
  /** What each segment makes people feel, in order. */
  readonly feelings: readonly Feeling[];
  /** Left out when there is no segment. */
  readonly affect?: Affect;
  /** L2-normalised mean of the segments' embeddings; left out when there is no segment. */
  readonly embedding?: Float32Array;
}

/** Takes from the encodings of a scene's segments what they give together. It holds no buffer of theirs. */
export function impress(encodings: readonly Encoding[], appraise: Appraise): SceneImpression {
  const feelings = encodings.map(({ embedding: _, polarity, emotion, ...numbers }) => ({
    ...numbers,
    polarity: polarity.slice(),
    emotion: emotion.slice(),
  }));
  if (encodings.length === 0) return { feelings };
  const affect = appraise(feelings.map((encoding) => ({ encoding })));
  return { feelings, affect, embedding: meanEmbedding(encodings) };
}

/** The segments of a scene with what they make people feel. */
export function toReadings(segments: readonly Segment[], { feelings }: SceneImpression): Reading[] {
  return segments.map((segment, i) => ({ segment, encoding: feelings[i]! }));
}

/** What one scene makes people feel, from its own segments alone. */
export function describeScene(
  scene: Scene,
  segments: readonly Segment[],
  impression: SceneImpression,
  evidence: EvidenceOptions,
): SceneSentiment {
  const readings = toReadings(segments, impression);
  const { affect, embedding } = impression;
  return {
    scene: scene.index,
    ...(scene.heading && { heading: scene.heading.text }),
    span: scene.span,
    language: scene.language,
    evidence: selectEvidence(readings, evidence),
    speakers: [...new Set(readings.flatMap(({ segment }) => segment.speaker ?? []))],
    segments: readings.length,
    tokens: countTokens(readings),
    ...(affect && { affect }),
    ...(embedding && { embedding }),
  };
}

/**
 * Adds to each scene how far it stands out: the distance of its valence and arousal from the mean over scenes, each in
 * standard deviations over scenes. 0 where there is nothing to compare with.
 */
export function measureStrength(scenes: readonly SceneSentiment[]): SceneSentiment[] {
  const valence = spread(scenes.flatMap(({ affect }) => affect?.valence.value ?? []));
  const arousal = spread(scenes.flatMap(({ affect }) => affect?.arousal.value ?? []));
  return scenes.map((scene) => ({
    ...scene,
    strength: scene.affect ? Math.hypot(valence(scene.affect.valence.value), arousal(scene.affect.arousal.value)) : 0,
  }));
}

/** Scenes that differ by less are alike: rounding alone makes differences of this size. */
const LEAST_DEVIATION = 1e-9;

/** The scenes that stand out most, the strongest first; those that do not stand out at all are left out. */
export function strongestScenes(scenes: readonly SceneSentiment[]): SceneSentiment[] {
  const standing = scenes.filter(({ strength }) => (strength ?? 0) > 0);
  return standing.sort((a, b) => b.strength! - a.strength!).slice(0, STRONGEST);
}

function spread(values: readonly number[]): (value: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return (value) => (deviation > LEAST_DEVIATION ? (value - mean) / deviation : 0);
}
