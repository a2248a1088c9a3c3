/** A real engine with the real model on a free port, and a real client of it; everything is gone after `close`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientOptions, createClient, type MlClient, type SceneSentimentEvent } from '@guionix/ml-client';
import { pino } from 'pino';
import { loadSettings } from '../src/config/load.js';
import { startEngine } from '../src/main.js';

/** A running engine. */
export interface TestEngine {
  readonly address: string;
  readonly client: MlClient;
  /** What it has logged so far, one JSON object a line. */
  log(): string;
  /** Opens one more client. */
  connect(options?: Partial<ClientOptions>): MlClient;
  /** Drains the engine; clients stay open. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an engine on an embedded database in a folder of its own, or as the settings given say. */
export async function openEngine(settings: Record<string, unknown> = {}): Promise<TestEngine> {
  const dataDir = mkdtempSync(join(tmpdir(), 'guionix-engine-'));
  const lines: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
  const engine = await startEngine(loadSettings({ host: '127.0.0.1', port: 0, dataDir, ...settings }, {}), log);
  const address = `127.0.0.1:${engine.port}`;
  const clients: MlClient[] = [];
  const connect = (options: Partial<ClientOptions> = {}) => {
    clients.push(createClient({ address, retry: false, ...options }));
    return clients.at(-1)!;
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= engine.close();
    return stopping;
  };
  return {
    address,
    client: connect(),
    log: () => lines.join(''),
    connect,
    stop,
    async close() {
      await stop();
      for (const client of clients) client.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A sample screenplay of the repository: Luces de bohemia (es, public domain) or Macbeth (en, public domain, CC0). */
export function sample(name: 'luces-de-bohemia' | 'macbeth'): string {
  return readFileSync(new URL(`../../samples/${name}.fountain`, import.meta.url), 'utf8');
}

/** The first lines of a sample: enough for a few scenes, soon computed. */
export function excerpt(name: 'luces-de-bohemia' | 'macbeth', lines = 300): string {
  return sample(name).split('\n').slice(0, lines).join('\n');
}

/** A script of short scenes in which no two lines are alike. */
export function shortScenes(count: number): string {
  const scenes = Array.from({ length: count }, (_, i) => {
    const place = `INT. HABITACIÓN ${i} - NOCHE`;
    return `${place}\n\nANA cuenta hasta ${i} y mira la puerta.\n\nANA\nNo pienso esperar ${i} minutos más, ¿me oyes?\n`;
  });
  return scenes.join('\n');
}

/** Everything a stream sent. */
export async function collect(stream: AsyncIterable<SceneSentimentEvent>): Promise<SceneSentimentEvent[]> {
  const events: SceneSentimentEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** Events of one type. */
export function ofType<Type extends SceneSentimentEvent['type']>(events: readonly SceneSentimentEvent[], type: Type) {
  return events.filter((event): event is Extract<SceneSentimentEvent, { type: Type }> => event.type === type);
}
