/** Results of analyses as bytes: gzipped JSON, a tenth of its size, packed and unpacked off the event loop. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { AnalysisResult } from '../domain/analysis.js';
import type { SceneSentiment } from '../domain/sentiment.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** What the bytes hold: strongest scenes that are in the list of scenes are named by index. */
type Packed = Omit<AnalysisResult, 'summary'> & {
  readonly summary?: Omit<NonNullable<AnalysisResult['summary']>, 'strongest'> & {
    readonly strongest: (number | SceneSentiment)[];
  };
};

/** Packs a result. */
export function packResult({ summary, ...rest }: AnalysisResult): Promise<Uint8Array> {
  const listed = new Set(rest.scenes);
  const packed: Packed = {
    ...rest,
    ...(summary && {
      summary: { ...summary, strongest: summary.strongest.map((one) => (listed.has(one) ? one.scene : one)) },
    }),
  };
  return pack(JSON.stringify(packed));
}

/** Unpacks what {@link packResult} packed. */
export async function unpackResult(bytes: Uint8Array): Promise<AnalysisResult> {
  const { summary, ...rest } = JSON.parse((await unpack(bytes)).toString()) as Packed;
  const byIndex = new Map(rest.scenes.map((scene) => [scene.scene, scene]));
  const strongest = summary?.strongest.map((one) => (typeof one === 'number' ? byIndex.get(one)! : one)) ?? [];
  return { ...rest, ...(summary && { summary: { ...summary, strongest } }) };
}
