import type { Server, ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';

type Watch = ServerWritableStream<unknown, unknown>;

/** Names that health answers for: the whole server and each service that is built. */
const NAMES = [
  '',
  'guionix.ml.v1.ScriptService',
  'guionix.ml.v1.SentimentService',
  'guionix.ml.v1.AnalysisService',
  'guionix.ml.v1.JobService',
  'guionix.ml.v1.FeedbackService',
  'guionix.ml.v1.InsightService',
  'guionix.ml.v1.InferenceService',
  'guionix.ml.v1.ModelService',
  'inference.GRPCInferenceService',
];

/** Standard gRPC health: NOT_SERVING until the server listens and from the moment it stops. */
export class Health {
  private readonly implementation = new HealthImplementation(
    Object.fromEntries(NAMES.map((name) => [name, 'NOT_SERVING' as const])),
  );
  private readonly watches = new Set<Watch>();

  /** Adds the service to a server that does not listen yet. */
  addTo(server: Server): void {
    this.implementation.addToServer({
      addService: (service, methods) => server.addService(service, this.rememberWatches(methods)),
    });
  }

  /** Says SERVING. */
  start(): void {
    for (const name of NAMES) this.implementation.setStatus(name, 'SERVING');
  }

  /** Says NOT_SERVING and ends the watches: they last as long as their callers like, and a drain would wait for them. */
  stop(): void {
    for (const name of NAMES) this.implementation.setStatus(name, 'NOT_SERVING');
    for (const watch of this.watches) watch.end();
  }

  private rememberWatches(methods: UntypedServiceImplementation): UntypedServiceImplementation {
    const watch = methods['watch'] as (call: Watch) => void;
    return {
      ...methods,
      watch: (call: Watch) => {
        this.watches.add(call);
        call.once('cancelled', () => this.watches.delete(call));
        watch(call);
      },
    };
  }
}
