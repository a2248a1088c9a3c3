import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { GUIONIX, orSkip } from '../paths.js';

/** The parts of a peer that are read here, as `contenders.mjs` of the harness has them. */
interface Peer {
  readonly cmd: string;
  /** Number formats that it has; all when left out. */
  readonly prec?: readonly string[];
  /** It runs from the modules that the lab has installed. */
  readonly nodeServer?: boolean;
}

/** An entry of the file that the harness reads further contenders from. */
interface Contender {
  readonly cmd: string;
  readonly args: readonly string[];
  readonly adapter: 'v2-raw';
  /** It takes lists. */
  readonly list: true;
  readonly env: Readonly<Record<string, string>>;
}

/** The peers of the harness that this lab has, and those that were never installed. */
export interface Peers {
  readonly installed: readonly string[];
  readonly missing: readonly string[];
}

/** Finds which peers can be started. The harness reads the lab's place from `PEERS_LAB`, which must be set. */
export async function findPeers(harness: string, lab: string, precision: string): Promise<Peers> {
  const file = pathToFileURL(path.join(harness, 'contenders.mjs')).href;
  const { contenders } = (await import(file)) as { contenders: Readonly<Record<string, Peer>> };
  const wanted = Object.entries(contenders).filter(([, { prec }]) => prec === undefined || prec.includes(precision));
  const isInstalled = ({ cmd, nodeServer }: Peer) =>
    nodeServer ? existsSync(path.join(lab, 'node/node_modules')) : existsSync(cmd);
  const named = (present: boolean) => wanted.filter(([, peer]) => isInstalled(peer) === present).map(([name]) => name);
  return { installed: named(true), missing: named(false) };
}

/**
 * The built engine as a contender over a models folder. Its cache is off: the load generator sends the same texts in
 * every phase, and the peers have none.
 *
 * @param name Also the folder of its data.
 */
export function engineContender(name: string, modelsFolder: string): Contender {
  return {
    cmd: process.execPath,
    args: [orSkip(GUIONIX), 'serve'],
    adapter: 'v2-raw',
    list: true,
    env: {
      HOST: '127.0.0.1',
      PORT: '$PORT',
      GUIONIX_MODELS: 'minilm',
      GUIONIX_MODELS_DIR: modelsFolder,
      GUIONIX_PRECISION: '$PREC',
      GUIONIX_DATA_DIR: path.join('$RUN', `${name}-data`),
      GUIONIX_CACHE_MIB: '0',
      GUIONIX_LOG_LEVEL: 'warn',
    },
  };
}
