import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '../domain/errors.js';
import type { Script } from '../domain/script.js';
import type { Segment } from '../domain/segment.js';
import type { AnalysisInfo, Progress, SceneSentiment, ScriptSentiment, SentimentEvent } from '../domain/sentiment.js';
import type { EncodeJob } from '../inference/encoder.js';
import type { EncoderLease, Encoders } from '../inference/encoders.js';
import type { Priority } from '../inference/schedule/scheduler.js';
import { describeActs } from '../insight/acts.js';
import { type Appraise, createAppraise } from '../insight/affect.js';
import { quantile } from '../insight/bootstrap.js';
import { describeCharacters } from '../insight/characters.js';
import type { EvidenceOptions } from '../insight/evidence.js';
import type { AnswerLanguage } from '../insight/messages.js';
import type { Reading } from '../insight/reading.js';
import { describeScene, measureStrength, strongestScenes } from '../insight/scene-sentiment.js';
import { segmentScript } from '../screenplay/segments.js';
import type { ParseScript } from './parse-script.js';
import { type ResolvedScript, resolveScript, type ScriptInput } from './script-input.js';
import type { ScriptStore } from './script-store.js';

/** What the use case works with. */
export interface AnalyzeSentimentParts {
  readonly scripts: ScriptStore;
  readonly parse: ParseScript;
  readonly encoders: Pick<Encoders, 'acquire'>;
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
  readonly signal: AbortSignal;
  /** When the answer stops being of use, in milliseconds of `performance.now()`. */
  readonly deadline?: number;
}

/** One analysis under way. */
interface Run {
  readonly lease: EncoderLease;
  readonly script: Script;
  readonly resolved: ResolvedScript;
  readonly byScene: readonly (readonly Segment[])[];
  readonly job: EncodeJob;
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
    // However it ends, what is still queued for this analysis is for nobody.
    const ended = new AbortController();
    const signal = AbortSignal.any([options.signal, ended.signal]);
    const lease = await this.parts.encoders.acquire();
    try {
      yield* this.describe(await this.start(input, { ...options, signal }, lease), options.firstScene);
    } finally {
      ended.abort();
      lease.release();
    }
  }

  private async *describe(run: Run, firstScene: number): AsyncGenerator<SentimentEvent, void, undefined> {
    const readings: Reading[][] = [];
    const scenes: SceneSentiment[] = [];
    const progress = createProgress(run);
    yield { type: 'outline', script: run.script, words: countWords(run.byScene), progress: progress(0) };
    for await (const reading of this.readScenes(run)) {
      readings.push(reading);
      const scene = await this.timed(run, () =>
        describeScene(run.script.scenes[scenes.length]!, reading, run.appraise, run.evidence),
      );
      scenes.push(scene);
      if (scene.scene >= firstScene) yield { type: 'scene', scene, progress: progress(scenes.length) };
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

  private async start(input: ScriptInput, options: SentimentOptions, lease: EncoderLease): Promise<Run> {
    const { scripts, parse, now } = this.parts;
    const { encoder, calibration } = lease;
    const startedAt = now();
    const resolved = await resolveScript(input, scripts);
    const script = await parse(resolved.source, options.signal);
    const parseMs = now() - startedAt;
    const segments = segmentScript(script);
    const texts = segments.map(({ text }) => text);
    const job = await encoder.encode(texts, options).catch(asScriptFault);
    return {
      lease,
      script,
      resolved,
      byScene: groupByScene(segments, script.scenes.length),
      job,
      evidence: {
        neutral: quantile(calibration.sceneValence, 0.5),
        limit: options.evidenceLimit,
        language: options.answerLanguage ?? (script.language === 'es' ? 'es' : 'en'),
        emotions: encoder.emotions,
      },
      appraise: createAppraise(calibration, encoder),
      startedAt,
      parseMs,
      insightMs: 0,
    };
  }

  private async *readScenes({ byScene, job }: Run): AsyncGenerator<Reading[], void, undefined> {
    let first = 0;
    for (const segments of byScene) {
      const encodings = await Promise.all(job.encodings.slice(first, first + segments.length));
      first += segments.length;
      yield segments.map((segment, i) => ({ segment, encoding: encodings[i]! }));
    }
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
    const { encoder, calibration } = run.lease;
    return {
      analysisId: newId(),
      models: [encoder.model, { name: 'calibration', version: calibration.version }],
      language: run.script.language,
      timing: {
        parse: run.parseMs,
        queue: run.job.queueMs,
        inference: run.job.computeMs,
        insight: run.insightMs,
        total: now() - run.startedAt,
      },
      segments: run.job.tokens.length,
      cachedSegments: run.job.cached,
      ...(run.resolved.stored && { stored: run.resolved.stored }),
    };
  }
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
  let segment = 0;
  let tokens = 0;
  const tokensAfter = [
    0,
    ...byScene.map((segments) => {
      for (let i = 0; i < segments.length; i++) tokens += job.tokens[segment++]!;
      return tokens;
    }),
  ];
  return (scenesDone) => ({
    scenesDone,
    scenesTotal: byScene.length,
    tokensDone: tokensAfter[scenesDone]!,
    tokensTotal: tokens,
  });
}

function countWords(byScene: readonly (readonly Segment[])[]): number {
  return byScene.flat().reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
}
