/** A gRPC client on bare HTTP/2, so that the load generator costs little beside the server that it measures. */
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';

/** One connection. Messages are encoded already. */
export interface GrpcConnection {
  /**
   * Calls `/package.Service/Method` with one message and resolves with the answer.
   *
   * @throws Error with the gRPC status when it is not OK.
   */
  unary(method: string, message: Uint8Array): Promise<Buffer>;
  /** Opens a stream of messages both ways. */
  bidirectional(method: string, onMessage: (message: Buffer) => void): GrpcStream;
  close(): void;
}

/** A call with messages both ways. */
export interface GrpcStream {
  send(message: Uint8Array): void;
  /** Says that no more is sent; resolves when the server has ended, rejects with its status when it is not OK. */
  end(): Promise<void>;
}

/** Bytes that a connection and a stream may receive before the reader has taken them: never the limit here. */
const WINDOW_BYTES = 2 ** 24;

/** Bytes before each message: a flag that says it is not compressed, and its length. */
const PREFIX_BYTES = 5;

/** Connects to `host:port` without TLS. */
export function openConnection(address: string): GrpcConnection {
  const session = connect(`http://${address}`, { settings: { initialWindowSize: WINDOW_BYTES } });
  session.on('connect', () => session.setLocalWindowSize(WINDOW_BYTES));
  // Every call on it fails with the same error.
  session.on('error', () => undefined);
  return {
    unary: (method, message) => callOnce(session, method, message),
    bidirectional: (method, onMessage) => openStream(session, method, onMessage),
    close: () => session.close(),
  };
}

async function callOnce(session: ClientHttp2Session, method: string, message: Uint8Array): Promise<Buffer> {
  let answer: Buffer | undefined;
  const stream = openStream(session, method, (received) => {
    answer = received;
  });
  stream.send(message);
  await stream.end();
  if (answer === undefined) throw new Error(`${method} answered nothing.`);
  return answer;
}

function openStream(session: ClientHttp2Session, method: string, onMessage: (message: Buffer) => void): GrpcStream {
  const call = session.request({
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const ended = statusOf(call, method);
  // Read by `end` alone: a stream that breaks before must not end the process.
  ended.catch(() => undefined);
  call.on('data', createDeframer(onMessage));
  return {
    send: (message) => void call.write(frame(message)),
    end() {
      call.end();
      return ended;
    },
  };
}

function statusOf(call: ClientHttp2Stream, method: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let status: unknown;
    let reason: unknown;
    const read = (headers: Record<string, unknown>) => {
      status ??= headers['grpc-status'];
      reason ??= headers['grpc-message'];
    };
    call.on('response', read);
    call.on('trailers', read);
    call.on('error', reject);
    call.on('close', () => {
      if (status === '0') resolve();
      else reject(new Error(`${method}: status ${status ?? 'missing'} ${reason ?? ''}`));
    });
  });
}

function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

/** Cuts what comes in at the ends of messages. */
function createDeframer(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + held.readUInt32BE(1);
      if (held.length < end) return;
      onMessage(held.subarray(PREFIX_BYTES, end));
      held = held.subarray(end);
    }
  };
}
