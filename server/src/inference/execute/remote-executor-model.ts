import { EngineError } from '../../domain/errors.js';
import type {
  ModelMetadataResponse,
  ModelMetadataResponse_TensorMetadata as TensorMetadata,
} from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../manifest.js';

/** An input of the remote model. */
export interface RemoteInput {
  readonly name: string;
  /** As the server declares it: a graph that was converted there may be narrower than the one on disk. */
  readonly datatype: 'INT32' | 'INT64';
  readonly holds: keyof Omit<Manifest['inputs'], 'type'>;
}

const INTEGERS: readonly string[] = ['INT32', 'INT64'];
const FLOATS: readonly string[] = ['FP32', 'FP16'];

/**
 * Compares what the server says of its model with the manifest: same inputs, each `rows × longest row` of integers; the
 * manifest's outputs, each `rows × width` of floats. Outputs beyond those are nobody's concern.
 *
 * @returns the inputs, with the number format that the server takes.
 * @throws EngineError MODEL_CORRUPT that names every difference.
 */
export function matchModel({ inputs, outputs }: Manifest, metadata: ModelMetadataResponse): RemoteInput[] {
  const { ids, mask, types } = inputs;
  const held = Object.entries({ ids, mask, types }).filter((entry) => entry[1] !== undefined);
  const differences = [
    ...held.map(([, name]) => difference('input', name!, metadata.inputs, INTEGERS, -1)),
    ...metadata.inputs.map(({ name }) => unknownInput(name, Object.values(inputs))),
    ...outputs.map(({ tensor, width }) => difference('output', tensor, metadata.outputs, FLOATS, width)),
  ].filter((text) => text !== undefined);
  if (differences.length > 0) {
    throw new EngineError('MODEL_CORRUPT', `The remote model is not the manifest's: ${differences.join('; ')}.`);
  }
  return held.map(([holds, name]) => ({
    name: name!,
    datatype: find(metadata.inputs, name!)!.datatype as RemoteInput['datatype'],
    holds: holds as RemoteInput['holds'],
  }));
}

/** What is wrong with a declared tensor; `width` is that of its rows, -1 for any. */
function difference(
  role: 'input' | 'output',
  name: string,
  declared: readonly TensorMetadata[],
  datatypes: readonly string[],
  width: number,
): string | undefined {
  const tensor = find(declared, name);
  if (tensor === undefined) return `${role} ${name} is not declared`;
  const columns = Number(tensor.shape[1]);
  const fits = tensor.shape.length === 2 && (columns === -1 || columns === width);
  if (fits && datatypes.includes(tensor.datatype)) return undefined;
  const found = `${tensor.datatype} [${tensor.shape.join(', ')}]`;
  return `${role} ${name} is ${found}, not ${datatypes.join(' or ')} [-1, ${width}]`;
}

function unknownInput(name: string, known: readonly (string | undefined)[]): string | undefined {
  return known.includes(name) ? undefined : `input ${name} is not in the manifest`;
}

function find(tensors: readonly TensorMetadata[], name: string): TensorMetadata | undefined {
  return tensors.find((tensor) => tensor.name === name);
}
