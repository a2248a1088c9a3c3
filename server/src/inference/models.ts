/** What callers see of models: texts in, outputs out, and which version answers. Types only. */
import type { Manifest, Precision } from './manifest.js';
import type { Priority } from './schedule/job.js';
import type { TextInContext } from './text/context.js';

/** How texts are computed. */
export interface InferOptions {
  readonly priority: Priority;
  /** Aborting takes the texts that wait out of the queue; their outputs reject with the signal's reason. */
  readonly signal?: AbortSignal;
  /** When the answer stops being of use, in milliseconds of `performance.now()`. */
  readonly deadline?: number;
}

/** What a model says of one text. */
export interface TextOutputs {
  /** Tokens that were read, special ones included. */
  readonly tokens: number;
  /** The text was longer than the window of a model that cuts: its end was not read. */
  readonly truncated: boolean;
  /** Found in the cache, not computed. */
  readonly cached: boolean;
  /** Values of each output of the manifest, by name. Shared: not to be written to. */
  readonly values: Readonly<Record<string, Float32Array>>;
}

/** The texts of one request on their way through a model. */
export interface TextJob {
  /** Tokens of each text, in order. */
  readonly tokens: readonly number[];
  /** One a text, in order. A rejection that nobody reads is no fault. */
  readonly outputs: readonly Promise<TextOutputs>[];
  /** How many of the texts were found in the cache. */
  readonly cached: number;
  /** Waiting before the first batch, in milliseconds. */
  readonly queueMs: number;
  /** Compute time of the batches its texts were in, by its share of their tokens, in milliseconds. */
  readonly computeMs: number;
}

/** What a model reads: a text alone, or after the lines before it. Models that read no context answer for the text alone. */
export type ModelInput = string | TextInContext;

/** A loaded text encoder. */
export interface TextModel {
  readonly manifest: Manifest;
  /**
   * Queues texts; resolves once they are tokenised and queued.
   *
   * @throws EngineError TEXTS_TOO_LARGE for more tokens than the queue can ever hold, OVERLOADED with a retry hint when it
   * is full now, DEADLINE_UNREACHABLE when they would be ready only after the deadline; the signal's reason when aborted.
   */
  infer(texts: readonly ModelInput[], options: InferOptions): Promise<TextJob>;
  /** Forgets what was computed for texts. Never rejects. */
  forget(texts: readonly string[]): Promise<void>;
}

/** Which version of a model: the one with this version or this label; the label `default` when left out. */
export type VersionSelector = { readonly version: string } | { readonly label: string } | Record<string, never>;

/** A loaded version in use. */
export interface ModelLease {
  readonly model: TextModel;
  /** Ends the use. A version is closed only when nobody uses it. */
  release(): void;
}

/** Whether a version can answer. */
export type ModelState = 'available' | 'loading' | 'ready' | 'unloading' | 'failed';

/** A version as it stands. */
export interface ModelStatus {
  readonly name: string;
  readonly version: string;
  readonly state: ModelState;
  /** Labels on it, e.g. `default`. */
  readonly labels: readonly string[];
  /** Growth of the process when it was loaded, in MiB; 0 when it is not. */
  readonly memoryMiB: number;
  /** Number format of the graph that answers; left out when it is not loaded. */
  readonly precision?: Precision;
  readonly loadedAt?: Date;
  /** Why it could not be loaded; safe to send. */
  readonly error?: string;
}

/** The models of the engine: what there is on disk, what is loaded, which version answers. */
export interface Models {
  /** Every version of every text encoder on disk or loaded: by name, then newest first. */
  list(): Promise<ModelStatus[]>;
  /**
   * Manifest of a version, loaded or not. Without a selector the default's, or the newest's on disk where none is loaded.
   *
   * @throws EngineError MODEL_NOT_FOUND, MODEL_CORRUPT.
   */
  manifest(name: string, selector?: VersionSelector): Promise<Manifest>;
  /**
   * Takes a loaded version into use.
   *
   * @throws EngineError MODEL_NOT_FOUND for a name, version or label that is not there, MODEL_NOT_READY for one that is
   * there but not loaded, or on its way in or out.
   */
  acquire(name: string, selector?: VersionSelector): ModelLease;
  /**
   * Loads a version (the newest when left out): files verified, gate passed. Nothing changes for requests under way. The
   * first loaded version of a name gets the label `default`. Loading what is loaded does nothing; what is being loaded is
   * not loaded twice; what is being unloaded is loaded again once it is gone. A load goes on when its caller goes away.
   *
   * @throws EngineError MODEL_NOT_FOUND, MODEL_MISSING, MODEL_CORRUPT, MODEL_MEMORY when it does not fit, DRAINING,
   * MODEL_CONTROL_OFF.
   */
  load(name: string, version?: string): Promise<ModelStatus>;
  /**
   * Unloads a loaded version; resolves when the requests on it are answered and its memory is free. A version that has
   * labels is refused, or loses them: the newest of the others then becomes the default, or the name has none.
   *
   * @throws EngineError MODEL_NOT_FOUND, MODEL_NOT_LOADED, MODEL_IN_USE for one with a label that is
   * to be refused, MODEL_CONTROL_OFF.
   */
  unload(name: string, version: string, options: { readonly labelled: 'refuse' | 'drop' }): Promise<ModelStatus>;
  /**
   * Puts a label on a loaded version, or takes it off when no version is given. Returns every version of the name.
   *
   * @throws EngineError MODEL_NOT_FOUND, MODEL_NOT_LOADED, MODEL_IN_USE when `default` would be taken off,
   * MODEL_CONTROL_OFF.
   */
  setLabel(name: string, label: string, version: string | undefined): Promise<ModelStatus[]>;
}
