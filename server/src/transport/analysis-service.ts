import { type AnalysisServiceServer, AnalysisServiceService } from '../gen/guionix/ml/v1/analysis.js';
import type { Log } from '../telemetry/log.js';
import type { AnalysisStore } from '../usecase/analysis-store.js';
import { type GetAnalysisParts, getAnalysis } from '../usecase/get-analysis.js';
import { unary } from './call.js';
import { unimplemented } from './unimplemented.js';
import { fromListRequest, toAnalysisRecord, toStoredAnalysis } from './wire/analysis.js';
import { fromId } from './wire/label.js';

/** What the service works with. */
export interface AnalysisServiceParts extends GetAnalysisParts {
  readonly analyses: AnalysisStore;
}

/** `guionix.ml.v1.AnalysisService`: kept analyses; what makes new ones in this service is not built. */
export function analysisService(parts: AnalysisServiceParts, log: Log): AnalysisServiceServer {
  const built: Pick<AnalysisServiceServer, 'getAnalysis' | 'listAnalyses'> = {
    getAnalysis: unary(log, async ({ analysisId }, { signal }) => {
      const analysis = await getAnalysis(fromId(analysisId, 'analysis_id'), parts, signal);
      return { analysis: toStoredAnalysis(analysis) };
    }),
    listAnalyses: unary(log, async (request) => {
      const { analyses, nextPageToken = '' } = await parts.analyses.list(fromListRequest(request));
      return { analyses: analyses.map(toAnalysisRecord), nextPageToken };
    }),
  };
  return { ...unimplemented(AnalysisServiceService), ...built } as unknown as AnalysisServiceServer;
}
