import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest, Precision } from '../../server/src/inference/manifest.js';
import { openTokenizer } from '../../server/src/inference/text/tokenizer.js';

/** Name of the model, as the load generator asks for it. */
const NAME = 'minilm';

/** Values of an embedding. */
const WIDTH = 384;

/** Texts and their embeddings by the full-precision graph, of which one becomes the load gate. */
interface Reference {
  readonly texts: readonly string[];
  readonly emb: readonly (readonly number[])[];
}

/**
 * Makes a models folder for the engine from the graphs that the peers serve: links, and a manifest.
 *
 * @param lab The folder that the harness was set up in.
 * @param graphs File of the graph of each number format, in the lab's `models`.
 */
export async function createModelsFolder(
  folder: string,
  lab: string,
  graphs: Partial<Record<Precision, string>>,
): Promise<void> {
  const version = path.join(folder, NAME, '1');
  await mkdir(version, { recursive: true });
  const link = async (file: string) => {
    const target = path.join(lab, 'models', file);
    await symlink(target, path.join(version, file));
    const sha256 = createHash('sha256')
      .update(await readFile(target))
      .digest('hex');
    return { path: file, sha256, bytes: (await stat(target)).size };
  };
  const linked: Manifest['files']['graphs'] = {};
  // The gate is against the full-precision numbers, which int8 comes this near to.
  for (const [precision, file] of Object.entries(graphs)) {
    linked[precision as Precision] = { ...(await link(file)), tolerance: 0.05 };
  }
  const manifest: Manifest = {
    name: NAME,
    version: '1',
    kind: 'text-encoder',
    description: 'all-MiniLM-L6-v2 with mean pooling and length 1 in the graph.',
    languages: ['en'],
    precision: Object.keys(graphs)[0] as Precision,
    files: { graphs: linked, tokenizer: await link('tokenizer.json') },
    inputs: { type: 'int64', ids: 'input_ids', mask: 'attention_mask', types: 'token_type_ids' },
    outputs: [
      { name: 'embedding', tensor: 'embedding', width: WIDTH, activation: 'identity', divisor: 1, normalize: false },
    ],
    tokens: { pad: 0, maxLength: 512, window: 256, overflow: 'cut' },
    metrics: [],
    reference: [await referenceOf(lab)],
  };
  await writeFile(path.join(version, 'manifest.json'), JSON.stringify(manifest));
}

/** The shortest of the reference texts. */
async function referenceOf(lab: string): Promise<Manifest['reference'][number]> {
  const { texts, emb } = JSON.parse(await readFile(path.join(lab, 'workload/ref.json'), 'utf8')) as Reference;
  const shortest = texts.reduce((least, text, i) => (text.length < texts[least]!.length ? i : least), 0);
  const tokenizer = await openTokenizer(path.join(lab, 'models/tokenizer.json'));
  const [ids] = await tokenizer.encode([texts[shortest]!]);
  return { ids: [...ids!], tensors: { embedding: [...emb[shortest]!] } };
}
