import type { Manifest } from './manifest.js';
import type { InferOptions, TextJob, TextModel, TextOutputs } from './models.js';
import { readOutputs } from './read-outputs.js';
import type { RememberedOutputs } from './remembered-outputs.js';
import type { Job, RowOutput } from './schedule/job.js';
import type { Scheduler } from './schedule/scheduler.js';
import type { Tokenizer } from './text/tokenizer.js';
import { cutWindow, packWindows, splitSentences } from './text/window.js';

/** What a pipeline is made of. */
export interface TextPipelineParts {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly scheduler: Scheduler;
  /** Outputs of texts that were computed before. */
  readonly remembered: RememberedOutputs;
}

/** A text that is not in the cache, as rows of tokens. */
interface Tokenized {
  readonly key: string;
  /** One row, or several where the text is longer than the window. */
  readonly rows: readonly Int32Array[];
  readonly tokens: number;
  readonly truncated: boolean;
}

/** Texts to outputs: look up → tokenise → fit the window → schedule → read the tensors → remember. */
export class TextPipeline implements TextModel {
  constructor(private readonly parts: TextPipelineParts) {}

  get manifest(): Manifest {
    return this.parts.manifest;
  }

  async infer(texts: readonly string[], options: InferOptions): Promise<TextJob> {
    const { remembered, scheduler } = this.parts;
    const keys = texts.map((text) => remembered.keyOf(text));
    const found = await remembered.find(keys);
    const missing = await this.tokenize(texts, keys, found);
    const job = scheduler.submit(
      missing.flatMap(({ rows }) => rows),
      options,
    );
    const computed = this.readAll(missing, job);
    let next = 0;
    const outputs = found.map((hit) => (hit ? Promise.resolve(hit) : computed[next++]!));
    let read = 0;
    const tokens = found.map((hit) => (hit ? hit.tokens : missing[read++]!.tokens));
    return new ScheduledTexts(tokens, outputs, texts.length - missing.length, job);
  }

  forget(texts: readonly string[]): Promise<void> {
    return this.parts.remembered.forget(texts);
  }

  /** Rows of the texts that were not found. */
  private async tokenize(
    texts: readonly string[],
    keys: readonly string[],
    found: readonly (TextOutputs | undefined)[],
  ): Promise<Tokenized[]> {
    const indices = [...texts.keys()].filter((i) => found[i] === undefined);
    const whole = indices.length === 0 ? [] : await this.parts.tokenizer.encode(indices.map((i) => texts[i]!));
    const fitted = whole.map((ids, i) => this.fit(keys[indices[i]!]!, texts[indices[i]!]!, ids));
    return Promise.all(fitted);
  }

  private async fit(key: string, text: string, ids: Int32Array): Promise<Tokenized> {
    const { window, overflow } = this.parts.manifest.tokens;
    if (ids.length <= window) return { key, rows: [ids], tokens: ids.length, truncated: false };
    if (overflow === 'cut') return { key, rows: [cutWindow(ids, window)], tokens: window, truncated: true };
    const rows = packWindows(await this.parts.tokenizer.encode(splitSentences(text)), window);
    return { key, rows, tokens: rows.reduce((sum, row) => sum + row.length, 0), truncated: false };
  }

  private readAll(texts: readonly Tokenized[], job: Job): Promise<TextOutputs>[] {
    let first = 0;
    return texts.map((text) => {
      const rows = job.rows.slice(first, first + text.rows.length);
      first += text.rows.length;
      const outputs = this.read(text, rows);
      // The caller reads them in order and may stop at the first failure; the rest must not count as unhandled.
      outputs.catch(() => undefined);
      return outputs;
    });
  }

  private async read({ key, rows, tokens, truncated }: Tokenized, results: Promise<RowOutput>[]): Promise<TextOutputs> {
    const windows = (await Promise.all(results)).map((row, i) => ({ tokens: rows[i]!.length, row }));
    const outputs = { tokens, truncated, values: readOutputs(this.parts.manifest, windows) };
    this.parts.remembered.keep(key, outputs);
    return { ...outputs, cached: false };
  }
}

class ScheduledTexts implements TextJob {
  constructor(
    readonly tokens: readonly number[],
    readonly outputs: readonly Promise<TextOutputs>[],
    readonly cached: number,
    private readonly job: Job,
  ) {}

  get queueMs(): number {
    return this.job.queueMs;
  }

  get computeMs(): number {
    return this.job.computeMs;
  }
}
