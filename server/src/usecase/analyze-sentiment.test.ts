/** The use case with a fake model: what it does when a call ends before its analysis. */
import { describe, expect, it, vi } from 'vitest';
import type { Calibration } from '../domain/calibration.js';
import { EMOTIONS, POLARITIES } from '../domain/emotions.js';
import { EngineError } from '../domain/errors.js';
import type { Scene, Script } from '../domain/script.js';
import type { Encoding } from '../domain/segment.js';
import type { Encoder } from '../inference/encoder.js';
import type { InferOptions } from '../inference/models.js';
import { AnalyzeSentiment, type SentimentOptions } from './analyze-sentiment.js';

const span = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 };
const scene = (index: number): Scene => ({
  index,
  elements: [{ kind: 'action', text: `Acción ${index}.`, span }],
  span,
  language: 'es',
});
const script: Script = {
  format: 'text',
  encoding: 'utf-8',
  language: 'es',
  elements: [],
  scenes: [scene(0), scene(1), scene(2)],
  form: { form: 'short', evidence: 'about 1 pages' },
  locations: [],
  characters: [],
  warnings: [],
  lines: 3,
};
const encoding: Encoding = {
  tokens: 5,
  valence: 0.1,
  arousal: 0.2,
  polarity: Float32Array.of(0.2, 0.3, 0.5),
  emotion: Float32Array.from(EMOTIONS, () => 0.5),
  embedding: Float32Array.of(1),
};

/** An analysis over encodings given one a scene; `queued` is the signal that the scheduler was given. */
function arrange(encodings: readonly Promise<Encoding>[]) {
  let queued: AbortSignal | undefined;
  const encoder = {
    model: { name: 'encoder', version: '1' },
    emotions: EMOTIONS,
    polarities: POLARITIES,
    encode: async (texts: readonly string[], { signal }: InferOptions) => {
      queued = signal;
      return { tokens: texts.map(() => 5), encodings, cached: 0, queueMs: 1, computeMs: 2 };
    },
  } as unknown as Encoder;
  const calibration: Calibration = {
    version: '1',
    encoder: { name: 'encoder', version: '1' },
    sceneValence: [-1, 1],
    turningPoints: [],
  };
  const release = vi.fn();
  const analyze = new AnalyzeSentiment({
    scripts: { get: async () => undefined },
    parse: async () => script,
    encoders: { acquire: async () => ({ encoder, calibration, release }) },
    results: { get: () => undefined, set: () => undefined, forget: () => undefined },
    scenes: { get: () => undefined, set: () => undefined, clear: () => undefined },
    analyses: { put: async () => undefined },
    now: () => 0,
    newId: () => 'id',
  });
  const controller = new AbortController();
  const options: SentimentOptions = {
    priority: 'interactive',
    evidenceLimit: 3,
    firstScene: 0,
    signal: controller.signal,
  };
  const input = { type: 'inline', source: { bytes: new Uint8Array() } } as const;
  return { stream: analyze.stream(input, options), controller, queued: () => queued!, release };
}

const ready = Promise.resolve(encoding);
const never = new Promise<Encoding>(() => undefined);

describe('AnalyzeSentiment', () => {
  it('sends a scene while later ones are not computed yet', async () => {
    const { stream } = arrange([ready, ready, never]);
    const seen: string[] = [];
    for await (const { type, progress } of stream) {
      seen.push(`${type} ${progress.scenesDone}`);
      if (progress.scenesDone === 2) break;
    }
    expect(seen).toEqual(['outline 0', 'scene 1', 'scene 2']);
  });

  it('takes the rest out of the queue when one part is lost: nobody will read it', async () => {
    const lost = Promise.reject(new EngineError('EXECUTOR_LOST'));
    lost.catch(() => undefined); // as the encoder does: a row may fail before anyone reads it
    const { stream, queued } = arrange([ready, lost, never]);
    const read = async () => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toMatchObject({ reason: 'EXECUTOR_LOST' });
    expect(queued().aborted).toBe(true);
  });

  it('takes the rest out of the queue when the reader stops', async () => {
    const { stream, queued } = arrange([ready, never, never]);
    for await (const { type } of stream) if (type === 'scene') break;
    expect(queued().aborted).toBe(true);
  });

  it('hands on the reason of a call that is aborted', async () => {
    const { stream, controller, queued } = arrange([ready, ready, ready]);
    await stream.next();
    const reason = new EngineError('CANCELLED');
    controller.abort(reason);
    expect(queued().reason).toBe(reason);
  });

  it('accounts for itself at the end', async () => {
    const { stream } = arrange([ready, ready, ready]);
    const events = [];
    for await (const event of stream) events.push(event);
    expect(events.at(-1)).toMatchObject({
      type: 'completed',
      info: { analysisId: 'id', segments: 3, timing: { queue: 1, inference: 2 }, language: 'es' },
      progress: { scenesDone: 3, scenesTotal: 3, tokensDone: 15, tokensTotal: 15 },
    });
  });
});
