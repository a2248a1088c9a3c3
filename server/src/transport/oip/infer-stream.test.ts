import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { bool, inferRequest, int, MadeUpModels, outputsOf } from '../../../test/made-up-models.js';
import { EngineError } from '../../domain/errors.js';
import type { ModelInferRequest } from '../../gen/inference/grpc_service.js';
import type { StreamAnswer } from './infer-response.js';
import { inferStream } from './infer-stream.js';
import { ServingRecords } from './statistics.js';

async function* send(requests: readonly ModelInferRequest[]): AsyncGenerator<ModelInferRequest> {
  yield* requests;
}

/** Everything that made-up models answer, and what was logged meanwhile. */
async function stream(models: MadeUpModels, ...requests: ModelInferRequest[]) {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const parts = { models: models.port, records: new ServingRecords() };
  const answers: StreamAnswer[] = [];
  const context = { signal: new AbortController().signal };
  for await (const one of inferStream(parts, log, send(requests), context)) answers.push(one);
  return { answers, logged };
}

describe('inferStream', () => {
  it('answers by id, each as it is ready and the last of its request', async () => {
    const models = new MadeUpModels();
    let finish: () => void = () => undefined;
    const quick = new Promise<void>((resolve) => {
      finish = resolve;
    });
    models.compute = async (texts) => {
      if (texts[0] === 'slow') await quick;
      else finish();
      return texts.map(outputsOf);
    };
    const requests = ['slow', 'quick'].map((id) => inferRequest([id], { id }));
    const { answers, logged } = await stream(models, ...requests);
    expect(answers.map(({ answer }) => answer.id)).toEqual(['quick', 'slow']);
    for (const { errorMessage, answer } of answers) {
      expect(errorMessage).toBe('');
      expect(answer.parameters['triton_final_response']).toEqual(bool(true));
    }
    expect(logged).toEqual([]);
  });

  it('goes on after a request that fails, and says why', async () => {
    const models = new MadeUpModels();
    models.compute = async (texts) => {
      if (texts[0] === 'much') throw new EngineError('OVERLOADED', 'full', { retryAfterMs: 70.5 });
      return texts.map(outputsOf);
    };
    const requests = ['much', 'fine'].map((id) => inferRequest([id], { id }));
    const { answers, logged } = await stream(models, ...requests);
    const byId = new Map(answers.map((one) => [one.answer.id, one]));
    expect(byId.get('fine')?.errorMessage).toBe('');
    expect(byId.get('much')).toEqual({
      errorMessage: 'full',
      answer: {
        modelName: 'encoder',
        modelVersion: '',
        id: 'much',
        raw: true,
        outputs: [],
        parameters: {
          reason: { parameterChoice: { $case: 'stringParam', value: 'OVERLOADED' } },
          retry_after_ms: int(71n),
          triton_final_response: bool(true),
        },
      },
    });
    expect(logged).toEqual([]);
  });

  it('hides what a fault says, and logs it under an incident', async () => {
    const models = new MadeUpModels();
    models.compute = async () => {
      throw new TypeError('LA CONDESA');
    };
    const { answers, logged } = await stream(models, inferRequest(['a']));
    expect(logged).toMatchObject([{ reason: 'INTERNAL', incident: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(JSON.stringify(logged) + answers[0]?.errorMessage).not.toContain('CONDESA');
  });

  it('sends an empty answer after one that asks for it', async () => {
    const parameters = { triton_enable_empty_final_response: bool(true) };
    const { answers } = await stream(new MadeUpModels(), inferRequest(['a'], { parameters }));
    const described = answers.map(({ answer }) => [
      answer.id,
      answer.outputs.length,
      answer.parameters['triton_final_response'],
    ]);
    expect(described).toEqual([
      ['r1', 2, bool(false)],
      ['r1', 0, bool(true)],
    ]);
  });
});
