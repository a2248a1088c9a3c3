import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { LineClass, LineClassifier } from '../domain/line-classifier.js';
import { DenseSession } from './execute/dense-session.js';
import { loadGraph } from './model-files.js';

const LINE_CLASSES = [
  'scene_heading',
  'action',
  'character',
  'dialogue',
  'parenthetical',
  'transition',
  'other',
] as const satisfies readonly LineClass[];

const manifestSchema = z.object({
  graph: z.object({ path: z.string(), sha256: z.string(), bytes: z.number() }),
  features: z.number().int().positive(),
  classes: z.array(z.enum(LINE_CLASSES)).length(LINE_CLASSES.length),
  transitions: z.array(z.array(z.number()).length(LINE_CLASSES.length)).length(LINE_CLASSES.length),
});

const NAME = 'lines';

/**
 * Opens the newest version of the model `lines`, from the first of some folders of models that has one: a folder with
 * encoders of one's own need not hold it.
 *
 * @throws EngineError MODEL_MISSING when it is in none, MODEL_CORRUPT when a file differs from its manifest.
 */
export async function openLineClassifier(roots: readonly string[]): Promise<LineClassifier> {
  const root = roots.find((folder) => existsSync(path.join(folder, NAME))) ?? roots[0] ?? '';
  const { manifest, graph } = await loadGraph(root, NAME, manifestSchema);
  const { features, classes, transitions } = manifest;
  const session = await DenseSession.open(graph, features);
  return { features, classes, transitions, classify: (rows) => session.run(rows) };
}
