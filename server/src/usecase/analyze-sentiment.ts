import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '../domain/errors.js';
import type { Script } from '../domain/script.js';
import type { Segment } from '../domain/segment.js';
import type { AnalysisInfo, Progress, SceneSentiment, ScriptSentiment, SentimentEvent } from '../domain/sentiment.js';
import type { EncoderLease, Encoders } from '../inference/encoders.js';
import type { Priority } from '../inference/schedule/job.js';
import { describeActs } from '../insight/acts.js';
import { type Appraise, createAppraise } from '../insight/affect.js';
import { quantile } from '../insight/bootstrap.js';
import { describeCharacters } from '../insight/characters.js';
import type { EvidenceOptions } from '../insight/evidence.js';
import type { AnswerLanguage } from '../insight/messages.js';
import type { Reading } from '../insight/reading.js';
import { describeScene, measureStrength, strongestScenes, toReadings } from '../insight/scene-sentiment.js';
import { segmentScript } from '../screenplay/segments.js';
import type { AnalysisStore } from './analysis-store.js';
import { keepCompleted } from './keep-analysis.js';
import { outlineOf } from './outline.js';
import type { ParseScript } from './parse-script.js';
import type { ResultCache, ResultKey } from './result-cache.js';
import type { SceneCache } from './scene-cache.js';
import { SceneJob } from './scene-job.js';
import { type ResolvedScript, readScript, resolveScript, type ScriptInput } from './script-input.js';
import type { ScriptLibrary } from './script-library.js';

/** What the use case works with. */
export interface AnalyzeSentimentParts {
  readonly scripts: Pick<ScriptLibrary, 'get'>;
  readonly parse: ParseScript;
  readonly encoders: Pick<Encoders, 'acquire'>;
  /** Analyses that were done: the same script with the same options and models is not analysed twice. */
  readonly results: ResultCache<readonly SentimentEvent[]>;
  /** Scenes that were read in any script, by their words. */
  readonly scenes: SceneCache;
  /** Keeps what was analysed. */
  readonly analyses: Pick<AnalysisStore, 'put'>;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** How an analysis is done. */
export interface SentimentOptions {
  /** Language of the words in the answer; the script's own when left out. */
  readonly answerLanguage?: AnswerLanguage;
  readonly priority: Priority;
  /** Most evidence a scene, from 1. */
  readonly evidenceLimit: number;
  /** First scene to emit, from 0. */
  readonly firstScene: number;
  /** Under whom the analysis is listed and counted; left out: under nobody. */
  readonly userId?: string;
  readonly signal: AbortSignal;
  /** When the answer stops being of use, in milliseconds of `performance.now()`. */
  readonly deadline?: number;
}

/** What is to be analysed. */
interface AnalysisRequest {
  readonly resolved: ResolvedScript;
  readonly lease: EncoderLease;
  /** When the call came. */
  readonly startedAt: number;
  /** Under which its result is kept. */
  readonly key: ResultKey;
  readonly options: SentimentOptions;
}

/** A scene's numbers, evidence and embedding, twice: as they were sent and as they were measured at the end. */
const BYTES_PER_EVENT = 16 * 1024;

/** One analysis under way. */
interface Run {
  readonly lease: EncoderLease;
  readonly script: Script;
  readonly resolved: ResolvedScript;
  readonly byScene: readonly (readonly Segment[])[];
  readonly job: SceneJob;
  readonly evidence: EvidenceOptions;
  readonly appraise: Appraise;
  readonly startedAt: number;
  readonly parseMs: number;
  insightMs: number;
}

/** Analyses the sentiment of a script, scene by scene. */
export class AnalyzeSentiment {
  constructor(private readonly parts: AnalyzeSentimentParts) {}

  /**
   * Yields the outline, then each scene in order as soon as its segments are computed, then the summary.
   *
   * @throws EngineError of the parser, the store or the scheduler; the signal's reason when aborted.
   */
  async *stream(input: ScriptInput, options: SentimentOptions): AsyncGenerator<SentimentEvent, void, undefined> {
    const startedAt = this.parts.now();
    const resolved = await resolveScript(input, this.parts.scripts);
    for await (const event of this.kept(this.events(resolved, options, startedAt), resolved, options)) {
      if (event.type !== 'scene' || event.scene.scene >= options.firstScene) yield event;
    }
  }

