import type { FeedbackServiceServer } from '../gen/guionix/ml/v1/feedback.js';
import type { Log } from '../telemetry/log.js';
import { type SubmitFeedbackParts, submitFeedback } from '../usecase/submit-feedback.js';
import { unary } from './call.js';
import { fromSubmitRequest, toFeedback } from './wire/feedback.js';
import { fromOwnerId } from './wire/label.js';
import { fromPage } from './wire/page.js';

/** `guionix.ml.v1.FeedbackService` over the store of feedback. */
export function feedbackService(parts: SubmitFeedbackParts, log: Log): FeedbackServiceServer {
  return {
    submitFeedback: unary(log, async (request) => {
      return { feedback: toFeedback(await submitFeedback(fromSubmitRequest(request), parts)) };
    }),
    listFeedback: unary(log, async (request) => {
      const analysisId = fromOwnerId(request.analysisId, 'analysis_id');
      const userId = fromOwnerId(request.userId, 'user_id');
      const conditions = { ...(analysisId && { analysisId }), ...(userId && { userId }) };
      const { feedback, nextPageToken = '' } = await parts.feedback.list({ ...conditions, ...fromPage(request) });
      return { feedback: feedback.map(toFeedback), nextPageToken };
    }),
  };
}
