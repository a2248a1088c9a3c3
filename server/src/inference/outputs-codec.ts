/** How the outputs of a text are cached: under which key, and as which bytes. */
import { hash } from 'node:crypto';
import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';
import { EngineError } from '../domain/errors.js';
import type { Manifest, OutputSpec, Precision } from './manifest.js';
import type { TextOutputs } from './models.js';

/** Version of the layout below. It is in the key too, so that engines of two versions can share a cache. */
const FORMAT = 1;

/**
 * Layout: CRC-32 of what follows (u32), format (u8), flags (u8), zero (u16), tokens (u32), then the values of each output
 * in the order of the manifest (float32). Header little-endian; values in the order of the machine, which is in the key.
 */
const FORMAT_AT = 4;
const FLAGS_AT = 5;
const TOKENS_AT = 8;
const VALUES_AT = 12;

const TRUNCATED = 1;

/** What computes the outputs: everything that their bits depend on, beside the text. */
export interface Computation {
  readonly manifest: Manifest;
  /** Number format of the graph that is served. */
  readonly precision: Precision;
  /** What runs the graph, e.g. `cpu`: another kind of processor rounds differently. */
  readonly provider: string;
}

/**
 * Makes the keys of a model's texts: SHA-256 over the computation, the context and the text, in base64url. Texts are taken as they are
 * given to the tokenizer, as UTF-8: whatever it would treat alike (case, spaces) still has keys of its own.
 */
export function createKeyer(computation: Computation): (text: string, context?: string) => string {
  // Of fixed length: no text can be mistaken for a part of it.
  const fingerprint = hash('sha256', describeComputation(computation), 'base64url');
  return (text, context = '') => {
    // A digest of the context, of fixed length and with a mark of its own: no text alone can be mistaken for one with context.
    const before = context === '' ? '' : `\u0000${hash('sha256', context, 'base64url')}`;
    return hash('sha256', fingerprint + before + text, 'base64url');
  };
}

function describeComputation({ manifest, precision, provider }: Computation): string {
  const { name, version, files, inputs, outputs, tokens } = manifest;
  return JSON.stringify([
    [FORMAT, endianness()],
    [name, version, precision, provider],
    [files.graphs[precision]?.sha256, files.tokenizer.sha256],
    [inputs.type, inputs.ids, inputs.mask, inputs.types],
    outputs.map((output) => [
      output.name,
      output.tensor,
      output.width,
      output.activation,
      output.divisor,
      output.normalize,
    ]),
    [tokens.pad, tokens.maxLength, tokens.window, tokens.overflow, tokens.context],
  ]);
}

/** What is cached of a text. */
export type CachedOutputs = Omit<TextOutputs, 'cached'>;

/** Outputs to bytes and back, bit by bit. */
export interface OutputsCodec {
  /** @throws EngineError MODEL_CORRUPT when an output is not as wide as the manifest says. */
  encode(outputs: CachedOutputs): Uint8Array;
  /**
   * Outputs with values that are views of the bytes where these are aligned; undefined when the bytes are not what
   * `encode` makes for this model.
   */
  decode(bytes: Uint8Array): TextOutputs | undefined;
}

/** The codec of a model with these outputs. */
export function createOutputsCodec(specs: readonly OutputSpec[]): OutputsCodec {
  const width = specs.reduce((sum, spec) => sum + spec.width, 0);
  const size = VALUES_AT + width * Float32Array.BYTES_PER_ELEMENT;
  return {
    encode({ tokens, truncated, values }) {
      const bytes = new Uint8Array(size);
      const header = new DataView(bytes.buffer);
      header.setUint8(FORMAT_AT, FORMAT);
      header.setUint8(FLAGS_AT, truncated ? TRUNCATED : 0);
      header.setUint32(TOKENS_AT, tokens, true);
      for (const [spec, view] of viewValues(specs, bytes)) view.set(checkWidth(spec, values[spec.name]));
      header.setUint32(0, crc32(bytes.subarray(FORMAT_AT)), true);
      return bytes;
    },
    decode(given) {
      if (given.byteLength !== size) return undefined;
      const bytes = given.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? given : new Uint8Array(given);
      const header = new DataView(bytes.buffer, bytes.byteOffset, size);
      if (header.getUint8(FORMAT_AT) !== FORMAT) return undefined;
      if (header.getUint32(0, true) !== crc32(bytes.subarray(FORMAT_AT))) return undefined;
      const values: Record<string, Float32Array> = {};
      for (const [{ name }, view] of viewValues(specs, bytes)) values[name] = view;
      const truncated = (header.getUint8(FLAGS_AT) & TRUNCATED) !== 0;
      return { tokens: header.getUint32(TOKENS_AT, true), truncated, cached: true, values };
    },
  };
}

/** The place of each output's values in the bytes of a text. */
function viewValues(specs: readonly OutputSpec[], bytes: Uint8Array): [OutputSpec, Float32Array][] {
  let at = bytes.byteOffset + VALUES_AT;
  return specs.map((spec) => {
    const view = new Float32Array(bytes.buffer, at, spec.width);
    at += view.byteLength;
    return [spec, view];
  });
}

function checkWidth({ name, width }: OutputSpec, values: Float32Array | undefined): Float32Array {
  if (values?.length === width) return values;
  const found = values?.length ?? 0;
  throw new EngineError('MODEL_CORRUPT', `The model gives ${found} values for "${name}", not ${width}.`);
}
