import type { Scene } from '../domain/script.js';
import type { SceneSentiment } from '../domain/sentiment.js';
import type { Appraise } from './affect.js';
import { type EvidenceOptions, selectEvidence } from './evidence.js';
import { countTokens, meanEmbedding, type Reading } from './reading.js';

/** Most scenes named as the strongest. */
const STRONGEST = 5;

/** What one scene makes people feel, from its own readings alone. */
export function describeScene(
  scene: Scene,
  readings: readonly Reading[],
  appraise: Appraise,
  evidence: EvidenceOptions,
): SceneSentiment {
  return {
    scene: scene.index,
    ...(scene.heading && { heading: scene.heading.text }),
    span: scene.span,
    language: scene.language,
    evidence: selectEvidence(readings, evidence),
    speakers: [...new Set(readings.flatMap(({ segment }) => segment.speaker ?? []))],
    segments: readings.length,
    tokens: countTokens(readings),
    ...(readings.length > 0 && { affect: appraise(readings), embedding: meanEmbedding(readings) }),
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
