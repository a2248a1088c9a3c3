import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTexts } from '../../../test/made-up-models.js';
import {
  InferTensorContents,
  type ModelInferRequest_InferInputTensor as InputTensor,
  ModelInferRequest,
} from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../../inference/manifest.js';
import { readRequestedOutputs, readTexts } from './infer-request.js';

const manifest = { outputs: [{ name: 'embedding' }, { name: 'affect' }] } as Manifest;
const one = Buffer.from('\x03\0\0\0uno', 'latin1');
const typed = (...texts: string[]) =>
  InferTensorContents.create({ bytesContents: texts.map((text) => Buffer.from(text)) });
const input = (changed: Partial<InputTensor> = {}): InputTensor => ({
  name: 'text',
  datatype: 'BYTES',
  shape: [1n],
  parameters: {},
  contents: undefined,
  ...changed,
});
const request = (inputs: InputTensor[], rawInputContents: Buffer[] = []): ModelInferRequest => ({
  ...ModelInferRequest.create(),
  inputs,
  rawInputContents,
});
const asking = (...names: string[]) => ({
  ...request([input()]),
  outputs: names.map((name) => ({ name, parameters: {} })),
});
const at = (field: string) =>
  expect.objectContaining({
    reason: 'TENSOR_INVALID',
    message: expect.stringContaining(field),
    details: { violations: [expect.objectContaining({ field })] },
  });
const string = { parameterChoice: { $case: 'stringParam' as const, value: 'x' } };

describe('readTexts', () => {
  it('reads [n] and [n, 1] alike, raw and typed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 9 }),
        fc.boolean(),
        fc.boolean(),
        (texts, raw, flat) => {
          const shape = flat ? [BigInt(texts.length)] : [BigInt(texts.length), 1n];
          const sent = raw
            ? request([input({ shape })], [packTexts(texts)])
            : request([input({ shape, contents: typed(...texts) })]);
          expect(readTexts(sent)).toEqual({ texts, raw });
        },
      ),
    );
  });

  it('reads no text without contents', () => {
    expect(readTexts(request([input({ shape: [0n] })]))).toEqual({ texts: [], raw: false });
    expect(readTexts(request([input({ shape: [0n, 1n] })], [Buffer.alloc(0)]))).toEqual({ texts: [], raw: true });
  });

  it.each<[string, ModelInferRequest, string]>([
    ['no input', request([]), 'inputs'],
    ['two inputs', request([input(), input()], [one, one]), 'inputs'],
    ['another input', request([input({ name: 'ids' })], [one]), 'inputs[0].name'],
    ['another datatype', request([input({ datatype: 'INT64' })], [one]), 'inputs[0].datatype'],
    ['no shape', request([input({ shape: [] })], [one]), 'inputs[0].shape'],
    ['two columns', request([input({ shape: [1n, 2n] })], [one]), 'inputs[0].shape'],
    ['three dimensions', request([input({ shape: [1n, 1n, 1n] })], [one]), 'inputs[0].shape'],
    ['a negative dimension', request([input({ shape: [-1n] })], [one]), 'inputs[0].shape'],
    ['too many texts', request([input({ shape: [1025n] })], [one]), 'inputs[0].shape'],
    ['more than a number holds', request([input({ shape: [2n ** 63n - 1n] })], [one]), 'inputs[0].shape'],
    ['raw and typed at once', request([input({ contents: typed('uno') })], [one]), 'inputs[0].contents'],
    ['more raw contents than inputs', request([input()], [one, one]), 'raw_input_contents'],
    ['neither raw nor typed', request([input()]), 'inputs[0].contents.bytes_contents'],
    [
      'numbers',
      request([input({ contents: InferTensorContents.create({ fp32Contents: [1] }) })]),
      'inputs[0].contents.bytes_contents',
    ],
    ['shared memory', request([input({ parameters: { shared_memory_region: string } })]), 'inputs[0].parameters'],
  ])('refuses %s', (_, sent, field) => {
    expect(() => readTexts(sent)).toThrow(at(field));
  });

  it('takes raw bytes beside contents that hold nothing', () => {
    expect(readTexts(request([input({ contents: typed() })], [one]))).toEqual({ texts: ['uno'], raw: true });
  });
});

describe('readRequestedOutputs', () => {
  it('gives those that are asked for, in that order, or every one', () => {
    const names = (...asked: string[]) => readRequestedOutputs(asking(...asked), manifest).map(({ name }) => name);
    expect(names()).toEqual(['embedding', 'affect']);
    expect(names('affect')).toEqual(['affect']);
    expect(names('affect', 'embedding')).toEqual(['affect', 'embedding']);
  });

  it('refuses an unknown one by its place and names those that are there', () => {
    expect(() => readRequestedOutputs(asking('embedding', 'x'), manifest)).toThrow(at('outputs[1].name'));
    expect(() => readRequestedOutputs(asking('x'), manifest)).toThrow('embedding, affect');
  });

  it('refuses one that is asked for twice', () => {
    expect(() => readRequestedOutputs(asking('affect', 'affect'), manifest)).toThrow(at('outputs[1].name'));
  });

  it('refuses another form than is served', () => {
    const sent = asking('affect');
    sent.outputs[0]!.parameters = { classification: string };
    expect(() => readRequestedOutputs(sent, manifest)).toThrow(at('outputs[0].parameters'));
  });
});
