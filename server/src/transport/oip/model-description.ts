import type { ModelMetadataResponse } from '../../gen/inference/grpc_service.js';
import { DataType, type ModelConfig } from '../../gen/inference/model_config.js';
import type { Manifest, Precision } from '../../inference/manifest.js';
import { MOST_TEXTS } from '../wire/inference.js';
import { INPUT, INPUT_DATATYPE } from './infer-request.js';
import { OUTPUT_DATATYPE } from './infer-response.js';
import { DEFAULT_PRIORITY, PRIORITY_LEVELS } from './schedule-parameters.js';

/** Names by which Triton knows what computes. */
const PLATFORM = 'onnxruntime_onnx';
const BACKEND = 'onnxruntime';

/** Size of a dimension that a request chooses. */
const ANY = -1n;

/** A text encoder as the protocol describes models. */
export function toMetadata({ name, outputs }: Manifest, versions: string[]): ModelMetadataResponse {
  return {
    name,
    versions,
    platform: PLATFORM,
    inputs: [{ name: INPUT, datatype: INPUT_DATATYPE, shape: [ANY, 1n] }],
    outputs: outputs.map((output) => ({
      name: output.name,
      datatype: OUTPUT_DATATYPE,
      shape: [ANY, BigInt(output.width)],
    })),
  };
}

/** A text encoder as Triton describes models, served in a number format: shapes without rows, names of output values as parameters. */
export function toConfig(manifest: Manifest, precision: Precision): ModelConfig {
  const { name, outputs, tokens } = manifest;
  const labels = outputs.flatMap((output) =>
    output.labels ? [[`${output.name}_labels`, output.labels.join(',')]] : [],
  );
  const parameters = [
    ['precision', precision],
    ['window_tokens', String(tokens.window)],
    ['overflow', tokens.overflow],
  ];
  return {
    name,
    platform: PLATFORM,
    backend: BACKEND,
    maxBatchSize: MOST_TEXTS,
    input: [{ name: INPUT, dataType: DataType.TYPE_STRING, dims: [1n] }],
    output: outputs.map((output) => ({
      name: output.name,
      dataType: DataType.TYPE_FP32,
      dims: [BigInt(output.width)],
    })),
    schedulingChoice: {
      $case: 'dynamicBatching',
      value: {
        maxQueueDelayMicroseconds: 0n,
        preserveOrdering: false,
        priorityLevels: BigInt(PRIORITY_LEVELS),
        defaultPriorityLevel: BigInt(DEFAULT_PRIORITY),
      },
    },
    parameters: Object.fromEntries([...parameters, ...labels].map(([key, stringValue]) => [key, { stringValue }])),
  };
}
