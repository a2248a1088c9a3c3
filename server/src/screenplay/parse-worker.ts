/** Entry of the parser's thread: reads one script a message, so that no script can hold up the event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { EngineError, type ErrorReason, type FieldViolation } from '../domain/errors.js';
import type { LineClassifier } from '../domain/line-classifier.js';
import type { Script, ScriptSource } from '../domain/script.js';
import { openLineClassifier } from '../inference/line-classifier.js';
import { type ParseLimits, parseScript } from './parse.js';
import { RunGate } from './run-gate.js';

/** What the parser's thread is started with. */
export interface ParserThreadData extends ParseLimits {
  /** Folders in which the line classifier is looked for. */
  readonly models: readonly string[];
  /** Memory of the gate that the classifier's runs pass; see {@link RunGate}. */
  readonly gate: SharedArrayBuffer;
}

/** First message of the parser's thread: its code and its classifier are loaded. */
export interface ParserReady {
  readonly type: 'ready';
}

/** Answer of the parser's thread to a script. */
export type ParseReply =
  | { readonly type: 'parsed'; readonly script: Script }
  | {
      readonly type: 'refused';
      readonly reason: ErrorReason;
      readonly message: string;
      readonly violations: readonly FieldViolation[];
    }
  | { readonly type: 'failed'; readonly message: string };

const port = parentPort!;
const { models, gate: memory, ...limits } = workerData as ParserThreadData;
const gate = new RunGate(memory);

async function openClassifier(): Promise<LineClassifier> {
  const classifier = await openLineClassifier(models);
  // The first run takes longer than others: it counts as the thread's start, not as reading a script.
  await classifier.classify(new Float32Array(classifier.features));
  return { ...classifier, classify: (features) => gate.pass(() => classifier.classify(features)) };
}

async function read(source: ScriptSource, classifier: LineClassifier): Promise<ParseReply> {
  try {
    return { type: 'parsed', script: await parseScript(source, limits, classifier) };
  } catch (error) {
    return toReply(error);
  }
}

function toReply(error: unknown): ParseReply {
  if (!(error instanceof EngineError)) {
    return { type: 'failed', message: String(error instanceof Error ? error.stack : error) };
  }
  const { reason, message, details } = error;
  return { type: 'refused', reason, message, violations: details.violations ?? [] };
}

function serve(classifier: LineClassifier): void {
  port.on('message', (source: ScriptSource) => {
    void read(source, classifier).then((reply) => port.postMessage(reply));
  });
  port.postMessage({ type: 'ready' } satisfies ParserReady);
}

openClassifier().then(serve, (error: unknown) => port.postMessage(toReply(error)));
