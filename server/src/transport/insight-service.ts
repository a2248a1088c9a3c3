import type { InsightServiceServer } from '../gen/guionix/ml/v1/insight.js';
import type { Log } from '../telemetry/log.js';
import { getInsights } from '../usecase/get-insights.js';
import type { InsightStore } from '../usecase/insight-store.js';
import { deleteUserData, exportUserData, type UserDataParts } from '../usecase/user-data.js';
import { serverStream, unary } from './call.js';
import { fromAnswerLanguage } from './wire/enums.js';
import { fromInsightsRequest, toUserInsights } from './wire/insight.js';
import { fromId } from './wire/label.js';
import { toExportRecords } from './wire/user-data.js';

/** What the service works with. */
export interface InsightServiceParts extends UserDataParts {
  readonly insights: InsightStore;
}

/** `guionix.ml.v1.InsightService`: what a user's analyses say together, and the user's own data. */
export function insightService(parts: InsightServiceParts, log: Log): InsightServiceServer {
  return {
    getInsights: unary(log, async (request) => {
      const language = fromAnswerLanguage(request.answerLanguage);
      return { insights: toUserInsights(await getInsights(fromInsightsRequest(request), language, parts.insights)) };
    }),
    deleteUserData: unary(log, async ({ userId }, { signal }) =>
      deleteUserData(fromId(userId, 'user_id'), parts, signal),
    ),
    exportUserData: serverStream(log, async function* ({ userId }, { signal }) {
      for await (const record of exportUserData(fromId(userId, 'user_id'), parts, signal)) {
        yield* toExportRecords(record);
      }
    }),
  };
}
