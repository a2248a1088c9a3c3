import { BEATS, type BeatKind } from '../../domain/beats.js';
import { EMOTIONS, type Emotion } from '../../domain/emotions.js';
import { EngineError } from '../../domain/errors.js';
import * as domain from '../../domain/feedback.js';
import * as wire from '../../gen/guionix/ml/v1/feedback.js';
import type { Emotion as WireEmotion } from '../../gen/guionix/ml/v1/sentiment.js';
import { fromId, fromOwnerId } from './label.js';

/**
 * What a request says of an analysis.
 *
 * @throws EngineError FIELD_INVALID naming an id or a correction that cannot be read.
 */
export function fromSubmitRequest(request: wire.SubmitFeedbackRequest): domain.Opinion {
  const { accuracy, usefulness, comments } = request;
  const userId = fromOwnerId(request.userId, 'user_id');
  return {
    analysisId: fromId(request.analysisId, 'analysis_id'),
    ...(userId !== undefined && { userId }),
    ...(accuracy !== undefined && { accuracy }),
    ...(usefulness !== undefined && { usefulness }),
    comments,
    corrections: request.corrections.map(({ correction }, i) => fromCorrection(correction, `corrections[${i}]`)),
  };
}

function fromCorrection(correction: wire.Correction['correction'], field: string): domain.Correction {
  if (correction === undefined) throw invalid(field, 'Say what is wrong.');
  switch (correction.$case) {
    case 'tension':
    case 'valence': {
      const { sceneIndex: scene, direction, value } = correction.value;
      const way = fromDirection(direction, `${field}.${correction.$case}.direction`);
      return { type: correction.$case, scene, direction: way, ...(value !== undefined && { value }) };
    }
    case 'emotion': {
      const { sceneIndex: scene, startLine: start, endLine: end } = correction.value;
      const [wrong, right] = [fromEmotion(correction.value.wrong), fromEmotion(correction.value.right)];
      const lines = start > 0 || end > 0 ? { lines: { start, end } } : {};
      return { type: 'emotion', scene, ...lines, ...(wrong && { wrong }), ...(right && { right }) };
    }
    case 'genre':
      return { type: 'genre', genres: correction.value.genres };
    case 'turningPoint': {
      const kind = domain.TURNING_POINTS[correction.value.kind - 1];
      if (kind === undefined) throw invalid(`${field}.turning_point.kind`, 'Say which turning point.');
      return { type: 'turning_point', kind, scene: correction.value.sceneIndex };
    }
    case 'beat': {
      const kind = BEATS[correction.value.kind - 1];
      if (kind === undefined) throw invalid(`${field}.beat.kind`, 'Say which beat.');
      return { type: 'beat', kind, scene: correction.value.sceneIndex };
    }
  }
}

function fromDirection(direction: wire.CorrectionDirection, field: string): domain.CorrectionDirection {
  if (direction === wire.CorrectionDirection.HIGHER) return 'higher';
  if (direction === wire.CorrectionDirection.LOWER) return 'lower';
  throw invalid(field, 'Say HIGHER or LOWER.');
}

/** The contract numbers emotions, beats and turning points in the order of their lists, from 1. */
function fromEmotion(emotion: WireEmotion): Emotion | undefined {
  return EMOTIONS[emotion - 1];
}

function invalid(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

/** Kept feedback on the wire. */
export function toFeedback(feedback: domain.Feedback): wire.Feedback {
  return {
    feedbackId: feedback.id,
    analysisId: feedback.analysisId,
    userId: feedback.userId ?? '',
    accuracy: feedback.accuracy,
    usefulness: feedback.usefulness,
    comments: feedback.comments,
    corrections: feedback.corrections.map((correction) => ({ correction: toCorrection(correction) })),
    models: feedback.models.map(({ name, version }) => ({ name, version })),
    createdAt: feedback.createdAt.toISOString(),
  };
}

function toCorrection(correction: domain.Correction): wire.Correction['correction'] {
  switch (correction.type) {
    case 'tension':
    case 'valence': {
      const { scene: sceneIndex, value } = correction;
      const { HIGHER, LOWER } = wire.CorrectionDirection;
      const direction = correction.direction === 'higher' ? HIGHER : LOWER;
      return { $case: correction.type, value: { sceneIndex, direction, value } };
    }
    case 'emotion': {
      const { scene: sceneIndex, lines, wrong, right } = correction;
      const places = { sceneIndex, startLine: lines?.start ?? 0, endLine: lines?.end ?? 0 };
      return { $case: 'emotion', value: { ...places, wrong: toEmotion(wrong), right: toEmotion(right) } };
    }
    case 'genre':
      return { $case: 'genre', value: { genres: [...correction.genres] } };
    case 'turning_point': {
      const kind = domain.TURNING_POINTS.indexOf(correction.kind) + 1;
      return { $case: 'turningPoint', value: { kind, sceneIndex: correction.scene } };
    }
    case 'beat':
      return { $case: 'beat', value: { kind: toBeat(correction.kind), sceneIndex: correction.scene } };
  }
}

const toEmotion = (emotion: Emotion | undefined): WireEmotion => (emotion ? EMOTIONS.indexOf(emotion) + 1 : 0);

const toBeat = (kind: BeatKind): number => BEATS.indexOf(kind) + 1;