  /** The events of an analysis that is not kept: every scene, whatever the first one asked for. Throws as {@link stream}. */
  async *events(
    resolved: ResolvedScript,
    options: SentimentOptions,
    startedAt = this.parts.now(),
  ): AsyncGenerator<SentimentEvent, void, undefined> {
    const lease = await this.parts.encoders.acquire();
    try {
      const key = resultKey(resolved, options, lease);
      const known = this.parts.results.get(key);
      yield* known
        ? this.repeat(known, resolved, startedAt)
        : this.analyze({ resolved, lease, startedAt, key, options });
    } finally {
      lease.release();
    }
  }

  /** The models that an analysis would be made by now. Throws as {@link stream}. */
  async models(): Promise<AnalysisInfo['models']> {
    const lease = await this.parts.encoders.acquire();
    lease.release();
    return modelsOf(lease);
  }

  /** The events of an analysis, which is kept before its end is told. */
  private kept(events: AsyncIterable<SentimentEvent>, resolved: ResolvedScript, options: SentimentOptions) {
    const { answerLanguage, evidenceLimit, userId } = options;
    const origin = { resolved, kind: 'sentiment', options: { answerLanguage, evidenceLimit } } as const;
    return keepCompleted(events, { ...origin, ...(userId !== undefined && { userId }) }, this.parts.analyses);
  }

  /** The events of an analysis that was done before, with an account of its own. */
  private async *repeat(
    events: readonly SentimentEvent[],
    { stored }: ResolvedScript,
    startedAt: number,
  ): AsyncGenerator<SentimentEvent, void, undefined> {
    for (const event of events) {
      if (event.type !== 'completed') yield event;
      else {
        const { stored: _, ...info } = event.info;
        const timing = { parse: 0, queue: 0, inference: 0, insight: 0, total: this.parts.now() - startedAt };
        const own = {
          analysisId: this.parts.newId(),
          timing,
          cachedSegments: info.segments,
          ...(stored && { stored }),
        };
        yield { ...event, info: { ...info, ...own } };
      }
    }
  }

  private async *analyze(request: AnalysisRequest): AsyncGenerator<SentimentEvent, void, undefined> {
    // However it ends, what is still queued for this analysis is for nobody.
    const ended = new AbortController();
    const { options, key } = request;
    const signal = AbortSignal.any([options.signal, ended.signal]);
    const events: SentimentEvent[] = [];
    try {
      for await (const event of this.describe(await this.start({ ...request, options: { ...options, signal } }))) {
        events.push(event);
        yield event;
      }
      // What nobody waits for is asked for once, and would drive out what is asked for again.
      if (options.priority !== 'background') this.parts.results.set(key, events, estimateBytes(events));
    } finally {
      ended.abort();
    }
  }

  private async *describe(run: Run): AsyncGenerator<SentimentEvent, void, undefined> {
    const readings: Reading[][] = [];
    const scenes: SceneSentiment[] = [];
    const progress = createProgress(run);
    yield { type: 'outline', outline: outlineOf(run.script, run.byScene), progress: progress(0) };
    for (const [index, segments] of run.byScene.entries()) {
      const impress = await run.job.ready(index);
      const scene = await this.timed(run, () => {
        const impression = impress();
        readings.push(toReadings(segments, impression));
        return describeScene(run.script.scenes[index]!, segments, impression, run.evidence);
      });
      scenes.push(scene);
      yield { type: 'scene', scene, progress: progress(scenes.length) };
    }
    const measured = await this.timed(run, () => measureStrength(scenes));
    const summary = await this.summarize(run, readings, measured);
    const info = this.account(run);
    yield { type: 'completed', summary, scenes: measured, info, progress: progress(scenes.length) };
  }

