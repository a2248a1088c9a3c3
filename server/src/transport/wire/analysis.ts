import type * as domain from '../../domain/analysis.js';
import { EngineError } from '../../domain/errors.js';
import * as wire from '../../gen/guionix/ml/v1/analysis.js';
import type { AnalysisQuery } from '../../usecase/analysis-store.js';
import { fromOwnerId } from './label.js';
import { fromPage } from './page.js';
import { toInfo, toOutline, toSceneSentiment, toScriptSentiment } from './sentiment.js';

const KINDS: Record<domain.AnalysisKind, wire.AnalysisKind> = {
  script: wire.AnalysisKind.SCRIPT,
  sentiment: wire.AnalysisKind.SENTIMENT,
};

const SECTIONS: Record<domain.AnalysisSection, wire.AnalysisSection> = {
  scenes: wire.AnalysisSection.SCENES,
  sentiment: wire.AnalysisSection.SENTIMENT,
  structure: wire.AnalysisSection.STRUCTURE,
  dialogue: wire.AnalysisSection.DIALOGUE,
  characters: wire.AnalysisSection.CHARACTERS,
  pacing: wire.AnalysisSection.PACING,
  highlights: wire.AnalysisSection.HIGHLIGHTS,
  form: wire.AnalysisSection.FORM,
  intent: wire.AnalysisSection.INTENT,
  genres: wire.AnalysisSection.GENRES,
  success: wire.AnalysisSection.SUCCESS,
  audience: wire.AnalysisSection.AUDIENCE,
};

/**
 * A section that a request names.
 *
 * @throws EngineError FIELD_INVALID for none of them.
 */
export function fromSection(section: wire.AnalysisSection, field: string): domain.AnalysisSection {
  const found = (Object.keys(SECTIONS) as domain.AnalysisSection[]).find((name) => SECTIONS[name] === section);
  if (found !== undefined) return found;
  throw new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description: 'This is no section.' }] });
}

/**
 * Which analyses a request asks for.
 *
 * @throws EngineError FIELD_INVALID for an id that nothing can have and a kind that this version does not make.
 */
export function fromListRequest(request: wire.ListAnalysesRequest): AnalysisQuery {
  const scriptId = fromOwnerId(request.scriptId, 'script_id');
  const userId = fromOwnerId(request.userId, 'user_id');
  const kind = fromKind(request.kind);
  return { ...(scriptId && { scriptId }), ...(userId && { userId }), ...(kind && { kind }), ...fromPage(request) };
}

function fromKind(kind: wire.AnalysisKind): domain.AnalysisKind | undefined {
  if (kind === wire.AnalysisKind.UNSPECIFIED) return undefined;
  const found = (Object.keys(KINDS) as domain.AnalysisKind[]).find((name) => KINDS[name] === kind);
  if (found !== undefined) return found;
  const description = 'This version keeps analyses of the kinds SCRIPT and SENTIMENT alone.';
  throw new EngineError('FIELD_INVALID', undefined, { violations: [{ field: 'kind', description }] });
}

/** What is kept of an analysis beside its result, on the wire. */
export function toAnalysisRecord(record: domain.AnalysisRecord): wire.AnalysisRecord {
  return {
    info: toInfo(record.info),
    kind: KINDS[record.kind],
    userId: record.userId ?? '',
    title: record.title ?? '',
    inputSha256: record.inputSha256,
    createdAt: record.createdAt.toISOString(),
  };
}

/** A kept analysis on the wire. */
export function toStoredAnalysis({ record, result }: domain.StoredAnalysis): wire.StoredAnalysis {
  const script = wire.ScriptAnalysis.fromPartial({
    outline: toOutline(result.outline),
    scenes: result.scenes.map((scene) => toSceneSentiment(scene, false)),
    ...(result.summary && { sentiment: toScriptSentiment(result.summary) }),
    warnings: result.warnings.map(({ code, message, section }) => ({ code, message, section: SECTIONS[section] })),
  });
  return { record: toAnalysisRecord(record), result: { $case: 'script', value: script } };
}
