/** What the executor and its worker threads say to each other. Types only. */
import type { Manifest } from '../manifest.js';

/** What computes in this process: those of onnxruntime-node that were tried here (docs/guides/gpu.md). */
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

/** To the worker. A batch is one run of the ids of all its rows, and the length of each. */
export type ToWorker =
  | { readonly type: 'run'; readonly ids: Int32Array; readonly lengths: Int32Array }
  | { readonly type: 'stop' };

/** From the worker. `cause` is what the runtime said: for the log alone. */
export type FromWorker =
  | { readonly type: 'ready' }
  | Refusal
  | { readonly type: 'done'; readonly tensors: Record<string, Float32Array>; readonly computeMs: number }
  | { readonly type: 'failed'; readonly cause: string };

/** Why a worker cannot compute; the message is safe to send. */
export interface Refusal {
  readonly type: 'refused';
  readonly reason: 'MODEL_CORRUPT' | 'PROVIDER_MISSING';
  readonly message: string;
  readonly cause: string;
}
