import * as grpc from '@grpc/grpc-js';
import { Metadata } from 'nice-grpc';
import { expect, it } from 'vitest';
import {
  AnalyzeSentimentRequest,
  AnalyzeSentimentResponse,
  SentimentServiceDefinition,
} from '../src/gen/guionix/ml/v1/sentiment.js';
import { InternalError, Language, Priority, type ScriptSource } from '../src/index.js';
import { connect, openClient } from './engine.js';

const answer = {
  info: { analysisId: 'a-1', models: [{ name: 'encoder', version: '1' }] },
  outline: { title: 'El faro', headings: ['INT. FARO - NOCHE'] },
  scenes: [{ sceneIndex: 0, heading: 'INT. FARO - NOCHE', valence: { value: -0.25 } }],
  summary: { overallSentiment: { value: 0.4 } },
};

it('analyses a script given in any way', async () => {
  const requests: AnalyzeSentimentRequest[] = [];
  const client = await connect({
    sentiment: {
      async analyzeSentiment(request) {
        requests.push(request);
        return answer;
      },
    },
  });
  const sources: ScriptSource[] = [{ scriptId: 's1', version: 2 }, { text: 'hola' }, { data: Uint8Array.of(1, 2) }];
  for (const source of sources) {
    const analysis = await client.sentiment.analyze(source, { priority: Priority.LIVE, answerLanguage: Language.ES });
    expect(analysis.info.analysisId).toBe('a-1');
    expect(analysis.outline.title).toBe('El faro');
    expect(analysis.scenes.map((scene) => scene.valence?.value)).toEqual([-0.25]);
    expect(analysis.summary.overallSentiment?.value).toBe(0.4);
  }
  expect(requests.map((request) => request.script?.source?.$case)).toEqual(['scriptId', 'text', 'data']);
  expect(requests[0]?.script?.version).toBe(2);
  expect(requests[0]?.options).toMatchObject({ priority: Priority.LIVE, answerLanguage: Language.ES, firstScene: 0 });
});

it('survives JSON, so that a BFF can pass it on', async () => {
  const client = await connect({ sentiment: { analyzeSentiment: async () => answer } });
  const analysis = await client.sentiment.analyze({ text: 'hola' });
  expect(JSON.parse(JSON.stringify(analysis)).summary.overallSentiment.value).toBe(0.4);
});

it('reports an answer that lacks what the contract promises', async () => {
  const client = await connect({ sentiment: { analyzeSentiment: async () => ({ ...answer, summary: undefined }) } });
  const error = await client.sentiment.analyze({ text: 'hola' }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(InternalError);
  expect(error).toMatchObject({ reason: 'ANSWER_INCOMPLETE', message: expect.stringContaining('"summary"') });
});

it('sends messages above the 4 MiB that gRPC allows by itself', async () => {
  let received = 0;
  const { address, stop } = await startPlainServer((call, reply) => {
    const source = call.request.script?.source;
    received = source?.$case === 'data' ? source.value.length : 0;
    reply(null, AnalyzeSentimentResponse.fromPartial({ ...answer, outline: { title: 'x'.repeat(5e6) } }));
  });
  const analysis = await openClient(address).sentiment.analyze({ data: new Uint8Array(6e6) });
  expect(received).toBe(6e6);
  expect(analysis.outline.title.length).toBe(5e6);
  stop();
});

it('sends the API key and the time left to any gRPC server, and compresses when asked to', async () => {
  const { address, stop, seen } = await startPlainServer((_, reply) =>
    reply(null, AnalyzeSentimentResponse.fromPartial(answer)),
  );
  const client = openClient(address, { apiKey: 'secret', deadlines: { unaryMs: 5_000 }, compression: true });
  await client.raw.sentiment.analyzeSentiment({}, { metadata: Metadata({ 'x-request-id': 'r-1' }) });
  await client.sentiment.analyze({ text: 'hola' }, {}, { deadlineMs: Infinity });
  const [first, second] = seen;
  expect(first?.metadata.get('authorization')).toEqual(['Bearer secret']);
  expect(first?.metadata.get('x-request-id')).toEqual(['r-1']);
  expect(first?.leftMs).toBeGreaterThan(3_000);
  expect(first?.leftMs).toBeLessThanOrEqual(5_001);
  expect(second?.leftMs).toBe(Infinity);
  stop();
});

type Analyze = grpc.handleUnaryCall<AnalyzeSentimentRequest, AnalyzeSentimentResponse>;

/** A server of grpc-js alone, which shows what nice-grpc hides: the deadline that arrived. */
async function startPlainServer(analyze: Analyze) {
  const seen: { metadata: grpc.Metadata; leftMs: number }[] = [];
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(
    {
      analyze: {
        path: `/${SentimentServiceDefinition.fullName}/AnalyzeSentiment`,
        requestStream: false,
        responseStream: false,
        requestSerialize: (value: AnalyzeSentimentRequest) =>
          Buffer.from(AnalyzeSentimentRequest.encode(value).finish()),
        requestDeserialize: (bytes: Buffer) => AnalyzeSentimentRequest.decode(bytes),
        responseSerialize: (value: AnalyzeSentimentResponse) =>
          Buffer.from(AnalyzeSentimentResponse.encode(value).finish()),
        responseDeserialize: (bytes: Buffer) => AnalyzeSentimentResponse.decode(bytes),
      },
    },
    {
      analyze: ((call, reply) => {
        seen.push({ metadata: call.metadata, leftMs: Number(call.getDeadline()) - Date.now() });
        analyze(call, reply);
      }) satisfies Analyze,
    },
  );
  const credentials = grpc.ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown(), seen };
}
