import { createHash } from 'node:crypto';
import type { AnalysisKind, AnalysisResult } from '../domain/analysis.js';
import { EngineError } from '../domain/errors.js';
import { toGenreSlug } from '../domain/genre.js';
import type { AnalysisInfo, ScriptSentiment, SentimentEvent } from '../domain/sentiment.js';
import type { AnalysisStore, NewAnalysis } from './analysis-store.js';
import { withoutWords } from './analysis-words.js';
import { type ResolvedScript, scriptNotFound } from './script-input.js';

/** What an analysis was made of and for whom. */
export interface AnalysisOrigin {
  readonly resolved: ResolvedScript;
  readonly kind: AnalysisKind;
  /** Under whom it is listed and counted. */
  readonly userId?: string;
  /** Everything beside the script that the result depends on. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Hands on the events of an analysis; the last one is kept before its id is given out. */
export async function* keepCompleted(
  events: AsyncIterable<SentimentEvent>,
  origin: AnalysisOrigin,
  store: Pick<AnalysisStore, 'put'>,
): AsyncGenerator<SentimentEvent, void, undefined> {
  let result: AnalysisResult | undefined;
  for await (const event of events) {
    if (event.type === 'outline') result = { outline: event.outline, scenes: [], warnings: [] };
    if (event.type === 'completed' && result) {
      const { scenes, summary, info } = event;
      await store.put(toNewAnalysis({ ...result, scenes, summary }, info, origin)).catch(nameTheScript(info));
    }
    yield event;
  }
}

/** An analysis as it is kept: numbers and places, no words of the script. */
export function toNewAnalysis(result: AnalysisResult, info: AnalysisInfo, origin: AnalysisOrigin): NewAnalysis {
  const { resolved, kind, userId } = origin;
  const { title } = result.outline;
  const genre = resolved.plan?.film.genre;
  return {
    record: {
      info,
      kind,
      ...(userId !== undefined && { userId }),
      ...(title !== undefined && { title }),
      inputSha256: hashInput(origin),
      sourceSha256: resolved.sha256,
    },
    result: withoutWords(result),
    ofOwnScript: resolved.stored !== undefined && resolved.plan === undefined,
    ...(genre !== undefined && { genre: toGenreSlug(genre) }),
    scores: result.summary ? scoresOf(result.summary) : {},
  };
}

function scoresOf({ affect }: ScriptSentiment): NewAnalysis['scores'] {
  return { sentiment: affect.sentiment.value, valence: affect.valence.value, arousal: affect.arousal.value };
}

/** Same script, kind and options, same value: SHA-256, lower-case hex. */
export function hashInput({ resolved: { source, sha256 }, kind, options }: Omit<AnalysisOrigin, 'userId'>): string {
  const input = [kind, sha256, source.format ?? '', options];
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

const nameTheScript =
  ({ stored }: AnalysisInfo) =>
  (error: unknown): never => {
    if (stored && error instanceof EngineError && error.reason === 'SCRIPT_NOT_FOUND') throw scriptNotFound(stored.id);
    throw error;
  };
