/** An engine that is told to stop finishes what it has begun. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient, type MlClient, type SceneSentimentEvent } from '@guionix/ml-client';
import { afterEach, describe, expect, it } from 'vitest';
import { collect, ofType, openEngine, shortScenes } from './engine.js';

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** The stream's events so far, and the rest when it ends. */
async function untilFirstScene(client: MlClient, text: string) {
  const stream = client.sentiment.stream({ text })[Symbol.asyncIterator]();
  const events: SceneSentimentEvent[] = [];
  while (events.at(-1)?.type !== 'scene') events.push((await stream.next()).value as SceneSentimentEvent);
  const rest = (async () => {
    for (let next = await stream.next(); !next.done; next = await stream.next()) events.push(next.value);
    return events;
  })();
  return { events, rest };
}

/** The real command, from source, in a process of its own. */
async function serve(): Promise<{ child: ChildProcess; client: MlClient; log: string[] }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'guionix-serve-'));
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
  const flags = ['--host', '127.0.0.1', '--port', '0', '--data-dir', dataDir, '--workers', '1'];
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'serve', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }));
  cleanUps.push(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  });
  const log: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${log.join('\n')}`)));
    createInterface({ input: child.stderr! }).on('line', (line) => {
      log.push(line);
      if (line.includes('"serving"')) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  const client = createClient({ address: `127.0.0.1:${port}`, retry: false });
  cleanUps.push(() => client.close());
  return { child, client, log };
}

describe('drain', () => {
  it('says NOT_SERVING, takes no new call, finishes those under way', async () => {
    const engine = await openEngine({ workers: 1 });
    const { rest } = await untilFirstScene(engine.client, shortScenes(150));
    const statuses: string[] = [];
    const watch = (async () => {
      for await (const { status } of engine.connect().raw.health.watch({ service: '' })) statuses.push(String(status));
    })().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const closing = engine.stop();
    const events = await rest;
    expect(ofType(events, 'scene')).toHaveLength(150);
    expect(events.at(-1)!.type).toBe('completed');
    await expect(engine.connect().sentiment.analyze({ text: shortScenes(1) })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    const waited = performance.now();
    await closing;
    expect(performance.now() - waited).toBeLessThan(5000);
    await watch;
    expect(statuses).toEqual(['1', '2']);
    await engine.close();
  });

  it('cuts calls that outlast its limit', async () => {
    const engine = await openEngine({ workers: 1, drainMs: 300 });
    const { rest } = await untilFirstScene(engine.client, shortScenes(1500));
    const outcome = expect(rest).rejects.toMatchObject({ code: expect.stringMatching(/UNAVAILABLE|CANCELLED/) });
    const started = performance.now();
    await engine.close();
    expect(performance.now() - started).toBeLessThan(5000);
    await outcome;
  });
});

describe('guionix serve', () => {
  it('told by SIGTERM during a stream, lets it finish and ends well', async () => {
    const { child, client, log } = await serve();
    const exited = once(child, 'exit');
    const { rest } = await untilFirstScene(client, shortScenes(150));
    child.kill('SIGTERM');
    const events = await rest;
    expect(ofType(events, 'scene')).toHaveLength(150);
    expect(events.at(-1)!.type).toBe('completed');
    expect(await exited).toEqual([0, null]);
    expect(log.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
      expect.arrayContaining(['starting', 'serving', 'draining', 'stopped']),
    );
  });

  it('writes no word of a script to its log, whatever becomes of the call', async () => {
    const { child, client, log } = await serve();
    const secret = 'QUETZALCÓATL';
    const scene = `INT. ${secret} - NOCHE\n\n${secret} espera en la oscuridad.\n\n${secret}\nNadie dirá ${secret}.\n`;
    await client.sentiment.analyze({ text: scene, name: secret });
    await collect(client.sentiment.stream({ text: scene.repeat(5) }));
    await client.scripts.put({ text: scene, name: secret }, { scriptId: 'a' });
    await client.sentiment.analyze({ scriptId: 'a' });
    const refused = [
      client.sentiment.analyze({ text: `<FinalDraft>\n<${secret}` }),
      client.sentiment.analyze({ text: `%PDF-1.4 ${secret}` }),
      client.sentiment.analyze({ data: Buffer.from(`\uFEFF${secret}\xFF`, 'latin1') }),
      client.sentiment.analyze({ text: scene.repeat(2000) }, {}, { deadlineMs: 100 }),
    ];
    for (const { status } of await Promise.allSettled(refused)) expect(status).toBe('rejected');
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    expect(log.length).toBeGreaterThan(6);
    expect(log.join('\n')).not.toMatch(/quetzalc|nadie dirá|oscuridad/i);
  });
});
