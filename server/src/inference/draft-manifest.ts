import { EngineError } from '../domain/errors.js';
import type { GraphDescription, GraphTensor } from './execute/session.js';
import type { Manifest, OutputSpec } from './manifest.js';

/** Names that exporters give the inputs of a text encoder. */
const IDS = ['input_ids', 'ids'];
const MASK = ['attention_mask', 'mask', 'input_mask'];
const TYPES = ['token_type_ids', 'segment_ids'];

/** Number formats of outputs that are read. */
const FLOATS = ['float32', 'float16'];

/**
 * Inputs of a graph as a manifest names them.
 *
 * @throws EngineError FIELD_INVALID when it is no graph over token ids and their mask.
 */
export function draftInputs({ inputs }: GraphDescription): Manifest['inputs'] {
  const [ids, mask, types] = [IDS, MASK, TYPES].map((names) => inputs.find(({ name }) => names.includes(name)));
  const others = inputs.filter((input) => ![ids, mask, types].includes(input));
  const type = ids?.type;
  if (
    !ids ||
    !mask ||
    others.length > 0 ||
    !isIndexType(type) ||
    mask.type !== type ||
    (types?.type ?? type) !== type
  ) {
    const found = inputs.map(({ name, type }) => `${name} (${type})`).join(', ');
    throw refused(
      `The graph takes ${found}; an encoder takes input_ids, attention_mask and perhaps token_type_ids, all int32 or all int64.`,
    );
  }
  return { type, ids: ids.name, mask: mask.name, ...(types && { types: types.name }) };
}

function isIndexType(type: string | undefined): type is Manifest['inputs']['type'] {
  return type === 'int32' || type === 'int64';
}

/**
 * Outputs of a graph as a manifest names them: those asked for, as `tensor` or `name=tensor`, or every one of the shape
 * rows × width. A single one is the `embedding`.
 *
 * @throws EngineError FIELD_INVALID for a tensor that the graph does not have or that is no number a row.
 */
export function draftOutputs({ outputs }: GraphDescription, asked: readonly string[]): OutputSpec[] {
  const wanted = asked.length > 0 ? asked : outputs.filter((output) => isRowOutput(output)).map(({ name }) => name);
  if (wanted.length === 0) {
    const found = outputs.map(describe).join(', ');
    throw refused(`The graph has no output of a row a text; it gives ${found}. Export it with its pooling.`);
  }
  const drafts = wanted.map((text) => draftOutput(outputs, text, wanted.length === 1));
  const twice = drafts.find(({ name }, i) => drafts.findIndex((other) => other.name === name) < i);
  if (twice) throw refused(`Two outputs are named ${twice.name}; name one by name=tensor.`);
  return drafts;
}

function draftOutput(outputs: readonly GraphTensor[], text: string, single: boolean): OutputSpec {
  const [tensor = '', given] = text.split('=').reverse();
  const found = outputs.find(({ name }) => name === tensor);
  const width = found?.shape[1];
  if (found === undefined || !isRowOutput(found) || typeof width !== 'number') {
    const all = outputs.map(describe).join(', ');
    throw refused(`"${tensor}" is no output of a row a text, float32 or float16; the graph gives ${all}.`);
  }
  const name = given ?? (single ? 'embedding' : tensor.toLowerCase().replace(/[^a-z0-9]+/g, '_'));
  return { name, tensor, width, activation: 'identity', divisor: 1, normalize: false };
}

function isRowOutput({ type, shape }: GraphTensor): boolean {
  return FLOATS.includes(type) && shape.length === 2 && typeof shape[1] === 'number';
}

function describe({ name, type, shape }: GraphTensor): string {
  return `${name} (${type} ${shape.join(' × ')})`;
}

function refused(message: string): EngineError {
  return new EngineError('FIELD_INVALID', message);
}

/** What a tokenizer file says of padding and length. */
export interface TokenizerFacts {
  /** Id that fills short rows. */
  readonly pad: number;
  /** Longest row that its author cut at; undefined when it does not say. */
  readonly longest?: number;
}

/** Reads a `tokenizer.json`. Padding is masked, so that any id serves where the file names none. */
export function tokenizerFacts(definition: unknown): TokenizerFacts {
  const { padding, truncation, added_tokens: added } = definition as TokenizerFile;
  const named = added?.find(({ content }) => content === '[PAD]' || content === '<pad>')?.id;
  const longest = truncation?.max_length;
  return { pad: padding?.pad_id ?? named ?? 0, ...(longest !== undefined && { longest }) };
}

/** The part of the `tokenizer.json` format that is read here; the tokenizer checks the rest. */
interface TokenizerFile {
  readonly padding?: { readonly pad_id?: number } | null;
  readonly truncation?: { readonly max_length?: number } | null;
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[] | null;
}
