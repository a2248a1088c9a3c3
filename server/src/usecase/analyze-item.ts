import type { AnalysisResult } from '../domain/analysis.js';
import { EngineError } from '../domain/errors.js';
import type { JobOptions } from '../domain/job.js';
import type { AnalysisInfo, Progress, SentimentEvent } from '../domain/sentiment.js';
import { sectionsToMake, sectionWarnings } from './analysis-sections.js';
import type { NewAnalysis } from './analysis-store.js';
import type { AnalyzeSentiment } from './analyze-sentiment.js';
import type { ClaimedItem, JobQueue } from './job-queue.js';
import type { NewItem } from './job-store.js';
import { type AnalysisOrigin, hashInput, toNewAnalysis } from './keep-analysis.js';
import type { LibraryFolder } from './library-folder.js';
import { inlineScript, type ResolvedScript, resolveScript } from './script-input.js';
import type { ScriptLibrary } from './script-library.js';

/** What an item is analysed with. */
export interface AnalyzeItemParts {
  readonly analyze: Pick<AnalyzeSentiment, 'events' | 'models'>;
  readonly library: Pick<ScriptLibrary, 'get'>;
  readonly folder?: LibraryFolder;
  readonly queue: Pick<JobQueue, 'findSame'>;
}

/** Who follows the work on an item, and may end it. */
export interface ItemWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Analyses the script of an item; or names the analysis that was made of it before, where only new ones are wanted.
 *
 * @throws EngineError of the store, the parser or the scheduler; the signal's reason when aborted.
 */
export async function analyzeItem(
  { source, options, userId }: ClaimedItem,
  parts: AnalyzeItemParts,
  { signal, onProgress }: ItemWatch,
): Promise<NewAnalysis | { readonly analysisId: string }> {
  const resolved = await resolveItem(source, parts);
  const origin: AnalysisOrigin = {
    resolved,
    kind: 'script',
    ...(userId !== undefined && { userId }),
    options: inputOptions(options),
  };
  const same = options.onlyNew && (await parts.queue.findSame(hashInput(origin), await parts.analyze.models()));
  if (same) return { analysisId: same };
  const { answerLanguage, priority, evidenceLimit } = options;
  const events = parts.analyze.events(resolved, {
    ...(answerLanguage && { answerLanguage }),
    priority,
    evidenceLimit,
    firstScene: 0,
    signal,
  });
  const { result, info } = await collect(events, options, onProgress);
  const analysis = toNewAnalysis(result, info, origin);
  return options.genre === undefined ? analysis : { ...analysis, genre: options.genre };
}

/** What a result depends on beside its script. */
function inputOptions({ answerLanguage, evidenceLimit, sections }: JobOptions): AnalysisOrigin['options'] {
  return { answerLanguage, evidenceLimit, sections: [...sections].sort() };
}

async function resolveItem(source: NewItem, { library, folder }: AnalyzeItemParts): Promise<ResolvedScript> {
  if (source.type === 'inline') return inlineScript(source.script);
  if (source.type === 'stored') {
    const { scriptId: id, version } = source;
    return resolveScript({ type: 'stored', id, ...(version !== undefined && { version }) }, library);
  }
  if (folder === undefined) throw new EngineError('LIBRARY_MISSING');
  return inlineScript({ bytes: await folder.read(source.path), name: source.path });
}

async function collect(
  events: AsyncIterable<SentimentEvent>,
  { sections, answerLanguage }: JobOptions,
  onProgress: ItemWatch['onProgress'],
): Promise<{ readonly result: AnalysisResult; readonly info: AnalysisInfo }> {
  const made = sectionsToMake(sections);
  let outline: AnalysisResult['outline'] | undefined;
  for await (const event of events) {
    onProgress(event.progress);
    if (event.type === 'outline') outline = event.outline;
    if (event.type !== 'completed') continue;
    const { scenes, summary, info } = event;
    const result: AnalysisResult = {
      outline: outline!,
      scenes: made.has('scenes') ? scenes : [],
      ...(made.has('sentiment') && { summary }),
      warnings: sectionWarnings(sections, answerLanguage ?? (info.language === 'es' ? 'es' : 'en')),
    };
    return { result, info };
  }
  throw new EngineError('INTERNAL', undefined, { cause: new Error('an analysis ended without its end') });
}
