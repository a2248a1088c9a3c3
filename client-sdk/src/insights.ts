import { type CallOptions, toRawOptions } from './call-options.js';
import type { Language } from './gen/guionix/ml/v1/common.js';
import type { DeleteUserDataResponse, ExportUserDataResponse, UserInsights } from './gen/guionix/ml/v1/insight.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';

/** Over which time, and in which language. */
export interface InsightOptions {
  /** Count analyses made at or after. */
  readonly start?: Date | undefined;
  /** Count analyses made before. */
  readonly end?: Date | undefined;
  /** Language of the recommendations; the one most of the user's scripts are in when left out. */
  readonly answerLanguage?: Language | undefined;
}

/** What a user's analyses say together. */
export interface InsightsClient {
  /** Totals, averages, trends and recommendations of a user. */
  get(userId: string, options?: InsightOptions, call?: CallOptions): Promise<UserInsights>;
  /** Deletes what is kept of a user, for good; resolves with how much went. */
  deleteUserData(userId: string, call?: CallOptions): Promise<DeleteUserDataResponse>;
  /** Everything that is kept of a user: each script version followed by its bytes, analyses, feedback, jobs. */
  exportUserData(userId: string, call?: CallOptions): AsyncIterable<NonNullable<ExportUserDataResponse['record']>>;
}

/** Insights over the generated client. */
export function createInsightsClient(raw: RawClients['insights']): InsightsClient {
  return {
    async get(userId, { start, end, answerLanguage = 0 } = {}, call) {
      const [startTime, endTime] = [start, end].map((time) => time?.toISOString() ?? '');
      const request = { userId, startTime: startTime!, endTime: endTime!, answerLanguage };
      return present((await raw.getInsights(request, toRawOptions(call))).insights, 'insights');
    },
    deleteUserData(userId, call) {
      return raw.deleteUserData({ userId }, { ...toRawOptions(call), retry: true });
    },
    async *exportUserData(userId, call) {
      for await (const { record } of raw.exportUserData({ userId }, toRawOptions(call))) if (record) yield record;
    },
  };
}
