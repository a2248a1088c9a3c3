/**
 * A gate between the thread that runs native code and the one that may end it: a thread ended inside ONNX Runtime takes
 * the process with it.
 */
import { setTimeout as wait } from 'node:timers/promises';

const IDLE = 0;
const RUNNING = 1;
const SHUT = 2;
/** Milliseconds between looks at a run that is waited for. */
const LOOK_MS = 5;

/** One gate, seen from either thread through the same memory. */
export class RunGate {
  readonly #state: Int32Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.#state = new Int32Array(memory);
  }

  /** A gate that is open. */
  static create(): RunGate {
    return new RunGate(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  }

  /** Runs work that must not be cut off. Behind a shut gate it never starts, and never ends: the thread is about to. */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (Atomics.compareExchange(this.#state, 0, IDLE, RUNNING) === SHUT) return new Promise<Result>(() => undefined);
    try {
      return await work();
    } finally {
      Atomics.store(this.#state, 0, IDLE);
    }
  }

  /** Waits for the run that goes on, if any, and lets no further one start. */
  async shut(): Promise<void> {
    while (Atomics.compareExchange(this.#state, 0, IDLE, SHUT) === RUNNING) await wait(LOOK_MS);
  }
}
