import os from 'node:os';
import { EngineError } from '../../domain/errors.js';
import type { Outline } from '../../domain/outline.js';
import type * as domain from '../../domain/sentiment.js';
import type * as common from '../../gen/guionix/ml/v1/common.js';
import * as wire from '../../gen/guionix/ml/v1/sentiment.js';
import type { SentimentOptions } from '../../usecase/analyze-sentiment.js';
import type { CallContext } from '../call.js';
import { fromAnswerLanguage, fromPriority, toFormat, toLanguage } from './enums.js';
import { fromOwnerId } from './label.js';
import { toWarning } from './script.js';

const IS_LITTLE_ENDIAN = os.endianness() === 'LE';

const DEFAULT_EVIDENCE = 3;
const MOST_EVIDENCE = 20;

const ACTS: Record<domain.Act, wire.Act> = {
  setup: wire.Act.SETUP,
  rising: wire.Act.RISING,
  falling: wire.Act.FALLING,
  resolution: wire.Act.RESOLUTION,
};

/**
 * Options of a request.
 *
 * @throws EngineError FIELD_INVALID for a value out of its range.
 */
export function fromOptions(options: wire.SentimentOptions | undefined, context: CallContext): SentimentOptions {
  const { answerLanguage = 0, priority = 0, evidenceLimit = 0, firstScene = 0, userId = '' } = options ?? {};
  const language = fromAnswerLanguage(answerLanguage);
  const user = fromOwnerId(userId, 'options.user_id');
  return {
    ...(user !== undefined && { userId: user }),
    ...(language && { answerLanguage: language }),
    priority: fromPriority(priority),
    evidenceLimit: fromEvidenceLimit(evidenceLimit),
    firstScene,
    ...context,
  };
}

/**
 * Most evidence a number that a request asks for.
 *
 * @throws EngineError FIELD_INVALID for more than can be had.
 */
export function fromEvidenceLimit(limit: number): number {
  if (limit > MOST_EVIDENCE) throw tooMuchEvidence(limit);
  return limit || DEFAULT_EVIDENCE;
}

function tooMuchEvidence(given: number): EngineError {
  const description = `${given} was given; use 1..${MOST_EVIDENCE}, or 0 for ${DEFAULT_EVIDENCE}.`;
  return new EngineError('FIELD_INVALID', undefined, {
    violations: [{ field: 'options.evidence_limit', description }],
  });
}

/** An event of a streamed analysis on the wire. */
export function toStreamEvent(event: domain.SentimentEvent, embeddings: boolean): wire.StreamSceneSentimentResponse {
  return { event: toEvent(event, embeddings), progress: event.progress };
}

function toEvent(event: domain.SentimentEvent, embeddings: boolean): wire.StreamSceneSentimentResponse['event'] {
  if (event.type === 'outline') return { $case: 'outline', value: toOutline(event.outline) };
  if (event.type === 'scene') return { $case: 'scene', value: toSceneSentiment(event.scene, embeddings) };
  return { $case: 'completed', value: { info: toInfo(event.info), summary: toScriptSentiment(event.summary) } };
}

/** What was read of a script, on the wire. */
export function toOutline(outline: Outline): wire.ScriptOutline {
  return {
    title: outline.title ?? '',
    format: toFormat(outline.format),
    language: toLanguage(outline.language),
    headings: [...outline.headings],
    warnings: outline.warnings.map(toWarning),
    lineCount: outline.lines,
    wordCount: outline.words,
  };
}

/** A scene's sentiment on the wire. */
export function toSceneSentiment(scene: domain.SceneSentiment, embeddings: boolean): wire.SceneSentiment {
  return {
    sceneIndex: scene.scene,
    heading: scene.heading ?? '',
    startLine: scene.span.startLine,
    endLine: scene.span.endLine,
    page: scene.span.page,
    language: toLanguage(scene.language),
    sentiment: scene.affect && toEstimate(scene.affect.sentiment),
    valence: scene.affect && toEstimate(scene.affect.valence),
    arousal: scene.affect && toEstimate(scene.affect.arousal),
    emotions: scene.affect?.emotions,
    polarity: scene.affect?.polarity,
    evidence: scene.evidence.map(toEvidence),
    speakers: [...scene.speakers],
    segmentCount: scene.segments,
    tokenCount: scene.tokens,
    strength: scene.strength ?? 0,
    embedding: embeddings && scene.embedding ? toEmbedding(scene.embedding) : undefined,
  };
}

/** A place in a script on the wire. */
export function toEvidence({ scene, span, speaker, quote, reason, weight }: domain.Evidence): common.Evidence {
  const { startLine, endLine, page } = span;
  return { sceneIndex: scene, startLine, endLine, page, speaker: speaker ?? '', quote, reason, weight };
}

/** Packs floats as the contract says: little-endian, whatever the machine is. */
export function toEmbedding(vector: Float32Array): wire.Embedding {
  if (IS_LITTLE_ENDIAN) {
    return { data: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength), dim: vector.length };
  }
  const data = Buffer.alloc(vector.length * 4);
  for (const [i, value] of vector.entries()) data.writeFloatLE(value, i * 4);
  return { data, dim: vector.length };
}

/** An arc on the wire. */
export function toScriptSentiment(summary: domain.ScriptSentiment): wire.ScriptSentiment {
  const { affect } = summary;
  return {
    overallSentiment: toEstimate(affect.sentiment),
    valence: toEstimate(affect.valence),
    arousal: toEstimate(affect.arousal),
    emotions: affect.emotions,
    acts: summary.acts.map(toAct),
    strongestScenes: summary.strongest.map((scene) => toSceneSentiment(scene, false)),
    characters: summary.characters.map(toCharacter),
  };
}

function toAct({ act, firstScene, lastScene, start, affect }: domain.ActSentiment): wire.ActSentiment {
  return {
    act: ACTS[act],
    firstScene,
    lastScene,
    sentiment: toEstimate(affect.sentiment),
    valence: toEstimate(affect.valence),
    arousal: toEstimate(affect.arousal),
    emotions: affect.emotions,
    narrativeEmotion: wire.NarrativeEmotion.UNSPECIFIED,
    boundaryMethod: wire.BoundaryMethod.POSITION_PRIOR,
    start: toEstimate(start),
  };
}

function toCharacter({ name, cues, words, affect, scenes }: domain.CharacterSentiment): wire.CharacterSentiment {
  return {
    name,
    sentiment: toEstimate(affect.sentiment),
    valence: toEstimate(affect.valence),
    arousal: toEstimate(affect.arousal),
    emotions: affect.emotions,
    cueCount: cues,
    wordCount: words,
    sceneIndices: scenes.map(({ scene }) => scene),
    sceneValence: scenes.map(({ valence }) => valence),
  };
}

/** A number with its doubt on the wire. */
export function toEstimate({ value, interval }: domain.Estimate): common.Estimate {
  return { value, interval };
}

/** The account of an analysis on the wire. */
export function toInfo({
  analysisId,
  models,
  language,
  timing,
  segments,
  cachedSegments,
  stored,
}: domain.AnalysisInfo): common.AnalysisInfo {
  return {
    analysisId,
    models: models.map(({ name, version }) => ({ name, version })),
    language: toLanguage(language),
    timing: {
      parseMs: timing.parse,
      queueMs: timing.queue,
      inferenceMs: timing.inference,
      insightMs: timing.insight,
      totalMs: timing.total,
    },
    cache: { segmentHits: cachedSegments, segmentMisses: segments - cachedSegments },
    scriptId: stored?.id ?? '',
    scriptVersion: stored?.version ?? 0,
  };
}
