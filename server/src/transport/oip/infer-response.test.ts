import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackFloats } from '../../../test/made-up-models.js';
import { ModelInferResponse, ModelStreamInferResponse } from '../../gen/inference/grpc_service.js';
import type { OutputSpec } from '../../inference/manifest.js';
import type { TextOutputs } from '../../inference/models.js';
import { encodeAnswer, encodeStreamAnswer, type InferAnswer, toOutputTensor } from './infer-response.js';

const spec = (name: string, width: number): OutputSpec => ({
  name,
  tensor: name,
  width,
  activation: 'identity',
  divisor: 1,
  normalize: false,
});
const SPECS = [spec('embedding', 3), spec('affect', 2)];

/** Outputs of texts, as views into larger memory: batches are computed so. */
const outputs = fc.array(fc.array(fc.float(), { minLength: 5, maxLength: 5 }), { maxLength: 6 }).map((rows) =>
  rows.map((values): TextOutputs => {
    const memory = Float32Array.from([0, ...values, 0]);
    const views = { embedding: memory.subarray(1, 4), affect: memory.subarray(4, 6) };
    return { tokens: 3, truncated: false, cached: false, values: views };
  }),
);

const answerOf = (texts: readonly TextOutputs[], raw: boolean): InferAnswer => ({
  modelName: 'encoder',
  modelVersion: '1',
  id: 'a',
  parameters: { tokens: { parameterChoice: { $case: 'int64Param', value: 3n } } },
  raw,
  outputs: SPECS.map((one) => toOutputTensor(one, texts)),
});

const rowsOf = (texts: readonly TextOutputs[], name: string) => texts.flatMap(({ values }) => [...values[name]!]);

describe('an answer', () => {
  it('is read by generated code with every value in its place, raw or typed, never both', () => {
    fc.assert(
      fc.property(outputs, fc.boolean(), (texts, raw) => {
        const answer = answerOf(texts, raw);
        const read = ModelInferResponse.decode(encodeAnswer(answer));
        expect(read).toMatchObject({ modelName: 'encoder', modelVersion: '1', id: 'a', parameters: answer.parameters });
        expect(read.outputs.map(({ name, datatype, shape }) => [name, datatype, shape])).toEqual([
          ['embedding', 'FP32', [BigInt(texts.length), 3n]],
          ['affect', 'FP32', [BigInt(texts.length), 2n]],
        ]);
        expect(read.rawOutputContents).toHaveLength(raw ? 2 : 0);
        const values = raw
          ? read.rawOutputContents.map(unpackFloats)
          : read.outputs.map(({ contents }) => contents!.fp32Contents);
        expect(values).toEqual(SPECS.map(({ name }) => rowsOf(texts, name)));
        if (raw) expect(read.outputs.map(({ contents }) => contents)).toEqual([undefined, undefined]);
      }),
    );
  });

  it('is the same on a stream, beside the reason of a failure', () => {
    fc.assert(
      fc.property(outputs, fc.string(), (texts, errorMessage) => {
        const answer = answerOf(texts, true);
        const read = ModelStreamInferResponse.decode(encodeStreamAnswer({ errorMessage, answer }));
        expect(read.errorMessage).toBe(errorMessage);
        expect(ModelInferResponse.encode(read.inferResponse!).finish()).toEqual(Uint8Array.from(encodeAnswer(answer)));
      }),
    );
  });

  it('leaves the shared values of a single text where they are', () => {
    const values = Float32Array.from([1, 2, 3]);
    const { bytes } = toOutputTensor(SPECS[0]!, [
      { tokens: 1, truncated: false, cached: true, values: { embedding: values } },
    ]);
    expect(bytes.buffer).toBe(values.buffer);
  });
});
