/** What the executor and its worker threads say to each other. Types only. */
import type { Manifest } from '../manifest.js';

/** What computes in this process. */
export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

/** What a session is opened with. */
export interface SessionOptions {
  readonly manifest: Manifest;
  /** Path of the ONNX file. */
  readonly graphFile: string;
  readonly provider: ExecutionProvider;
  /** Threads of one session. */
  readonly threads: number;
}

/** What a worker is started with. */
export interface WorkerOptions extends SessionOptions {
  /** Linux niceness of the worker's thread, 0..19: the higher, the more the event loop goes first on a full machine. */
  readonly niceness: number;
}

/** To the worker. */
export type ToWorker =
  | { readonly type: 'run'; readonly ids: Int32Array; readonly lengths: Int32Array }
  | { readonly type: 'stop' };

/** From the worker. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly reason: 'MODEL_CORRUPT' | 'PROVIDER_MISSING'; readonly message: string }
  | { readonly type: 'done'; readonly tensors: Record<string, Float32Array>; readonly computeMs: number }
  | { readonly type: 'failed'; readonly message: string };
