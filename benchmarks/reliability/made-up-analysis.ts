/** Analyses with numbers that look like measured ones: no two alike, all their digits used. */
import { randomUUID } from 'node:crypto';
import type { NewAnalysis } from '../../server/src/usecase/analysis-store.js';

type Scene = NewAnalysis['result']['scenes'][number];

/** The `number`th analysis of a user: of one of 500 scripts, with so many scenes. */
export function madeUpAnalysis(userId: string, number: number, scenes: number): NewAnalysis {
  const affect = affectOf(number);
  return {
    record: {
      info: {
        analysisId: randomUUID(),
        models: [{ name: 'encoder', version: String(1 + (number % 2)) }],
        language: 'es',
        timing: { parse: 1, queue: 1, inference: 1, insight: 1, total: 4 },
        segments: 1000,
        cachedSegments: 0,
        stored: { id: `script-${number % 500}`, version: 1 },
      },
      kind: 'sentiment',
      userId,
      inputSha256: String(number),
      sourceSha256: String(number),
    },
    result: {
      outline: { format: 'fountain', language: 'es', headings: [], warnings: [], lines: 1, words: 1 },
      scenes: Array.from({ length: scenes }, (_, scene) => sceneOf(number, scene)),
      summary: { affect, acts: [], strongest: [], characters: [] },
      warnings: [],
    },
    ofOwnScript: false,
    genre: ['drama', 'comedy', 'thriller'][number % 3]!,
    scores: { sentiment: Math.sin(number), valence: Math.cos(number), arousal: Math.sin(2 * number) },
  };
}

function affectOf(seed: number) {
  const estimate = (at: number) => {
    const value = Math.sin(seed * 7 + at);
    return {
      value,
      interval: { low: value - Math.abs(Math.cos(at)), high: value + Math.abs(Math.sin(at)), level: 0.9 },
    };
  };
  const share = (at: number) => Math.abs(Math.sin(seed * 13 + at)) / 9;
  return {
    sentiment: estimate(1),
    valence: estimate(2),
    arousal: estimate(3),
    emotions: {
      anger: share(1),
      anticipation: share(2),
      disgust: share(3),
      fear: share(4),
      joy: share(5),
      sadness: share(6),
      surprise: share(7),
      trust: share(8),
      neutral: share(9),
    },
    polarity: { negative: share(10), neutral: share(11), positive: share(12) },
  };
}

function sceneOf(analysis: number, scene: number): Scene {
  const span = { startLine: scene * 40, startColumn: 1, endLine: scene * 40 + 39, endColumn: 17 };
  const evidence = [1, 2, 3].map((at) => ({
    scene,
    span: { ...span, startLine: scene * 40 + at },
    speaker: 'INÉS',
    quote: '',
    reason: 'Baja el tono de la escena; lo más presente: tristeza.',
    weight: Math.abs(Math.sin(analysis + scene * 3 + at)),
  }));
  return {
    scene,
    span,
    language: 'es',
    affect: affectOf(analysis * 1000 + scene),
    evidence,
    speakers: ['INÉS', 'TOMÁS'],
    segments: 12,
    tokens: 900,
    strength: Math.abs(Math.cos(scene)),
  };
}
