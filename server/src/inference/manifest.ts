import { z } from 'zod';
import { EMOTIONS, POLARITIES } from '../domain/emotions.js';

const file = z.object({
  path: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
});

const labelled = <Label extends string>(names: readonly Label[]) =>
  z.object({ name: z.string(), labels: z.array(z.enum(names)).length(names.length) });

/**
 * What a model version says of itself: `models/artifacts/<name>/<version>/manifest.json`. Everything that turns its
 * tensors into meaning (label order, scales, window) is read from here, never assumed.
 */
export const manifestSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^[\w.-]+$/),
  kind: z.literal('encoder'),
  description: z.string(),
  languages: z.array(z.string()),
  precision: z.enum(['fp32', 'fp16', 'int8']),
  opset: z.number().int(),
  files: z.object({ model: file, tokenizer: file }),
  inputs: z.object({ ids: z.string(), mask: z.string() }),
  outputs: z.object({
    embedding: z.object({ name: z.string(), dim: z.number().int().positive() }),
    /** Softmax over these labels. */
    polarity: labelled(POLARITIES),
    /** Independent sigmoid per label. */
    emotion: labelled(EMOTIONS),
    /** Regression; labels name the columns, `halfRange` is the distance from 0 to the end of the scale. */
    affect: labelled(['valence', 'arousal']).extend({ halfRange: z.number().positive() }),
  }),
  tokens: z.object({
    pad: z.number().int(),
    /** Longest input the graph takes, special tokens included. */
    maxLength: z.number().int().positive(),
    /** Longest input the model was trained on: longer texts are split at sentences and averaged. */
    window: z.number().int().positive(),
  }),
  licences: z.object({
    weights: z.string(),
    trainingData: z.array(
      z.object({ name: z.string(), licence: z.string(), commercial: z.enum(['yes', 'no', 'unclear']) }),
    ),
    consequence: z.string(),
  }),
  metrics: z.array(
    z.object({
      task: z.string(),
      split: z.string(),
      measure: z.string(),
      value: z.number(),
      floor: z.number().optional(),
      published: z.string().optional(),
    }),
  ),
  /** The load gate: these token ids must give these numbers (see `session.ts`) or the model is refused. */
  reference: z
    .array(z.object({ ids: z.array(z.number().int()), affect: z.array(z.number()), polarity: z.array(z.number()) }))
    .min(1),
});

/** A verified manifest. */
export type Manifest = z.infer<typeof manifestSchema>;
