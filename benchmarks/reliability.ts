/**
 * `kill -9` at moments of chance while many jobs are under way, on the embedded store and on PostgreSQL; on PostgreSQL every
 * connection is cut now and then too. Nothing that was acknowledged may be lost, no job may have two results. Ends with
 * code 1 when one is.
 *
 *   npm run bench:reliability [-- --quick] [--kills N] [--jobs N] [--seed N] [--only embedded|postgresql] [--costs]
 *
 * With `--costs` nothing is killed: what the database takes for jobs and insights is measured alone.
 */
import { userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@guionix/ml-client';
import { serverPool } from '../server/src/storage/pool.js';
import type { StoreSettings } from '../server/src/storage/store.js';
import { createDataFolder } from './engine/data-folder.js';
import { ANALYSES, measureInsights } from './reliability/insights.js';
import { measureJobCost } from './reliability/job-cost.js';
import { Promises, type Verdict, verify } from './reliability/promises.js';
import { type Place, Victim } from './reliability/victim.js';
import { allEnded, submitOne } from './reliability/work.js';
import { createRandom } from './serving/random.js';

/** How long an engine lives after it serves, in milliseconds: from the first call to the middle of many jobs. */
const LIFE_MS = { least: 50, most: 3000 };

/** Longest time that the jobs get to end after the last kill, in milliseconds. */
const LIMIT_MS = 10 * 60_000;

/** Each so many kills, connections are cut instead. */
const CUT_EVERY = 5;

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    kills: { type: 'string' },
    jobs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    costs: { type: 'boolean', default: false },
  },
});
const kills = Number(flags.kills ?? (flags.quick ? 4 : 50));
const jobs = Number(flags.jobs ?? (flags.quick ? 30 : 200));
const random = createRandom(Number(flags.seed));

const silent = { info: () => undefined, warn: () => undefined };

/** A store, how to cut its connections, and how to remove it. */
interface Store extends Place {
  /** The same place, for a store in this process. */
  readonly settings: StoreSettings;
  readonly cut?: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

async function embedded(): Promise<Store> {
  const { folder, remove } = await createDataFolder();
  const settings = { dataDir: path.join(folder, 'insights'), log: silent };
  return { settings, flags: ['--data-dir', folder], environment: { DATABASE_URL: '' }, drop: remove };
}

const SERVER = process.env['GUIONIX_TEST_DATABASE_URL'] ?? `postgres://${userInfo().username}@127.0.0.1:5432/test`;

/** Runs a statement on the server; undefined when none answers. */
async function onServer(statement: string): Promise<unknown[] | undefined> {
  const pool = serverPool(SERVER, silent, 'migrating');
  try {
    return (await pool.query(statement)).rows;
  } catch {
    return undefined;
  } finally {
    await pool.end();
  }
}

async function postgresql(): Promise<Store | undefined> {
  const name = `guionix_reliability_${process.pid}`;
  if ((await onServer(`create database ${name}`)) === undefined) return undefined;
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return {
    settings: { databaseUrl: url.href, log: silent },
    flags: [],
    environment: { DATABASE_URL: url.href },
    cut: async () => {
      await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    },
    drop: async () => {
      await onServer(`drop database ${name} with (force)`);
    },
  };
}

/** Callers at once. */
const CALLERS = 8;

async function run(name: string, store: Store): Promise<Verdict> {
  const started = performance.now();
  const victim = await Victim.create(store);
  const client = createClient({ address: victim.address });
  const promises = new Promises();
  try {
    await victim.start();
    let next = 0;
    const caller = async () => {
      while (next < jobs) await submitOne(next++, client, promises);
    };
    const submitted = Promise.all(Array.from({ length: CALLERS }, caller));
    for (let kill = 1; kill <= kills; kill++) {
      await delay(LIFE_MS.least + random() * (LIFE_MS.most - LIFE_MS.least));
      if (store.cut && kill % CUT_EVERY === 0) await store.cut();
      await victim.kill();
      await victim.start();
    }
    await submitted;
    const ended = await allEnded(client, promises, LIMIT_MS);
    const verdict = await verify(client, promises);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const { scripts, analyses, feedback } = promises;
    console.log(
      `${name}: ${kills} kills, ${promises.jobs.size} jobs, ${scripts.size} scripts, ${analyses.size} analyses and ` +
        `${feedback.size} feedback acknowledged, ${seconds} s${ended ? '' : '; some jobs did not end'}`,
    );
    for (const line of [...verdict.lost, ...verdict.duplicated]) console.log(`  ${line}`);
    return verdict;
  } finally {
    client.close();
    await victim.stop();
    await store.drop();
  }
}

/** Prints what the database takes for jobs and insights. */
async function measureCosts(name: string, settings: StoreSettings): Promise<void> {
  const { claimMs, endMs, resultKiB, scenes } = await measureJobCost(settings);
  console.log(
    `${name}: a script of a job is handed out in ${claimMs.toFixed(1)} ms and ended in ${endMs.toFixed(1)} ms; ` +
      `a result of ${scenes} scenes is ${resultKiB.toFixed(0)} KiB`,
  );
  const ms = await measureInsights(settings);
  console.log(`${name}: insights over ${ANALYSES} analyses, ${ms.toFixed(0)} ms in the database`);
}

const verdicts: Verdict[] = [];
for (const [name, open] of Object.entries({ embedded, postgresql })) {
  if (flags.only !== undefined && flags.only !== name) continue;
  const store = await open();
  if (store && flags.costs) await measureCosts(name, store.settings).finally(store.drop);
  else if (store) verdicts.push(await run(name, store));
  else console.log(`${name}: skipped, no server at 127.0.0.1:5432 (or GUIONIX_TEST_DATABASE_URL)`);
}
const lost = verdicts.flatMap((verdict) => verdict.lost).length;
const duplicated = verdicts.flatMap((verdict) => verdict.duplicated).length;
if (!flags.costs) console.log(`${lost} lost, ${duplicated} duplicated`);
if (lost + duplicated > 0) process.exitCode = 1;
