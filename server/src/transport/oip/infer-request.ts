import type { InferParameter, InferTensorContents, ModelInferRequest } from '../../gen/inference/grpc_service.js';
import type { Manifest, OutputSpec } from '../../inference/manifest.js';
import { MOST_TEXTS } from '../wire/inference.js';
import { readRawTexts, readTypedTexts } from './bytes-tensor.js';
import { tensorInvalid } from './tensor-error.js';

/** Name of the one input of a text encoder. */
export const INPUT = 'text';

/** Datatype of the one input. */
export const INPUT_DATATYPE = 'BYTES';

/** Parameters of an input or output that ask for another kind of tensor than is served. */
const UNSERVED = ['shared_memory_region', 'classification'];

/** Texts of a request. */
export interface RequestTexts {
  readonly texts: readonly string[];
  /** They came as raw bytes: so must the answer go. */
  readonly raw: boolean;
}

/**
 * Texts of the one input `text`, BYTES of shape [n] or [n, 1], raw or typed.
 *
 * @throws EngineError TENSOR_INVALID for any other input, more than 1024 texts, and bytes that do not fit the shape.
 */
export function readTexts({ inputs, rawInputContents: raw }: ModelInferRequest): RequestTexts {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) {
    throw tensorInvalid('inputs', `${inputs.length} were given; send one, "${INPUT}".`);
  }
  if (input.name !== INPUT) throw tensorInvalid('inputs[0].name', `The model has one input, "${INPUT}".`);
  if (input.datatype !== INPUT_DATATYPE) throw tensorInvalid('inputs[0].datatype', `Send ${INPUT_DATATYPE}.`);
  refuseUnserved(input.parameters, 'inputs[0].parameters');
  const rows = readRows(input.shape);
  if (raw.length === 0) return { texts: readTypedTexts(input.contents?.bytesContents ?? [], rows), raw: false };
  if (raw.length > 1) throw tensorInvalid('raw_input_contents', `${raw.length} were given for 1 input.`);
  if (hasElements(input.contents)) {
    throw tensorInvalid('inputs[0].contents', 'Send contents or raw_input_contents, not both.');
  }
  return { texts: readRawTexts(raw[0]!, rows), raw: true };
}

/**
 * Outputs that a request asks for, in its order; every output of the model when it names none.
 *
 * @throws EngineError TENSOR_INVALID for a name that the model does not have, or that is given twice.
 */
export function readRequestedOutputs({ outputs }: ModelInferRequest, manifest: Manifest): readonly OutputSpec[] {
  if (outputs.length === 0) return manifest.outputs;
  const asked = new Set<OutputSpec>();
  for (const [i, { name, parameters }] of outputs.entries()) {
    refuseUnserved(parameters, `outputs[${i}].parameters`);
    const spec = manifest.outputs.find((output) => output.name === name);
    if (spec === undefined) {
      const names = manifest.outputs.map((output) => output.name).join(', ');
      throw tensorInvalid(`outputs[${i}].name`, `The model has no such output; it has ${names}.`);
    }
    if (asked.has(spec)) throw tensorInvalid(`outputs[${i}].name`, 'It is asked for twice.');
    asked.add(spec);
  }
  return [...asked];
}

/** Rows of shape [n] or [n, 1]. */
function readRows(shape: readonly bigint[]): number {
  const [rows = -1n, columns = 1n] = shape;
  if (shape.length > 2 || rows < 0n || columns !== 1n) {
    throw tensorInvalid('inputs[0].shape', `It is [${shape.join(', ')}]; send [n] or [n, 1].`);
  }
  if (rows > MOST_TEXTS) throw tensorInvalid('inputs[0].shape', `It has ${rows} texts; send at most ${MOST_TEXTS}.`);
  return Number(rows);
}

function hasElements(contents: InferTensorContents | undefined): boolean {
  return contents !== undefined && Object.values(contents).some((elements: unknown[]) => elements.length > 0);
}

function refuseUnserved(parameters: Readonly<Record<string, InferParameter>>, field: string): void {
  const name = UNSERVED.find((one) => one in parameters);
  if (name !== undefined) throw tensorInvalid(field, `"${name}" is not served; leave it out.`);
}
