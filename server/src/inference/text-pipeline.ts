import type { Manifest } from './manifest.js';
import type { InferOptions, ModelInput, TextJob, TextModel, TextOutputs } from './models.js';
import { readOutputs } from './read-outputs.js';
import type { RememberedOutputs } from './remembered-outputs.js';
import type { Job, RowOutput } from './schedule/job.js';
import type { Scheduler } from './schedule/scheduler.js';
import { contextOf, inContext } from './text/context.js';
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

/** A text and what comes before it, empty for nothing. */
interface Line {
  readonly text: string;
  readonly context: string;
}

/** A text that is not in the cache, as rows of tokens. */
interface Tokenized {
  readonly key: string;
  /** One row, or several where the text is longer than the window; the first one begins with the context. */
  readonly rows: readonly Int32Array[];
  /** Tokens of the text in each row: what windows weigh. */
  readonly own: readonly number[];
  readonly tokens: number;
  readonly truncated: boolean;
}

/** Texts to outputs: look up → tokenise → fit the window → schedule → read the tensors → remember. */
export class TextPipeline implements TextModel {
  constructor(private readonly parts: TextPipelineParts) {}

  get manifest(): Manifest {
    return this.parts.manifest;
  }

  async infer(inputs: readonly ModelInput[], options: InferOptions): Promise<TextJob> {
    const { remembered, scheduler } = this.parts;
    const texts = inputs.map((input) => this.lineOf(input));
    const keys = texts.map(({ text, context }) => remembered.keyOf(text, context));
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

  private lineOf(input: ModelInput): Line {
    if (typeof input === 'string') return { text: input, context: '' };
    return { text: input.text, context: this.parts.manifest.tokens.context === undefined ? '' : contextOf(input) };
  }

  /** Rows of the texts that were not found. */
  private async tokenize(
    texts: readonly Line[],
    keys: readonly string[],
    found: readonly (TextOutputs | undefined)[],
  ): Promise<Tokenized[]> {
    const indices = [...texts.keys()].filter((i) => found[i] === undefined);
    const [whole, before] = await Promise.all([
      indices.length === 0 ? [] : this.parts.tokenizer.encode(indices.map((i) => texts[i]!.text)),
      this.encodeContexts(indices.map((i) => texts[i]!.context)),
    ]);
    return Promise.all(
      whole.map(async (ids, i) => {
        const { rows, truncated } = await this.fit(texts[indices[i]!]!.text, ids);
        return this.place(keys[indices[i]!]!, rows, before[i], truncated);
      }),
    );
  }

  /** Token ids of contexts; undefined where there is none. */
  private async encodeContexts(contexts: readonly string[]): Promise<(Int32Array | undefined)[]> {
    const wanted = contexts.filter((context) => context !== '');
    const encoded = (wanted.length === 0 ? [] : await this.parts.tokenizer.encode(wanted)).values();
    return contexts.map((context) => (context === '' ? undefined : encoded.next().value));
  }

  private async fit(text: string, ids: Int32Array): Promise<{ rows: Int32Array[]; truncated: boolean }> {
    const { window, overflow } = this.parts.manifest.tokens;
    if (ids.length <= window) return { rows: [ids], truncated: false };
    if (overflow === 'cut') return { rows: [cutWindow(ids, window)], truncated: true };
    return { rows: packWindows(await this.parts.tokenizer.encode(splitSentences(text)), window), truncated: false };
  }

  /** Puts the context before the first row. */
  private place(
    key: string,
    rows: readonly Int32Array[],
    context: Int32Array | undefined,
    truncated: boolean,
  ): Tokenized {
    const limit = this.parts.manifest.tokens.context ?? 0;
    const own = rows.map((row) => row.length);
    const placed = context === undefined ? rows : [inContext(rows[0]!, context, limit), ...rows.slice(1)];
    return { key, rows: placed, own, tokens: placed.reduce((sum, row) => sum + row.length, 0), truncated };
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

  private async read({ key, own, tokens, truncated }: Tokenized, results: Promise<RowOutput>[]): Promise<TextOutputs> {
    const windows = (await Promise.all(results)).map((row, i) => ({ tokens: own[i]!, row }));
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
