import { createHash } from 'node:crypto';
import type { Manifest, Precision } from './manifest.js';
import type { TextOutputs } from './models.js';
import type { OutputCache } from './output-cache.js';

/** Everything but the text that its outputs depend on. */
export interface Fingerprint {
  readonly manifest: Manifest;
  readonly precision: Precision;
  /** What computes: another kind of processor rounds differently. */
  readonly provider: string;
}

/** Version of the packed form; a value of another is a miss. */
const FORMAT = 1;

/** Bytes before the values: format, flags, two of padding, tokens. */
const HEADER = 8;

const TRUNCATED = 1;

/** Outputs of texts that one version of a model computed before, in one cache that versions share. */
export class RememberedOutputs {
  private readonly prefix: Buffer;
  private readonly widths: readonly (readonly [name: string, width: number])[];
  private readonly bytes: number;

  constructor(
    private readonly cache: OutputCache,
    fingerprint: Fingerprint,
  ) {
    this.prefix = digestOf(fingerprint);
    this.widths = fingerprint.manifest.outputs.map(({ name, width }) => [name, width]);
    this.bytes = HEADER + 4 * this.widths.reduce((sum, [, width]) => sum + width, 0);
  }

  /**
   * Key of a text: SHA-256 over the model's fingerprint and the text as it came. Nothing is normalised: what the tokenizer
   * takes for the same text may miss, and never hits wrongly.
   */
  keyOf(text: string): string {
    return createHash('sha256').update(this.prefix).update(text).digest('base64url');
  }

  /** Outputs by key, in order; undefined for what is not known. */
  async find(keys: readonly string[]): Promise<(TextOutputs | undefined)[]> {
    const values = await this.cache.getMany(keys);
    return values.map((value) => value && this.unpack(value));
  }

  /** Keeps the outputs of a text. */
  keep(key: string, outputs: Omit<TextOutputs, 'cached'>): void {
    this.cache.set([{ key, value: this.pack(outputs) }]);
  }

  private pack({ tokens, truncated, values }: Omit<TextOutputs, 'cached'>): Uint8Array {
    const packed = new Uint8Array(this.bytes);
    const view = new DataView(packed.buffer);
    view.setUint8(0, FORMAT);
    view.setUint8(1, truncated ? TRUNCATED : 0);
    view.setUint32(4, tokens, true);
    let at = HEADER;
    for (const [name] of this.widths) {
      const output = values[name]!;
      packed.set(new Uint8Array(output.buffer, output.byteOffset, output.byteLength), at);
      at += output.byteLength;
    }
    return packed;
  }

  /** A value of another form or length is a miss. */
  private unpack(packed: Uint8Array): TextOutputs | undefined {
    if (packed.length !== this.bytes || packed[0] !== FORMAT) return undefined;
    // A copy: floats have to be aligned, and what a caller holds must not hold the cache's memory.
    const own = packed.slice();
    const values: Record<string, Float32Array> = {};
    let at = HEADER;
    for (const [name, width] of this.widths) {
      values[name] = new Float32Array(own.buffer, at, width);
      at += 4 * width;
    }
    const tokens = new DataView(own.buffer).getUint32(4, true);
    return { tokens, truncated: (own[1]! & TRUNCATED) !== 0, cached: true, values };
  }
}

function digestOf({ manifest, precision, provider }: Fingerprint): Buffer {
  const { name, version, files, outputs, tokens } = manifest;
  const graph = files.graphs[precision]?.sha256;
  const parts = [FORMAT, name, version, precision, provider, graph, files.tokenizer.sha256, outputs, tokens];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
