import { loadSettings } from '../../server/src/config/load.js';
import { ENCODERS, type Variant } from '../../server/src/inference/encoders.js';
import type { Manifest } from '../../server/src/inference/manifest.js';
import { loadModel } from '../../server/src/inference/model-files.js';
import type { ModelInput, TextOutputs } from '../../server/src/inference/models.js';
import { openModel } from '../../server/src/inference/open-model.js';

/** Output under which the heads of the labelled sets are asked for. */
const SET_HEADS = 'sets';

/** Texts that are queued at a time. */
const LIST = 2000;

/** A head of a labelled set: where its values stand in the tensor of all such heads. */
export interface SetHead {
  readonly name: string;
  readonly labels: readonly string[];
  readonly thresholds: Readonly<Record<string, readonly number[]>>;
  readonly start: number;
}

/** The encoder as the server opens it, asked for the heads of the labelled sets too, which are not served. */
export interface MeasuredModel {
  readonly manifest: Manifest;
  /** Heads by name. */
  readonly heads: ReadonlyMap<string, SetHead>;
  /** Outputs of texts, in order. */
  read(texts: readonly ModelInput[]): Promise<MeasuredText[]>;
  close(): Promise<void>;
}

/** What the model says of a text. */
export interface MeasuredText {
  readonly values: TextOutputs['values'];
  /** Scores of a set's head before softmax or sigmoid. */
  scores(head: SetHead): Float32Array;
}

/** Opens a variant's newest version; no cache stands before it. */
export async function openMeasured(variant: Variant): Promise<MeasuredModel> {
  const settings = loadSettings({ workerNiceness: 0, expressWorkers: 0 });
  const verified = await loadModel(settings.modelsDir, ENCODERS[variant], undefined, settings.precision);
  const manifest = withSetHeads(verified.manifest);
  const cache = {
    getMany: async (keys: readonly string[]) => keys.map(() => undefined),
    set: () => undefined,
    forget: async () => undefined,
  };
  const { model, close } = await openModel({ ...verified, manifest }, settings, cache);
  return {
    manifest: verified.manifest,
    heads: headsOf(verified.manifest),
    close,
    async read(texts) {
      const found: MeasuredText[] = [];
      for (let start = 0; start < texts.length; start += LIST) {
        const job = await model.infer(texts.slice(start, start + LIST), { priority: 'background' });
        for (const { values } of await Promise.all(job.outputs)) {
          found.push({
            values,
            scores: ({ start, labels }) => values[SET_HEADS]!.subarray(start, start + labels.length),
          });
        }
      }
      return found;
    },
  };
}

function withSetHeads(manifest: Manifest): Manifest {
  const { evaluation } = manifest;
  if (evaluation === undefined) return manifest;
  const width = evaluation.heads.reduce((sum, { labels }) => sum + labels.length, 0);
  const output = { name: SET_HEADS, tensor: evaluation.tensor, width, activation: 'identity', divisor: 1 } as const;
  return { ...manifest, outputs: [...manifest.outputs, { ...output, normalize: false }] };
}

function headsOf({ evaluation }: Manifest): Map<string, SetHead> {
  let start = 0;
  return new Map(
    (evaluation?.heads ?? []).map(({ name, labels, thresholds = {} }) => {
      const head = { name, labels, thresholds, start };
      start += labels.length;
      return [name, head];
    }),
  );
}
