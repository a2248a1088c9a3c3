import { EngineError } from '../domain/errors.js';
import type { Precision } from './manifest.js';
import type { ModelLease, ModelState, TextModel } from './models.js';

/** A version that is open, and how to end it. */
export interface OpenedModel {
  readonly model: TextModel;
  /** Waits for the work in flight and frees what computes it. */
  close(): Promise<void>;
}

/** What a load found out. */
export interface LoadedModel extends OpenedModel {
  readonly precision: Precision;
  /** Growth of the process over the load, in MiB. */
  readonly memoryMiB: number;
  /** What it counts against the memory allowed, in MiB: freed memory that is used again is no growth. */
  readonly reservedMiB: number;
  readonly loadedAt: Date;
}

/**
 * One version on its way through memory: loading → ready → unloading, or loading → failed. It is closed once, and only
 * when nobody uses it.
 */
export class ModelVersion {
  private state_: Exclude<ModelState, 'available'> = 'loading';
  private loaded_: LoadedModel | undefined;
  private error_: string | undefined;
  private leases = 0;
  private announceUnused: () => void = () => undefined;
  private closing: Promise<void> | undefined;

  /** Settles as the load does: fulfilled means ready. */
  readonly loading: Promise<void>;

  constructor(
    readonly name: string,
    readonly version: string,
    load: () => Promise<LoadedModel>,
  ) {
    this.loading = load().then(
      (loaded) => this.succeed(loaded),
      (error: unknown) => this.fail(error),
    );
    // Whoever asked for the load hears of its failure; that nobody waits any more is no fault.
    this.loading.catch(() => undefined);
  }

  get state(): Exclude<ModelState, 'available'> {
    return this.state_;
  }

  /** What is in memory; undefined before the load has succeeded. */
  get loaded(): LoadedModel | undefined {
    return this.loaded_;
  }

  /** Why the load failed; safe to send. */
  get error(): string | undefined {
    return this.error_;
  }

  /**
   * Takes the version into use.
   *
   * @throws EngineError MODEL_NOT_READY unless it is ready.
   */
  lease(): ModelLease {
    if (this.state_ !== 'ready' || this.loaded_ === undefined) {
      throw new EngineError('MODEL_NOT_READY', `Model "${this.name}" ${this.version} is ${this.state_}.`);
    }
    const { model } = this.loaded_;
    this.leases += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      this.leases -= 1;
      if (this.leases === 0) this.announceUnused();
    };
    return { model, release };
  }

  /** Takes no more leases, waits for those there are and closes; again and again it is the same closing. */
  close(): Promise<void> {
    this.closing ??= this.closeOnce();
    return this.closing;
  }

  private async closeOnce(): Promise<void> {
    this.state_ = 'unloading';
    if (this.leases > 0) {
      await new Promise<void>((resolve) => {
        this.announceUnused = resolve;
      });
    }
    await this.loaded_?.close();
  }

  private succeed(loaded: LoadedModel): void {
    this.loaded_ = loaded;
    this.state_ = 'ready';
  }

  private fail(error: unknown): never {
    this.state_ = 'failed';
    this.error_ = error instanceof EngineError ? error.message : 'It could not be loaded.';
    throw error;
  }
}
