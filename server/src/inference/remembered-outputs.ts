import type { TextOutputs } from './models.js';
import type { OutputCache } from './output-cache.js';
import {
  type CachedOutputs,
  type Computation,
  createKeyer,
  createOutputsCodec,
  type OutputsCodec,
} from './outputs-codec.js';

/** Outputs of texts that one version of a model computed before, in one cache that versions share. */
export class RememberedOutputs {
  /** Key of a text, in its context if there is one. */
  readonly keyOf: (text: string, context?: string) => string;
  private readonly codec: OutputsCodec;

  constructor(
    private readonly cache: OutputCache,
    computation: Computation,
  ) {
    this.keyOf = createKeyer(computation);
    this.codec = createOutputsCodec(computation.manifest.outputs);
  }

  /** Outputs by key, in order; undefined for what is not known or was damaged. */
  async find(keys: readonly string[]): Promise<(TextOutputs | undefined)[]> {
    const values = await this.cache.getMany(keys);
    return values.map((value) => value && this.codec.decode(value));
  }

  /** Forgets the outputs of texts. */
  forget(texts: readonly string[]): Promise<void> {
    return this.cache.forget(texts.map((text) => this.keyOf(text)));
  }

  /** Keeps the outputs of a text. */
  keep(key: string, outputs: CachedOutputs): void {
    this.cache.set([{ key, value: this.codec.encode(outputs) }]);
  }
}
