/**
 * The engine beside other inference servers over the same graph, by the peers' own harness: one load generator, phases in
 * turns. The harness and what it installs lie outside the repository; its README says how to set up the lab.
 *
 *   npm run bench:peers -- --lab DIR [--peers DIR] [--prec fp32|int8] [--rounds N] [--only a,b] [--conc 1,64] [--secs S]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { orSkip, REPOSITORY } from './paths.js';
import { engineContender, findPeers } from './peers/contenders.js';
import { createModelsFolder } from './peers/models-folder.js';
import { Results } from './peers/results.js';

/** The engine with the graph it would ship: at int8, one whose rows do not change each other. */
const OURS = 'guionix';

/** The engine with the graph that the peers serve at int8, where a text's result depends on its batch. */
const OURS_SAME_GRAPH = 'guionix-dynamic';

const { values: flags } = parseArgs({
  options: {
    lab: { type: 'string' },
    peers: { type: 'string', default: path.join(REPOSITORY, '../shared/peers') },
    prec: { type: 'string', default: 'int8' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    conc: { type: 'string', default: '1,4,16,64' },
    secs: { type: 'string', default: '1.5' },
  },
});
if (flags.lab === undefined) {
  console.error('Say where the lab is: --lab DIR. The README of the harness says how to make one.');
  process.exit(1);
}
const harness = orSkip(fromCaller(flags.peers));
const lab = orSkip(fromCaller(flags.lab));
process.env['PEERS_LAB'] = lab;

/** A path as it was typed: npm runs this in the folder of the benchmarks. */
function fromCaller(given: string): string {
  return path.resolve(process.env['INIT_CWD'] ?? '.', given);
}

/** Writes the models folders and the file of contenders; resolves with its path and the names in it. */
async function enterEngine(folder: string): Promise<{ file: string; names: string[] }> {
  const graphs = { fp32: 'pooled.fp32.onnx', int8: 'pooled.row8.onnx' };
  const entries = { [OURS]: graphs, ...(flags.prec === 'int8' && { [OURS_SAME_GRAPH]: { int8: 'pooled.int8.onnx' } }) };
  const contenders: Record<string, unknown> = {};
  for (const [name, served] of Object.entries(entries)) {
    const models = path.join(folder, name);
    await createModelsFolder(models, lab, served);
    contenders[name] = engineContender(name, models);
  }
  const file = path.join(folder, 'contenders.json');
  await writeFile(file, JSON.stringify(contenders));
  return { file, names: Object.keys(contenders) };
}

/** Runs the harness to its end; what it prints is seen as it goes. */
async function runHarness(contenders: string, names: readonly string[], out: string): Promise<void> {
  const { prec, rounds, conc, secs } = flags;
  const given = Object.entries({ prec, rounds, conc, secs, only: names.join(','), out });
  const child = spawn(
    process.execPath,
    [path.join(harness, 'bench.mjs'), ...given.flatMap(([name, value]) => [`--${name}`, value])],
    { stdio: 'inherit', env: { ...process.env, EXTRA_CONTENDERS: contenders } },
  );
  // It stops the servers it has started, which would outlive it.
  const interrupt = () => child.kill('SIGTERM');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The harness ended with code ${code}.`);
}

const folder = await mkdtemp(path.join(tmpdir(), 'guionix-peers-'));
try {
  const peers = await findPeers(harness, lab, flags.prec);
  const wanted = flags.only?.split(',') ?? peers.installed;
  const entered = await enterEngine(folder);
  const out = path.join(folder, 'results.jsonl');
  const chosen = peers.installed.filter((name) => wanted.includes(name));
  await runHarness(entered.file, [...entered.names, ...chosen], out);
  const results = await Results.read(out);
  const tables = [results.cpuTable(OURS), results.rateTable(OURS), results.latencyTable(), results.startTable()];
  console.log(
    `\n${flags.prec}, ${flags.rounds} rounds in turns, medians; others used ${results.othersCores.toFixed(2)} processors.`,
  );
  console.log(tables.map((table) => `\n${table}`).join('\n'));
  if (peers.missing.length > 0) console.log(`\nNot installed in this lab: ${peers.missing.join(', ')}.`);
  if (results.failed.length > 0) console.log(`\nDid not start: ${results.failed.join(', ')}; its log is in the lab.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