  private async summarize(
    run: Run,
    byScene: readonly (readonly Reading[])[],
    scenes: readonly SceneSentiment[],
  ): Promise<ScriptSentiment> {
    const { script, appraise } = run;
    const readings = byScene.flat();
    return {
      affect: await this.timed(run, () => appraise(readings)),
      acts: await this.timed(run, () => describeActs(byScene, run.lease.calibration, appraise)),
      strongest: strongestScenes(scenes),
      characters: await this.timed(run, () => describeCharacters(script.characters, readings, appraise)),
    };
  }

  private async start({ resolved, lease, startedAt, options }: AnalysisRequest): Promise<Run> {
    const { parse, now } = this.parts;
    const { encoder, calibration } = lease;
    const script = await readScript(resolved, parse, options.signal);
    const parseMs = now() - startedAt;
    const byScene = groupByScene(segmentScript(script), script.scenes.length);
    const appraise = createAppraise(calibration, encoder);
    const reader = { lease, appraise, known: this.parts.scenes };
    const job = await SceneJob.start(byScene, reader, options).catch(asScriptFault);
    return {
      lease,
      script,
      resolved,
      byScene,
      job,
      evidence: {
        neutral: quantile(calibration.sceneValence, 0.5),
        limit: options.evidenceLimit,
        language: options.answerLanguage ?? (script.language === 'es' ? 'es' : 'en'),
        emotions: encoder.emotions,
      },
      appraise,
      startedAt,
      parseMs,
      insightMs: 0,
    };
  }

  /** Does a piece of insight after the event loop had its turn: pieces in a row would hold up other calls. */
  private async timed<T>(run: Run, work: () => T): Promise<T> {
    await nextTurn();
    const started = this.parts.now();
    const result = work();
    run.insightMs += this.parts.now() - started;
    return result;
  }

  private account(run: Run): AnalysisInfo {
    const { now, newId } = this.parts;
    return {
      analysisId: newId(),
      models: modelsOf(run.lease),
      language: run.script.language,
      timing: {
        parse: run.parseMs,
        queue: run.job.queueMs,
        inference: run.job.computeMs,
        insight: run.insightMs,
        total: now() - run.startedAt,
      },
      segments: run.job.segments,
      cachedSegments: run.job.cached,
      ...(run.resolved.stored && { stored: run.resolved.stored }),
    };
  }
}

function modelsOf({ encoder, calibration }: EncoderLease): AnalysisInfo['models'] {
  return [encoder.model, { name: 'calibration', version: calibration.version }];
}

/** Everything that a result depends on, and nothing of the script that could be read from it. */
function resultKey({ source, sha256 }: ResolvedScript, options: SentimentOptions, lease: EncoderLease): ResultKey {
  const { bytes: _, ...rest } = source;
  const { answerLanguage, evidenceLimit } = options;
  const models = [lease.encoder.model, lease.calibration.version];
  return { sourceSha256: sha256, rest: JSON.stringify([models, rest, answerLanguage ?? '', evidenceLimit]) };
}

/** Memory that the events of an analysis hold: mostly the numbers, quotes and embeddings of its scenes. */
function estimateBytes(events: readonly SentimentEvent[]): number {
  return BYTES_PER_EVENT * events.length;
}

/** Texts that no queue can hold are, to the caller, a script that is too large. */
function asScriptFault(error: unknown): never {
  if (!(error instanceof EngineError) || error.reason !== 'TEXTS_TOO_LARGE') throw error;
  const description = error.message.replace('The texts have', 'The script has');
  throw new EngineError('SCRIPT_TOO_LARGE', description, { violations: [{ field: 'script', description }] });
}

function groupByScene(segments: readonly Segment[], scenes: number): Segment[][] {
  const groups: Segment[][] = Array.from({ length: scenes }, () => []);
  for (const segment of segments) groups[segment.scene]!.push(segment);
  return groups;
}

/** Progress after a number of finished scenes. */
function createProgress({ byScene, job }: Run): (scenesDone: number) => Progress {
  let tokens = 0;
  const tokensAfter = [0];
  for (const count of job.countTokens()) {
    tokens += count;
    tokensAfter.push(tokens);
  }
  return (scenesDone) => ({
    scenesDone,
    scenesTotal: byScene.length,
    tokensDone: tokensAfter[scenesDone]!,
    tokensTotal: tokens,
  });
}
