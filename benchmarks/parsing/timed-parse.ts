import type { LineClassifier } from '../../server/src/domain/line-classifier.js';
import type { Script } from '../../server/src/domain/script.js';
import { parseScript } from '../../server/src/screenplay/parse.js';
import { quantileOf } from '../engine/probe.js';

const REPEATS = 5;

/** The script that bytes hold, and the median time of reading it, in milliseconds. */
export async function timedParse(
  bytes: Uint8Array,
  classifier: LineClassifier,
): Promise<{ script: Script; ms: number }> {
  const times: number[] = [];
  let script: Script | undefined;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    // A copy of its own for each read, as the engine's parser thread gets it: the PDF library keeps what it is given.
    const copy = new Uint8Array(bytes);
    const started = performance.now();
    script = await parseScript({ bytes: copy }, { maxBytes: Number.POSITIVE_INFINITY }, classifier);
    times.push(performance.now() - started);
  }
  return { script: script!, ms: quantileOf(times, 0.5) };
}
