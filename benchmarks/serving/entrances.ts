/** The ways that texts get into an engine. */
import {
  EmbedTextsRequest,
  EmbedTextsResponse,
  StreamEmbedTextsRequest,
  StreamEmbedTextsResponse,
} from '@guionix/ml-client';
import { ModelInferRequest, ModelInferResponse } from '../../server/src/gen/inference/grpc_service.js';
import type { GrpcConnection } from './grpc-connection.js';

/** Sends texts one way and resolves when every one of them is answered; fails when one is not. */
export interface Entrance {
  send(texts: readonly string[]): Promise<void>;
  /** Ends what it holds open. */
  close(): Promise<void>;
}

const EMBED = '/guionix.ml.v1.InferenceService/EmbedTexts';
const STREAM_EMBED = '/guionix.ml.v1.InferenceService/StreamEmbedTexts';
const MODEL_INFER = '/inference.GRPCInferenceService/ModelInfer';

/** A call of `EmbedTexts`. */
export function embedTexts(connection: GrpcConnection): Entrance {
  return {
    async send(texts) {
      const request = EmbedTextsRequest.fromPartial({ texts: texts.map((text, id) => ({ id, text })) });
      const answer = await connection.unary(EMBED, EmbedTextsRequest.encode(request).finish());
      const { outputs } = EmbedTextsResponse.decode(answer);
      if (outputs.length !== texts.length) throw new Error(`${texts.length} texts, ${outputs.length} answers.`);
    },
    close: async () => undefined,
  };
}

/** Messages on one `StreamEmbedTexts` that stays open. */
export function streamEmbedTexts(connection: GrpcConnection): Entrance {
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let id = 0;
  const settle = (answered: number, error?: Error) => {
    const call = waiting.get(answered);
    waiting.delete(answered);
    if (error) call?.reject(error);
    else call?.resolve();
  };
  const stream = connection.bidirectional(STREAM_EMBED, (message) => {
    const { event } = StreamEmbedTextsResponse.decode(message);
    if (event?.$case === 'outputs') settle(event.value.id);
    else if (event?.$case === 'failure') settle(event.value.id, new Error(event.value.reason));
  });
  const sendOne = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const message = { $case: 'text' as const, value: { id: id++, text, context: [], speaker: '' } };
      waiting.set(message.value.id, { resolve, reject });
      stream.send(StreamEmbedTextsRequest.encode({ message }).finish());
    });
  return {
    send: async (texts) => void (await Promise.all(texts.map(sendOne))),
    close: () => stream.end(),
  };
}

/** A call of `ModelInfer` of the Open Inference Protocol, raw bytes both ways. */
export function modelInfer(connection: GrpcConnection, modelName: string): Entrance {
  return {
    async send(texts) {
      const request = ModelInferRequest.fromPartial({
        modelName,
        inputs: [{ name: 'text', datatype: 'BYTES', shape: [texts.length, 1] }],
        outputs: [{ name: 'embedding' }],
        rawInputContents: [Buffer.concat(texts.map(withLength))],
      });
      const answer = await connection.unary(MODEL_INFER, ModelInferRequest.encode(request).finish());
      const { rawOutputContents } = ModelInferResponse.decode(answer);
      if (rawOutputContents.length !== 1) throw new Error('The answer has no raw output.');
    },
    close: async () => undefined,
  };
}

/** An element of a BYTES tensor: its length in four bytes, little-endian, and its bytes. */
function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}
