import type * as wire from '../../gen/inference/grpc_service.js';
import type { ModelStatus } from '../../inference/models.js';

const NS_PER_MS = 1e6;
const BYTES_PER_MIB = 2 ** 20;

/** Where the time of an answered request went, in milliseconds. */
export interface RequestTimes {
  /** From its arrival to its answer. */
  readonly totalMs: number;
  /** Reading, looking up and tokenising its texts. */
  readonly inputMs: number;
  /** Waiting for its first batch. */
  readonly queueMs: number;
  /** Its share of the batches it was in. */
  readonly computeMs: number;
  /** Packing its outputs. */
  readonly outputMs: number;
}

/** What one version of a model has answered since the engine started. */
export class ModelRecord {
  private rows = 0;
  private cachedRows = 0;
  private requests = 0;
  private failures = 0;
  private failureMs = 0;
  private lastAt = 0;
  private readonly sums = { totalMs: 0, inputMs: 0, queueMs: 0, computeMs: 0, outputMs: 0 };

  /** Counts an answered request. */
  succeed(rows: number, cachedRows: number, times: RequestTimes): void {
    this.requests += 1;
    this.rows += rows;
    this.cachedRows += cachedRows;
    this.lastAt = Date.now();
    const { sums } = this;
    sums.totalMs += times.totalMs;
    sums.inputMs += times.inputMs;
    sums.queueMs += times.queueMs;
    sums.computeMs += times.computeMs;
    sums.outputMs += times.outputMs;
  }

  /** Counts a request that failed after `ms`. */
  fail(ms: number): void {
    this.failures += 1;
    this.failureMs += ms;
  }

  /** As it is sent. Cache hits and misses count texts, everything else requests. */
  toStatistics({ name, version, memoryMiB }: ModelStatus): wire.ModelStatistics {
    const { sums, requests } = this;
    return {
      name,
      version,
      lastInference: BigInt(this.lastAt),
      inferenceCount: BigInt(this.rows),
      executionCount: BigInt(requests),
      inferenceStats: {
        success: duration(requests, sums.totalMs),
        fail: duration(this.failures, this.failureMs),
        queue: duration(requests, sums.queueMs),
        computeInput: duration(requests, sums.inputMs),
        computeInfer: duration(requests, sums.computeMs),
        computeOutput: duration(requests, sums.outputMs),
        cacheHit: duration(this.cachedRows, 0),
        cacheMiss: duration(this.rows - this.cachedRows, 0),
      },
      memoryUsage: [{ type: 'CPU', id: 0n, byteSize: BigInt(Math.round(memoryMiB * BYTES_PER_MIB)) }],
    };
  }
}

/** The records of every version that was asked. */
export class ServingRecords {
  private readonly records = new Map<string, ModelRecord>();

  /** Record of a version; a new one when there is none. */
  of({ name, version }: { readonly name: string; readonly version: string }): ModelRecord {
    const key = `${name}@${version}`;
    let record = this.records.get(key);
    if (record === undefined) {
      record = new ModelRecord();
      this.records.set(key, record);
    }
    return record;
  }
}

function duration(count: number, ms: number): wire.StatisticDuration {
  return { count: BigInt(count), ns: BigInt(Math.round(ms * NS_PER_MS)) };
}
