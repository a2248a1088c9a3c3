/**
 * What a second draft costs: a feature-length script analysed for the first time, the same again, and with one scene
 * rewritten. CPU of the server; a fresh engine every round, warmed with two drafts of another script, so that its code is
 * compiled: an engine lives longer than a script.
 *
 *   npm run bench:redraft -- [--rounds N] [--script FILE]
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient, type MlClient, type SceneSentiment, type Timing } from '@guionix/ml-client';
import { type EngineProcess, startEngineProcess } from './engine/engine-process.js';
import { FEATURE, FEATURES, REPOSITORY, SHARED_DATA } from './paths.js';
import { median } from './serving/median.js';
import { markdownTable } from './table.js';

/** A play of 64 scenes, where the public data lie beside the repository. */
const MANY_SCENES = path.join(SHARED_DATA, 'screenplays/open/es/electra.fountain');

/** What a draft should cost at most, as a share of the first analysis. */
const BOUNDS = { again: 0.01, rewritten: 0.03 } as const;

/** Time after an answer for what goes on behind it, such as keeping results, in milliseconds. */
const SETTLE_MS = 200;

/** Where the engine says that the time of an analysis went. */
const STAGES = ['parseMs', 'inferenceMs', 'insightMs'] as const;

/** What one analysis cost. */
interface Draft {
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Segments found and computed. */
  readonly found: number;
  readonly computed: number;
  readonly timing: Timing;
  readonly scenes: readonly SceneSentiment[];
}

/** The drafts of one round. */
interface Round {
  readonly first: Draft;
  readonly again: Draft;
  readonly rewritten: Draft;
}

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    script: { type: 'string', default: existsSync(MANY_SCENES) ? MANY_SCENES : FEATURE },
  },
});

async function analyze(engine: EngineProcess, client: MlClient, text: string): Promise<Draft> {
  await engine.usage();
  const started = performance.now();
  const { info, scenes } = await client.sentiment.analyze({ text });
  const seconds = (performance.now() - started) / 1000;
  await delay(SETTLE_MS);
  const { cpuSeconds } = await engine.usage();
  const { segmentHits: found, segmentMisses: computed } = info.cache!;
  return { cpuSeconds, seconds, found, computed, timing: info.timing!, scenes };
}

/** The script with its scene of median size rewritten: every line that is not a heading or a name has new words. */
function rewriteScene(text: string, scenes: readonly SceneSentiment[]): string {
  const bySize = [...scenes].sort((a, b) => a.segmentCount - b.segmentCount);
  const { startLine, endLine } = bySize[Math.floor(bySize.length / 2)]!;
  return text
    .split('\n')
    .map((line, i) => (i + 1 > startLine && i + 1 <= endLine && /\p{Ll}/u.test(line) ? rewriteLine(line) : line))
    .join('\n');
}

/** Other words, no more and no fewer: its own, backwards. */
function rewriteLine(line: string): string {
  return line.split(' ').reverse().join(' ');
}

async function runRound(text: string, warmUp: string): Promise<Round> {
  const engine = await startEngineProcess();
  const client = createClient({ address: engine.address });
  try {
    const { scenes } = await client.sentiment.analyze({ text: warmUp });
    await client.sentiment.analyze({ text: rewriteScene(warmUp, scenes) });
    const first = await analyze(engine, client, text);
    const again = await analyze(engine, client, text);
    return { first, again, rewritten: await analyze(engine, client, rewriteScene(text, first.scenes)) };
  } finally {
    client.close();
    await engine.stop();
  }
}

function draftsTable(rounds: readonly Round[]): string {
  const row = (name: string, draft: keyof Round, bound?: number) => {
    const mid = (value: (one: Draft, round: Round) => number) =>
      median(rounds.map((round) => value(round[draft], round)));
    const share = mid(({ cpuSeconds }, { first }) => cpuSeconds / first.cpuSeconds);
    return [
      name,
      mid(({ cpuSeconds }) => cpuSeconds).toFixed(3),
      `${(100 * share).toFixed(2)} %`,
      mid(({ seconds }) => seconds).toFixed(2),
      `${mid(({ found }) => found)} / ${mid(({ computed }) => computed)}`,
      STAGES.map((stage) => mid(({ timing }) => timing[stage]).toFixed(0)).join(' / '),
      bound === undefined ? '' : `${100 * bound} %: ${share <= bound ? 'held' : 'NOT held'}`,
    ];
  };
  return markdownTable(
    [
      'draft',
      'CPU s of the server',
      'of the first',
      'seconds',
      'segments found / computed',
      'parse / inference / insight, ms',
      'bound',
    ],
    [
      row('first', 'first'),
      row('the same again', 'again', BOUNDS.again),
      row('one scene rewritten', 'rewritten', BOUNDS.rewritten),
    ],
  );
}

const text = await readFile(flags.script, 'utf8');
const other = FEATURES.find((file) => path.basename(file) !== path.basename(flags.script))!;
const warmUp = await readFile(other, 'utf8');
const rounds: Round[] = [];
for (let round = 0; round < Number(flags.rounds); round++) rounds.push(await runRound(text, warmUp));
const { scenes } = rounds[0]!.first;
const segments = scenes.reduce((sum, { segmentCount }) => sum + segmentCount, 0);
console.log(
  `${path.relative(REPOSITORY, flags.script)}: ${scenes.length} scenes, ${segments} segments; ${rounds.length} rounds, medians.\n`,
);
console.log(draftsTable(rounds));
