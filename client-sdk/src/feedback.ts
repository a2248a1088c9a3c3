import { type CallOptions, toRawOptions } from './call-options.js';
import type { Correction, Feedback, SubmitFeedbackRequest } from './gen/guionix/ml/v1/feedback.js';
import { readPages } from './pages.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';

/** What somebody says of an analysis; at least one of these. */
export interface Opinion extends Partial<Pick<SubmitFeedbackRequest, 'accuracy' | 'usefulness' | 'comments'>> {
  /** What is wrong, and what is right. */
  readonly corrections?: readonly Correction[] | undefined;
  /** Who says it: a named user has one feedback per analysis. */
  readonly userId?: string | undefined;
}

/** Which feedback to list; what is given must all hold. */
export interface ListFeedbackOptions {
  /** Only on this analysis. */
  readonly analysisId?: string | undefined;
  /** Only of this user. */
  readonly userId?: string | undefined;
  /** Entries per request, 1..1000. Default 100. */
  readonly pageSize?: number | undefined;
}

/** What people say of analyses. */
export interface FeedbackClient {
  /** Keeps feedback on an analysis. Repeated after a lost connection only for a named user, whose feedback is one. */
  submit(analysisId: string, opinion: Opinion, call?: CallOptions): Promise<Feedback>;
  /** Feedback, newest first, read page by page as the loop goes on; the deadline is each page's. */
  list(options?: ListFeedbackOptions, call?: CallOptions): AsyncIterable<Feedback>;
}

/** Feedback over the generated client. */
export function createFeedbackClient(raw: RawClients['feedback']): FeedbackClient {
  return {
    async submit(analysisId, { corrections = [], userId = '', ...opinion }, call) {
      const request = { analysisId, userId, ...opinion, corrections: [...corrections] };
      const options = userId === '' ? toRawOptions(call) : { ...toRawOptions(call), retry: true };
      return present((await raw.submitFeedback(request, options)).feedback, 'feedback');
    },
    list({ analysisId = '', userId = '', pageSize = 0 } = {}, call) {
      return readPages(async (pageToken) => {
        const request = { analysisId, userId, pageSize, pageToken };
        const { feedback, nextPageToken } = await raw.listFeedback(request, toRawOptions(call));
        return { entries: feedback, nextPageToken };
      });
    },
  };
}
