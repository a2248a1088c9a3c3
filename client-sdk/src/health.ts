import { type CallOptions, toRawOptions } from './call-options.js';
import { HealthCheckResponse_ServingStatus as ServingStatus } from './gen/grpc/health/v1/health.js';
import type { RawClients } from './raw.js';

/** Whether a service takes calls; `NOT_SERVING` while the engine starts or drains. */
export type HealthStatus = keyof typeof ServingStatus;

/** Standard gRPC health checking. */
export interface HealthClient {
  /** Status of a service, e.g. `guionix.ml.v1.SentimentService`; of the whole engine when left out. */
  check(service?: string, call?: CallOptions): Promise<HealthStatus>;
}

/** Health over the generated client. */
export function createHealthClient(raw: RawClients['health']): HealthClient {
  return {
    async check(service = '', call) {
      const { status } = await raw.check({ service }, toRawOptions(call));
      return (ServingStatus[status] ?? 'UNKNOWN') as HealthStatus;
    },
  };
}
