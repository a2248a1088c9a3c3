import type { AnalysisResult } from '../domain/analysis.js';
import { EngineError, type FieldViolation } from '../domain/errors.js';
import type { Correction, Feedback, Opinion } from '../domain/feedback.js';
import type { AnalysisStore } from './analysis-store.js';
import type { FeedbackStore } from './feedback-store.js';
import { analysisNotFound } from './get-analysis.js';

/** What the use case works with. */
export interface SubmitFeedbackParts {
  readonly analyses: AnalysisStore;
  readonly feedback: FeedbackStore;
  readonly newId: () => string;
}

const RATINGS = { least: 0, most: 5, step: 0.5 };
const MAX_COMMENTS = 4000;
const MAX_CORRECTIONS = 500;

/**
 * Keeps what somebody says of an analysis, with the models that made it.
 *
 * @throws EngineError ANALYSIS_NOT_FOUND; FIELD_INVALID naming what is out of range, or a scene that the analysis lacks.
 */
export async function submitFeedback(
  opinion: Opinion,
  { analyses, feedback, newId }: SubmitFeedbackParts,
): Promise<Feedback> {
  refuse(violationsOf(opinion));
  const analysis = await analyses.get(opinion.analysisId);
  if (analysis === undefined) throw analysisNotFound(opinion.analysisId);
  refuse(opinion.corrections.flatMap((correction, i) => misplaced(correction, i, analysis.result)));
  const kept = await feedback.put(newId(), opinion);
  if (kept === undefined) throw analysisNotFound(opinion.analysisId);
  return kept;
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw new EngineError('FIELD_INVALID', undefined, { violations });
}

function violationsOf(opinion: Opinion): FieldViolation[] {
  const { accuracy, usefulness, comments, corrections } = opinion;
  const violations: FieldViolation[] = [];
  const check = (holds: boolean, field: string, description: string) => {
    if (!holds) violations.push({ field, description });
  };
  const says = accuracy !== undefined || usefulness !== undefined || comments !== '' || corrections.length > 0;
  check(says, 'accuracy', 'Give at least one of accuracy, usefulness, comments and corrections.');
  check(isRating(accuracy), 'accuracy', 'Give 0 to 5 in halves.');
  check(isRating(usefulness), 'usefulness', 'Give 0 to 5 in halves.');
  check(comments.length <= MAX_COMMENTS, 'comments', `Give at most ${MAX_COMMENTS} characters.`);
  check(!comments.includes('\0'), 'comments', 'A NUL character cannot be kept; leave it out.');
  check(corrections.length <= MAX_CORRECTIONS, 'corrections', `Give at most ${MAX_CORRECTIONS}.`);
  return [...violations, ...corrections.flatMap(outOfRange)];
}

function isRating(rating: number | undefined): boolean {
  if (rating === undefined) return true;
  const { least, most, step } = RATINGS;
  return rating >= least && rating <= most && Number.isInteger(rating / step);
}

function outOfRange(correction: Correction, index: number): FieldViolation[] {
  const field = `corrections[${index}].${correction.type}`;
  switch (correction.type) {
    case 'tension':
    case 'valence': {
      const least = correction.type === 'tension' ? 0 : -1;
      const { value = least } = correction;
      if (value >= least && value <= 1) return [];
      return [{ field: `${field}.value`, description: `Give ${least} to 1.` }];
    }
    case 'emotion': {
      const { wrong, right, lines } = correction;
      if (lines && lines.start > lines.end) {
        return [{ field: `${field}.end_line`, description: 'Give the start line or a later one.' }];
      }
      if (wrong !== undefined || right !== undefined) return [];
      return [{ field, description: 'Say which emotion is wrong, which is right, or both.' }];
    }
    case 'genre':
      return correction.genres.length > 0 ? [] : [{ field: `${field}.genres`, description: 'Give at least one.' }];
    default:
      return [];
  }
}

/** A place that the analysis does not have. */
function misplaced(correction: Correction, index: number, { outline, scenes }: AnalysisResult): FieldViolation[] {
  if (!('scene' in correction)) return [];
  const known = scenes.find(({ scene }) => scene === correction.scene);
  const field = `corrections[${index}].${correction.type}`;
  if (known === undefined) {
    return [{ field: `${field}.scene_index`, description: `The analysis has no scene ${correction.scene}.` }];
  }
  if (correction.type !== 'emotion' || correction.lines === undefined) return [];
  if (correction.lines.end <= outline.lines) return [];
  return [{ field: `${field}.end_line`, description: `The script has ${outline.lines} lines.` }];
}
