import { type CallOptions, toRawOptions } from './call-options.js';
import type { CacheUse, ModelVersion, Timing } from './gen/guionix/ml/v1/common.js';
import type { EmbedOptions, TextOutputs } from './gen/guionix/ml/v1/inference.js';
import type { ClientSettings } from './options.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';
import { type TextSource, toTextInput } from './text-source.js';
import { openTextStream, type TextStream } from './text-stream.js';

/** How texts are computed; what is left out has the contract's default. */
export type TextOptions = Partial<EmbedOptions>;

/** Outputs of a list of texts. */
export interface TextEmbeddings {
  /** In the order of the texts; the id of each is its place, from 0. */
  readonly outputs: TextOutputs[];
  /** Model that computed them. */
  readonly model: ModelVersion;
  /** Where the time went. */
  readonly timing: Timing;
  /** What was found already computed. */
  readonly cache: CacheUse;
}

/** Texts straight through the encoder: embeddings and heads, without a script around them. */
export interface TextsClient {
  /** Computes a list of 1..1024 texts. */
  embed(texts: readonly TextSource[], options?: TextOptions, call?: CallOptions): Promise<TextEmbeddings>;
  /** Opens a stream for many small texts, which costs each a fraction of a call. Nothing is sent before the first. */
  open(options?: TextOptions): TextStream;
}

/** Texts over the generated client. */
export function createTextsClient(raw: RawClients['inference'], settings: ClientSettings): TextsClient {
  return {
    async embed(texts, options = {}, call) {
      const answer = await raw.embedTexts({ texts: texts.map(toTextInput), options }, toRawOptions(call));
      return {
        outputs: answer.outputs,
        model: present(answer.model, 'model'),
        timing: present(answer.timing, 'timing'),
        cache: present(answer.cache, 'cache'),
      };
    },
    open: (options = {}) => openTextStream({ raw, settings, options }),
  };
}
