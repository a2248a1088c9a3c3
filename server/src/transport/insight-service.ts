import { type InsightServiceServer, InsightServiceService } from '../gen/guionix/ml/v1/insight.js';
import type { Log } from '../telemetry/log.js';
import { getInsights } from '../usecase/get-insights.js';
import type { InsightStore } from '../usecase/insight-store.js';
import { unary } from './call.js';
import { unimplemented } from './unimplemented.js';
import { fromAnswerLanguage } from './wire/enums.js';
import { fromInsightsRequest, toUserInsights } from './wire/insight.js';

/** What the service works with. */
export interface InsightServiceParts {
  readonly insights: InsightStore;
}

/** `guionix.ml.v1.InsightService`: what a user's analyses say together. */
export function insightService({ insights }: InsightServiceParts, log: Log): InsightServiceServer {
  const built: Pick<InsightServiceServer, 'getInsights'> = {
    getInsights: unary(log, async (request) => {
      const language = fromAnswerLanguage(request.answerLanguage);
      return { insights: toUserInsights(await getInsights(fromInsightsRequest(request), language, insights)) };
    }),
  };
  return { ...unimplemented(InsightServiceService), ...built } as unknown as InsightServiceServer;
}
