import { z } from 'zod';

const file = z.object({
  path: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
});

/** A graph in one number format. */
const graph = file.extend({
  /**
   * Largest difference to the reference outputs that the load gate lets pass: kernels of other processors round
   * differently, wrong weights or label orders are far further off.
   */
  tolerance: z.number().positive().default(0.05),
});

/** Number formats of a graph. */
export const PRECISIONS = ['fp32', 'fp16', 'int8'] as const;

const output = z.object({
  /** Name that callers know it by, e.g. `embedding`. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** Name of the graph's output tensor, `rows × width`. */
  tensor: z.string(),
  width: z.number().int().positive(),
  /** What turns the graph's values into the output: applied to each window of a text, before windows are averaged. */
  activation: z.enum(['identity', 'softmax', 'sigmoid']).default('identity'),
  /** What values are divided by, after the activation: the distance from 0 to the end of a rating scale. */
  divisor: z.number().positive().default(1),
  /** Whether the averaged output is scaled to Euclidean length 1. */
  normalize: z.boolean().default(false),
  /** Names of the values, in order; left out for an embedding. */
  labels: z.array(z.string()).optional(),
});

/**
 * What a version of a text encoder says of itself: `models/artifacts/<name>/<version>/manifest.json`. Everything that
 * turns its tensors into meaning (label order, scales, window) is read from here, never assumed. With `tokenizer.json`
 * and an ONNX graph beside it, any text encoder is served.
 */
export const manifestSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^[\w.-]+$/),
  kind: z.literal('text-encoder'),
  description: z.string().default(''),
  languages: z.array(z.string()).default([]),
  /** Number format that is served unless another is asked for. */
  precision: z.enum(PRECISIONS),
  opset: z.number().int().optional(),
  files: z.object({ graphs: z.partialRecord(z.enum(PRECISIONS), graph), tokenizer: file }),
  inputs: z.object({
    /** Number format of the input tensors, each `rows × longest row`. */
    type: z.enum(['int32', 'int64']),
    /** Input of the token ids. */
    ids: z.string(),
    /** Input that is 1 for a token, 0 for padding. */
    mask: z.string(),
    /** Input of the segment numbers, all 0, for graphs that have one. */
    types: z.string().optional(),
  }),
  outputs: z.array(output).min(1),
  tokens: z.object({
    /** Id that fills short rows. */
    pad: z.number().int(),
    /** Longest row the graph takes, special tokens included. */
    maxLength: z.number().int().positive(),
    /** Longest row the model was trained on, without context. */
    window: z.number().int().positive(),
    /** Most tokens of the lines before a text that come before it in its row; left out for models that read texts alone. */
    context: z.number().int().positive().optional(),
    /** What becomes of longer texts: split at sentences into windows that are averaged by tokens, or cut at the window. */
    overflow: z.enum(['split', 'cut']).default('split'),
  }),
  /**
   * Heads of the labelled sets that the model was trained on, one after the other in one tensor. They are for measuring
   * (`npm run bench:quality`) and not served.
   */
  evaluation: z
    .object({
      tensor: z.string(),
      heads: z.array(
        z.object({
          name: z.string(),
          kind: z.enum(['one', 'several', 'numbers']),
          labels: z.array(z.string()),
          /** For labels that may stand together: probability from which each counts, by set, chosen on its dev split. */
          thresholds: z.record(z.string(), z.array(z.number())).optional(),
        }),
      ),
      /** The same for the served emotions, in the order of their labels. */
      emotionThresholds: z.array(z.number()).optional(),
    })
    .optional(),
  licences: z
    .object({
      weights: z.string(),
      trainingData: z.array(
        z.object({ name: z.string(), licence: z.string(), commercial: z.enum(['yes', 'no', 'unclear']) }),
      ),
      consequence: z.string(),
    })
    .optional(),
  metrics: z
    .array(
      z.object({
        task: z.string(),
        split: z.string(),
        measure: z.string(),
        value: z.number(),
        floor: z.number().optional(),
        published: z.string().optional(),
      }),
    )
    .default([]),
  /** The load gate: these token ids must give these values of the graph's tensors, or the version is refused. */
  reference: z
    .array(z.object({ ids: z.array(z.number().int()), tensors: z.record(z.string(), z.array(z.number())) }))
    .min(1),
});

/** A checked manifest. */
export type Manifest = z.infer<typeof manifestSchema>;

/** One output of a text encoder. */
export type OutputSpec = Manifest['outputs'][number];

/** Number format of a graph. */
export type Precision = (typeof PRECISIONS)[number];
