import type { MeasureName } from '../../domain/analysis.js';
import { EngineError } from '../../domain/errors.js';
import type * as domain from '../../domain/user-insights.js';
import type * as wire from '../../gen/guionix/ml/v1/insight.js';
import { Measure } from '../../gen/guionix/ml/v1/measure.js';
import type { UserPeriod } from '../../usecase/insight-store.js';
import { fromId } from './label.js';
import { toEstimate, toEvidence } from './sentiment.js';

const MEASURES: Record<MeasureName, Measure> = {
  sentiment: Measure.SENTIMENT,
  valence: Measure.VALENCE,
  arousal: Measure.AROUSAL,
};

/**
 * Whose analyses of which time a request means.
 *
 * @throws EngineError FIELD_INVALID for an id that nobody has and a time that is none.
 */
export function fromInsightsRequest(request: wire.GetInsightsRequest): UserPeriod {
  const start = fromTime(request.startTime, 'start_time');
  const end = fromTime(request.endTime, 'end_time');
  return { userId: fromId(request.userId, 'user_id'), ...(start && { start }), ...(end && { end }) };
}

/** RFC 3339 with a date, a time and a zone. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

function fromTime(text: string, field: string): Date | undefined {
  if (text === '') return undefined;
  const time = new Date(text);
  if (RFC_3339.test(text) && !Number.isNaN(time.getTime())) return time;
  const description = 'Give a time as RFC 3339 has it, e.g. 2026-01-31T12:00:00Z.';
  throw new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

/** A user's insights on the wire. */
export function toUserInsights({ counts, averages, trends, recommendations }: domain.UserInsights): wire.UserInsights {
  return {
    totalAnalyses: counts.analyses,
    totalScripts: counts.scripts,
    averages: averages.map(({ measure, mean, count }) => ({
      measure: MEASURES[measure],
      mean: toEstimate(mean),
      count,
    })),
    trendingGenres: counts.genres.map(({ genre, weight, count }) => ({ genre, weight, count })),
    trends: trends.map(toTrend),
    recommendations: recommendations.map(toRecommendation),
    models: counts.models.map(({ name, version }) => ({ name, version })),
  };
}

function toTrend({ measure, points, changePerMonth }: domain.Trend): wire.Trend {
  return {
    measure: MEASURES[measure],
    points: points.map(({ start, mean, count }) => ({ startDate: start.toISOString().slice(0, 10), mean, count })),
    changePerMonth: changePerMonth && toEstimate(changePerMonth),
  };
}

function toRecommendation({ measure, text, percentile, evidence }: domain.Recommendation): wire.Recommendation {
  return {
    measure: MEASURES[measure],
    text,
    percentile: percentile && toEstimate(percentile),
    evidence: evidence.map(({ analysisId, scriptId = '', evidence: place }) => ({
      analysisId,
      scriptId,
      evidence: toEvidence(place),
    })),
  };
}
