/** Handlers over a real connection: what a caller that goes away, is slow or is late does to a call. */
import {
  Client,
  credentials,
  type handleClientStreamingCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  status,
} from '@grpc/grpc-js';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { bidiStream, type CallContext, clientStream, serverStream, unary } from './call.js';

const serialize = (value: Buffer) => value;
const method = (name: string, requestStream: boolean, responseStream: boolean): MethodDefinition<Buffer, Buffer> => ({
  path: `/test.Test/${name}`,
  requestStream,
  responseStream,
  requestSerialize: serialize,
  requestDeserialize: serialize,
  responseSerialize: serialize,
  responseDeserialize: serialize,
});
const UNARY = method('Unary', false, false);
const STREAM = method('Stream', false, true);
const UPLOAD = method('Upload', true, false);
const TALK = method('Talk', true, true);
/** The caller's clock and the server's start a moment apart: a late caller may hang up before the server sees it. */
const LATE = expect.stringMatching(/^(DEADLINE|CANCELLED)$/);
const EMPTY = Buffer.alloc(0);
const LARGE = Buffer.alloc(256 * 1024);

describe('calls', () => {
  const records: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line: string) => void records.push(JSON.parse(line)) });
  const server = new Server();
  let client: Client;
  /** What the handlers under test do; set by each test. */
  let answer: (signal: AbortSignal) => Promise<Buffer>;
  let answers: (signal: AbortSignal) => AsyncIterable<Buffer>;
  let receive: (requests: AsyncIterable<Buffer>) => Promise<Buffer>;
  let talk: (requests: AsyncIterable<Buffer>, context: CallContext) => AsyncIterable<Buffer>;

  beforeAll(async () => {
    server.addService(
      { unary: UNARY, stream: STREAM, upload: UPLOAD, talk: TALK },
      {
        unary: unary(log, (_: Buffer, { signal }) => answer(signal)),
        stream: serverStream(log, (_: Buffer, { signal }) => answers(signal)),
        upload: clientStream(log, (requests: AsyncIterable<Buffer>) => receive(requests)) as handleClientStreamingCall<
          Buffer,
          Buffer
        >,
        talk: bidiStream(log, (requests: AsyncIterable<Buffer>, context) => talk(requests, context)),
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  });
  beforeEach(() => void records.splice(0));
  afterAll(() => {
    client.close();
    server.forceShutdown();
  });

  const logged = () => vi.waitFor(() => expect(records).toHaveLength(1)).then(() => records[0]!);
  const untilAborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const call = (deadline = Number.POSITIVE_INFINITY) =>
    new Promise<Buffer>((resolve, reject) =>
      client.makeUnaryRequest(UNARY.path, serialize, serialize, EMPTY, { deadline }, (error, value) =>
        error ? reject(error) : resolve(value!),
      ),
    );
  const open = (deadline = Number.POSITIVE_INFINITY) =>
    client.makeServerStreamRequest(STREAM.path, serialize, serialize, EMPTY, { deadline });

  it('answer what the handler returns', async () => {
    answer = async () => Buffer.from('yes');
    expect(String(await call())).toBe('yes');
    expect(await logged()).toMatchObject({ path: '/test.Test/Unary', msg: 'call' });
  });

  it('abort nothing that was answered', async () => {
    let seen: AbortSignal | undefined;
    answer = async (signal) => {
      seen = signal;
      return EMPTY;
    };
    await call();
    // The server says that a call is over when its stream closes, after the caller has the answer.
    await call();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen?.aborted).toBe(false);
  });

  it('fail with the status of what the handler throws', async () => {
    answer = async () => {
      throw new EngineError('SCRIPT_EMPTY');
    };
    await expect(call()).rejects.toMatchObject({ code: status.INVALID_ARGUMENT, details: 'The script has no text.' });
    expect(await logged()).toMatchObject({ reason: 'SCRIPT_EMPTY' });
  });

  it('abort when time is up', async () => {
    answer = untilAborted;
    await expect(call(Date.now() + 100)).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    expect(await logged()).toMatchObject({ level: 30, reason: LATE });
  });

  it('abort with CANCELLED when the caller goes away', async () => {
    answers = async function* (signal) {
      yield EMPTY;
      await untilAborted(signal);
    };
    const stream = open();
    stream.on('error', () => undefined);
    stream.once('data', () => stream.cancel());
    expect(await logged()).toMatchObject({ reason: 'CANCELLED' });
  });

  it('send a stream in order and end it', async () => {
    answers = async function* () {
      for (let i = 0; i < 100; i++) yield Buffer.from([i]);
    };
    const received: number[] = [];
    for await (const message of open()) received.push((message as Buffer)[0]!);
    expect(received).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(await logged()).toMatchObject({ msg: 'call' });
  });

  it('fail a stream in the middle with its status', async () => {
    answers = async function* () {
      yield EMPTY;
      throw new EngineError('EXECUTOR_LOST');
    };
    const read = async () => {
      for await (const _ of open());
    };
    await expect(read()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(await logged()).toMatchObject({ reason: 'EXECUTOR_LOST' });
  });

  it('hold a stream back while nobody reads', async () => {
    let sent = 0;
    answers = async function* () {
      for (; sent < 400; sent++) yield LARGE;
    };
    const stream = open();
    stream.on('error', () => undefined);
    stream.once('data', () => stream.pause());
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(100);
    stream.cancel();
    expect(await logged()).toMatchObject({ reason: 'CANCELLED' });
  });

  it('are no fault when time is up while a reader holds the stream back', async () => {
    answers = async function* () {
      for (;;) yield LARGE;
    };
    open(Date.now() + 300).on('error', () => undefined);
    expect(await logged()).toMatchObject({ level: 30, reason: LATE });
  });

  it('refuse an upload before its end', async () => {
    receive = async (requests) => {
      for await (const _ of requests) throw new EngineError('SCRIPT_TOO_LARGE');
      return EMPTY;
    };
    const outcome = new Promise((resolve) => {
      const upload = client.makeClientStreamRequest(UPLOAD.path, serialize, serialize, resolve);
      upload.on('error', () => undefined);
      upload.write(LARGE);
    });
    expect(await outcome).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(await logged()).toMatchObject({ reason: 'SCRIPT_TOO_LARGE' });
  });

  it('take an upload as it comes', async () => {
    receive = async (requests) => {
      let size = 0;
      for await (const part of requests) size += part.length;
      return Buffer.from(String(size));
    };
    const answered = await new Promise<Buffer>((resolve, reject) => {
      const upload = client.makeClientStreamRequest(UPLOAD.path, serialize, serialize, (error, value) =>
        error ? reject(error) : resolve(value as Buffer),
      );
      for (let i = 0; i < 8; i++) upload.write(LARGE);
      upload.end();
    });
    expect(String(answered)).toBe(String(8 * LARGE.length));
  });

  const openTalk = (deadline = Number.POSITIVE_INFINITY) =>
    client.makeBidiStreamRequest<Buffer, Buffer>(TALK.path, serialize, serialize, { deadline });

  it('tell the handler when the caller stops waiting', async () => {
    let left: number | undefined;
    talk = async function* (_, { deadline }) {
      left = deadline && deadline - performance.now();
      yield EMPTY;
    };
    for await (const _ of openTalk(Date.now() + 60_000));
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_001);
    for await (const _ of openTalk());
    expect(left).toBeUndefined();
  });

  it('answer both ways at once, and after the caller has said its last', async () => {
    talk = async function* (requests) {
      let size = 0;
      for await (const part of requests) {
        size += part.length;
        yield part;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      yield Buffer.from(String(size));
    };
    const call = openTalk();
    const received: string[] = [];
    call.write(Buffer.from('a'));
    for await (const message of call) {
      received.push(String(message));
      if (received.length === 1) call.write(Buffer.from('bc'));
      if (received.length === 2) call.end();
    }
    expect(received).toEqual(['a', 'bc', '3']);
    expect(await logged()).toMatchObject({ path: '/test.Test/Talk', msg: 'call' });
  });

  it('hold the sender of both ways back while nobody asks', async () => {
    let read = 0;
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    talk = async function* (requests) {
      for await (const _ of requests) if (++read === 1) await gate;
      yield EMPTY;
    };
    const call = openTalk();
    let sent = 0;
    const send = () => {
      for (; sent < 200; sent++) if (!call.write(LARGE)) return void call.once('drain', () => ++sent && send());
      call.end();
    };
    send();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sent).toBeLessThan(100);
    go();
    for await (const _ of call);
    expect(read).toBe(200);
  });

  it('fail both ways at once with the status of what the handler throws, though the caller still speaks', async () => {
    talk = async function* (requests) {
      for await (const _ of requests) {
        yield EMPTY;
        throw new EngineError('OVERLOADED');
      }
    };
    const call = openTalk();
    call.write(LARGE);
    const read = async () => {
      for await (const _ of call);
    };
    await expect(read()).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await logged()).toMatchObject({ reason: 'OVERLOADED' });
  });

  it('abort both ways when the caller goes away', async () => {
    talk = async function* (requests, { signal }) {
      yield EMPTY;
      const aborted = untilAborted(signal);
      for await (const _ of requests);
      await aborted;
    };
    const call = openTalk();
    call.on('error', () => undefined);
    call.once('data', () => call.cancel());
    expect(await logged()).toMatchObject({ level: 30, reason: 'CANCELLED' });
  });
});
