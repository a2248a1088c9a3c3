/** Results of analyses as bytes: gzipped JSON, a tenth of its size, packed and unpacked off the event loop. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { AnalysisResult } from '../domain/analysis.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** What the bytes hold: the strongest scenes are scenes of the list, so they are named by index. */
type Packed = Omit<AnalysisResult, 'summary'> & {
  readonly summary?: Omit<NonNullable<AnalysisResult['summary']>, 'strongest'> & { readonly strongest: number[] };
};

/** Packs a result. */
export function packResult({ summary, ...rest }: AnalysisResult): Promise<Uint8Array> {
  const packed: Packed = {
    ...rest,
    ...(summary && { summary: { ...summary, strongest: summary.strongest.map(({ scene }) => scene) } }),
  };
  return pack(JSON.stringify(packed));
}

/** Unpacks what {@link packResult} packed. */
export async function unpackResult(bytes: Uint8Array): Promise<AnalysisResult> {
  const { summary, ...rest } = JSON.parse((await unpack(bytes)).toString()) as Packed;
  const strongest = summary?.strongest.map((index) => rest.scenes.find(({ scene }) => scene === index)!) ?? [];
  return { ...rest, ...(summary && { summary: { ...summary, strongest } }) };
}
