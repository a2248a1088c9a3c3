import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentName, loadSettings, redactSettings, SettingsError } from './load.js';
import { type Settings, settingsSchema } from './settings.js';

const folder = mkdtempSync(path.join(tmpdir(), 'guionix-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: string): string {
  const file = path.join(folder, 'settings.json');
  writeFileSync(file, content);
  return file;
}

/** A value that each setting refuses; those that take any text are not here. */
const WRONG: Partial<Record<keyof Settings, unknown>> = {
  port: 65536,
  databaseUrl: 'not a url',
  workers: 0,
  workerThreads: 'many',
  workerNiceness: 20,
  tokenBudget: 1.5,
  models: 'No Model',
  modelControl: 'some',
  maxModelMemoryMib: 0,
  precision: 'int4',
  executionProvider: 'tpu',
  remoteInference: 'http://host/path',
  remoteConcurrency: 0,
  expressWorkers: -1,
  expressNiceness: 20,
  lookAheadMs: -1,
  cacheMib: -1,
  redisUrl: 'not a url',
  resultCacheMib: -1,
  cacheTtlSeconds: 0,
  maxQueuedTokens: 0,
  maxScriptBytes: 'x',
  maxMessageBytes: 0,
  parseTimeoutMs: 0,
  drainMs: -1,
  logLevel: 'loud',
};

describe('loadSettings', () => {
  it('has a default for everything that must be there', () => {
    expect(loadSettings({}, {})).toMatchObject({ host: '0.0.0.0', port: 3005, logLevel: 'info', dataDir: '.guionix' });
  });

  it('lets the later win: defaults, file, environment, flags', () => {
    const config = fileOf('{"port": 1001, "workers": 3, "tokenBudget": 64}');
    const environment = { PORT: '1002', GUIONIX_WORKERS: '4' };
    expect(loadSettings({ config, port: '1003' }, environment)).toMatchObject({
      port: 1003,
      workers: 4,
      tokenBudget: 64,
      lookAheadMs: 100,
    });
    expect(loadSettings({ port: undefined }, { ...environment, GUIONIX_CONFIG: config })).toMatchObject({
      port: 1002,
      workers: 4,
    });
  });

  it('takes an empty environment variable as not set', () => {
    expect(loadSettings({}, { PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3005 });
  });

  it.each(Object.entries(WRONG))('names %s when it cannot be used, from any source', (name, value) => {
    const setting = name as keyof Settings;
    const load = [
      () => loadSettings({ [setting]: value }, {}),
      () => loadSettings({}, { [environmentName(setting)]: String(value) }),
      () => loadSettings({ config: fileOf(JSON.stringify({ [setting]: value })) }, {}),
    ];
    for (const attempt of load) {
      expect(attempt).toThrow(SettingsError);
      expect(attempt).toThrow(setting);
    }
  });

  it('names every wrong setting at once, and one that it does not know', () => {
    const attempt = () => loadSettings({ config: fileOf('{"ports": 1}'), workers: 0, port: -1 }, {});
    for (const name of ['ports', 'workers', 'port']) expect(attempt).toThrow(name);
  });

  it.each(['', 'port=1', '[]', 'null', '7', '"text"'])('refuses a file that is %j', (content) => {
    expect(() => loadSettings({ config: fileOf(content) }, {})).toThrow(SettingsError);
  });

  it.each(['true', 'null', '"80"', '[80]'])('takes no %s of a file for a number', (value) => {
    expect(() => loadSettings({ config: fileOf(`{"port": ${value}}`) }, {})).toThrow(/port/);
  });

  it('refuses a file that is not there', () => {
    expect(() => loadSettings({ config: path.join(folder, 'none.json') }, {})).toThrow(SettingsError);
  });

  it('gives each setting an environment variable of its own', () => {
    const names = (Object.keys(settingsSchema.shape) as (keyof Settings)[]).map(environmentName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z_]+$/);
  });
});

describe('redactSettings', () => {
  const printed = (databaseUrl: string) => JSON.stringify(redactSettings(loadSettings({ databaseUrl }, {})));

  it('keeps where the database is and strikes out who opens it', () => {
    expect(
      redactSettings(loadSettings({ databaseUrl: 'postgres://ana:clave@db.local:5432/guiones' }, {})),
    ).toMatchObject({
      databaseUrl: 'postgres://***@db.local:5432/guiones',
    });
    expect(printed('postgres://db.local/guiones')).toContain('postgres://db.local/guiones');
  });

  it('strikes out a password with an @ in it, and one among the parameters', () => {
    expect(printed('postgres://ana:cl@ve-secreta@db.local/guiones')).not.toMatch(/cl|secreta/);
    expect(printed('postgres://db.local/guiones?user=ana&password=secreta')).not.toContain('secreta');
  });

  it('never prints a password, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 8 }), (password) => {
        const secret = encodeURIComponent(password);
        expect(printed(`postgres://ana:${secret}@db.local/guiones`)).not.toContain(secret);
      }),
    );
  });

  it('says nothing of a database that is not set', () => {
    expect(redactSettings(loadSettings({}, {}))).not.toHaveProperty('databaseUrl');
  });
});
