import type { StoredAnalysis } from '../domain/analysis.js';
import { EngineError } from '../domain/errors.js';
import type { AnalysisStore } from './analysis-store.js';
import { withWords } from './analysis-words.js';
import type { ParseScript } from './parse-script.js';
import type { ScriptLibrary } from './script-library.js';

/** What the use case works with. */
export interface GetAnalysisParts {
  readonly analyses: Pick<AnalysisStore, 'get'>;
  readonly library: ScriptLibrary;
  readonly parse: ParseScript;
}

/**
 * A kept analysis as it was made. Headings and quotes are read from the script; they are empty when it came inline, was
 * deleted or, in the shared database, has another text now.
 *
 * @throws EngineError ANALYSIS_NOT_FOUND when no analysis has this id.
 */
export async function getAnalysis(id: string, parts: GetAnalysisParts, signal: AbortSignal): Promise<StoredAnalysis> {
  const found = await parts.analyses.get(id);
  if (found === undefined) throw analysisNotFound(id);
  const { stored } = found.record.info;
  if (stored === undefined) return found;
  const script = await parts.library.get(stored.id, stored.version);
  if (script?.sha256 !== found.record.sourceSha256) return found;
  const { bytes, format } = script;
  const parsed = await parts.parse({ bytes, ...(format && { format }) }, signal);
  return { ...found, result: withWords(found.result, parsed) };
}

/** The error for an id that no analysis has. */
export function analysisNotFound(id: string): EngineError {
  return new EngineError('ANALYSIS_NOT_FOUND', undefined, { resource: { type: 'guionix.ml.v1.Analysis', name: id } });
}
