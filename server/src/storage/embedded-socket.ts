import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { concatenate } from './concatenate.js';
import type { EmbeddedEngine } from './embedded-engine.js';

/**
 * What `pg` takes for a socket, with the embedded database at the other end. So both databases are spoken to by one
 * client: the same types, errors and pool.
 */
export class EmbeddedSocket extends Duplex {
  private port: MessagePort | undefined;

  constructor(private readonly engine: EmbeddedEngine) {
    super();
  }

  /** Called by `pg` in place of `net.Socket.connect`; emits `connect` when the database is up. */
  connect(): this {
    this.engine.connect().then(
      (port) => this.attach(port),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  private attach(port: MessagePort): void {
    this.port = port;
    if (this.destroyed) port.close();
    port.on('message', (reply: Uint8Array) => this.push(reply));
    port.once('close', () => this.destroy());
    this.emit('connect');
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.send([chunk]);
    done();
  }

  /** `pg` corks the messages of one query: they travel, and are answered, together. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.send(chunks.map(({ chunk }) => chunk));
    done();
  }

  private send(chunks: Buffer[]): void {
    const request = concatenate(chunks);
    this.port?.postMessage(request, [request.buffer]);
  }

  override _final(done: (error?: Error) => void): void {
    this.port?.close();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.port?.close();
    done(error);
  }

  /** Settings of a network socket, without meaning here. */
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
