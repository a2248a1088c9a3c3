import { type CallOptions, toRawOptions } from './call-options.js';
import type { AnalysisKind, AnalysisRecord, StoredAnalysis } from './gen/guionix/ml/v1/analysis.js';
import { readPages } from './pages.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';

/** Which kept analyses to list; what is given must all hold. */
export interface ListAnalysesOptions {
  /** Only of this script. */
  readonly scriptId?: string | undefined;
  /** Only asked by this user. */
  readonly userId?: string | undefined;
  /** Only of this kind. */
  readonly kind?: AnalysisKind | undefined;
  /** Analyses per request, 1..1000. Default 100. */
  readonly pageSize?: number | undefined;
}

/** Analyses that the engine kept. */
export interface AnalysesClient {
  /** Returns an analysis by the id in its account (`info.analysisId`). */
  get(analysisId: string, call?: CallOptions): Promise<StoredAnalysis>;
  /** Kept analyses without their results, newest first, read page by page as the loop goes on; the deadline is each page's. */
  list(options?: ListAnalysesOptions, call?: CallOptions): AsyncIterable<AnalysisRecord>;
}

/** Kept analyses over the generated client. */
export function createAnalysesClient(raw: RawClients['analyses']): AnalysesClient {
  return {
    async get(analysisId, call) {
      return present((await raw.getAnalysis({ analysisId }, toRawOptions(call))).analysis, 'analysis');
    },
    list({ scriptId = '', userId = '', kind = 0, pageSize = 0 } = {}, call) {
      return readPages(async (pageToken) => {
        const request = { scriptId, userId, kind, pageSize, pageToken };
        const { analyses, nextPageToken } = await raw.listAnalyses(request, toRawOptions(call));
        return { entries: analyses, nextPageToken };
      });
    },
  };
}
