/**
 * What serving costs over computing: the built engine with the encoder of screenplays, through each of its entrances,
 * beside the runtime with nothing around it over rows of the same lengths, in turns within one run. Latency by length of
 * text, idle and at 70 % of what one text a call can reach.
 *
 *   npm run bench:serving -- [--rounds N] [--workers N] [-- flags of guionix serve]
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { loadModel } from '../server/src/inference/model-files.js';
import { openTokenizer } from '../server/src/inference/text/tokenizer.js';
import { startEngineProcess } from './engine/engine-process.js';
import { MODELS } from './paths.js';
import { withAccount } from './serving/account.js';
import { type BareLimit, startBareLimit } from './serving/bare-limit.js';
import type { BareUsage } from './serving/bare-protocol.js';
import { type Entrance, embedTexts, modelInfer, streamEmbedTexts } from './serving/entrances.js';
import { openConnection } from './serving/grpc-connection.js';
import { closedLoop, openLoop } from './serving/load.js';
import { createRandom } from './serving/random.js';
import {
  BARE_BUDGETS,
  type BareRound,
  bareTable,
  classTable,
  entranceTable,
  type Measured,
  rateOf,
} from './serving/report.js';
import { BLOCK, openTexts } from './serving/texts.js';

/** Share of the most texts a second that one text a call reaches, for the open loop. */
const OPEN_SHARE = 0.7;

/** A closed loop through an entrance. */
interface Phase {
  readonly name: string;
  readonly entrance: Entrance;
  readonly inFlight: number;
  readonly textsPerCall: number;
  readonly blocks: number;
}

const { values: flags, positionals: engineFlags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(Math.min(2, os.availableParallelism())) },
  },
  allowPositionals: true,
});
const rounds = Number(flags.rounds);
const workers = Number(flags.workers);

const { manifest, files } = await loadModel(MODELS, 'encoder');
const tokenizer = await openTokenizer(files.tokenizer);
const texts = await openTexts(tokenizer, 1);
const random = createRandom(2);

const bare = await startBareLimit(
  { manifest, graphFile: files.graph, tokenizerFile: files.tokenizer, workers },
  tokenizer,
);
const engine = await startEngineProcess(['--workers', flags.workers, ...engineFlags]);
const connection = openConnection(engine.address);
const unary = embedTexts(connection);
const stream = streamEmbedTexts(connection);
const infer = modelInfer(connection, manifest.name);

const phase = (name: string, entrance: Entrance, inFlight: number, textsPerCall: number, blocks = 2): Phase => ({
  name: `${name}, ${textsPerCall} × ${inFlight}`,
  entrance,
  inFlight,
  textsPerCall,
  blocks,
});
const ONE_TEXT = [
  phase('EmbedTexts', unary, 1, 1, 1),
  phase('EmbedTexts', unary, 4, 1),
  phase('EmbedTexts', unary, 16, 1),
  phase('EmbedTexts', unary, 64, 1),
];
const PHASES = [
  ...ONE_TEXT,
  phase('EmbedTexts', unary, 4, 16),
  phase('EmbedTexts', unary, 4, 32),
  phase('StreamEmbedTexts', stream, 64, 1),
  phase('ModelInfer', infer, 64, 1),
  phase('ModelInfer', infer, 4, 32),
];

const closed = new Map<string, Measured[]>(PHASES.map(({ name }) => [name, []]));
const open: Measured[] = [];
const limits: BareRound[] = [];

async function runPhase({ name, blocks, ...how }: Phase): Promise<void> {
  const sent = await texts.next(blocks * BLOCK);
  closed.get(name)!.push(await withAccount(engine, () => closedLoop(how.entrance, sent, how)));
}

async function runBare({ load, run, tokenize }: BareLimit): Promise<void> {
  await load(await texts.next(BLOCK));
  const runs: BareUsage[] = [];
  for (const budget of BARE_BUDGETS) runs.push(await run(budget));
  limits.push({ runs, tokenize: await tokenize() });
}

async function runOpen(): Promise<void> {
  const best = Math.max(...ONE_TEXT.map(({ name }) => rateOf(closed.get(name)!.at(-1)!)));
  const sent = await texts.next(4 * BLOCK);
  open.push(await withAccount(engine, () => openLoop(unary, sent, OPEN_SHARE * best, random)));
}

/** The order turns round by round, so that what the machine does meanwhile hits all alike. */
async function runRound(round: number): Promise<void> {
  const turns = [() => runBare(bare), ...PHASES.map((one) => () => runPhase(one))];
  for (let turn = 0; turn < turns.length; turn++) await turns[(turn + 2 * round) % turns.length]!();
  await runOpen();
}

/** Long enough that the code of every entrance is compiled: a server lives longer than a phase. */
async function warmUp(): Promise<void> {
  for (const one of PHASES) await closedLoop(one.entrance, await texts.next(2 * BLOCK), { ...one, inFlight: 64 });
  await bare.load(await texts.next(BLOCK));
  await bare.run(BARE_BUDGETS[0]);
}

try {
  await warmUp();
  for (let round = 0; round < rounds; round++) await runRound(round);
  const rows = [...closed, [`EmbedTexts, 1, Poisson at ${100 * OPEN_SHARE} %`, open] as const];
  console.log(`${rounds} rounds in turns, medians; ${workers} workers on ${os.availableParallelism()} processors.`);
  console.log(
    ['', bareTable(limits), entranceTable(rows, limits), classTable(closed.get(PHASES[0]!.name)!, open)].join('\n'),
  );
} finally {
  await stream.close().catch(() => undefined);
  connection.close();
  bare.close();
  await engine.stop();
}
