/** Analyses as a use case would keep them, with made-up numbers. */
import { randomUUID } from 'node:crypto';
import type { AnalysisKind } from '../src/domain/analysis.js';
import type { SceneSentiment } from '../src/domain/sentiment.js';
import type { NewAnalysis } from '../src/usecase/analysis-store.js';

const affect = {
  sentiment: { value: 0.1 + 0.2, interval: { low: 0.1, high: 0.5, level: 0.9 } },
  valence: { value: -0.25 },
  arousal: { value: 1 / 3 },
  emotions: { anger: 1, anticipation: 0, disgust: 0, fear: 0, joy: 0, sadness: 0, surprise: 0, trust: 0, neutral: 0 },
  polarity: { negative: 0.5, neutral: 0.25, positive: 0.25 },
};
const span = { startLine: 1, startColumn: 1, endLine: 3, endColumn: 9 };
const scene = (index: number): SceneSentiment => ({
  scene: index,
  span,
  language: 'es',
  affect,
  evidence: [{ scene: index, span, speaker: 'ANA', quote: '', reason: 'Baja el tono.', weight: 0.5 }],
  speakers: ['ANA'],
  segments: 3,
  tokens: 40,
  strength: 1.5,
});

/** What a made-up analysis is of. */
export interface Given {
  readonly inputSha256?: string;
  readonly genre?: string;
  readonly userId?: string;
  readonly stored?: { readonly id: string; readonly version: number };
  readonly kind?: AnalysisKind;
  readonly ofOwnScript?: boolean;
}

/** A made-up analysis. */
export function madeUpAnalysis({
  userId,
  stored,
  kind = 'sentiment',
  ofOwnScript = false,
  inputSha256 = 'a'.repeat(64),
  genre,
}: Given = {}): NewAnalysis {
  const scenes = [scene(0), scene(1)];
  return {
    record: {
      info: {
        analysisId: randomUUID(),
        models: [{ name: 'encoder', version: '1' }],
        language: 'es',
        timing: { parse: 1.5, queue: 0, inference: 20.25, insight: 3, total: 25 },
        segments: 6,
        cachedSegments: 2,
        ...(stored && { stored }),
      },
      kind,
      ...(userId !== undefined && { userId }),
      title: 'El faro',
      inputSha256,
      sourceSha256: 'b'.repeat(64),
    },
    result: {
      outline: {
        title: 'El faro',
        format: 'fountain',
        language: 'es',
        headings: [],
        warnings: [],
        lines: 9,
        words: 50,
      },
      scenes,
      summary: { affect, acts: [], strongest: [scenes[1]!], characters: [] },
      warnings: [],
    },
    ofOwnScript,
    ...(genre !== undefined && { genre }),
    scores: { sentiment: 0.3, valence: -0.25, arousal: 1 / 3 },
  };
}
