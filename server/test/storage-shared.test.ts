/** Scripts of the dashboard's tables, read by id, on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEATS } from '../src/domain/beats.js';
import { openStore, type Store, type StoreSettings } from '../src/storage/store.js';
import { ScriptLibrary } from '../src/usecase/script-library.js';
import { asDashboard, asEmbeddedDashboard, createSharedTables, FILM_ID, WRITER_ID } from './shared-tables.js';
import { createDatabase, createDirectory, NO_SERVER, onServer, quiet, serverAnswers } from './storage-databases.js';

interface Place {
  readonly settings: StoreSettings;
  readonly withoutTables: StoreSettings;
  readonly drop: () => Promise<void> | void;
}

async function embedded(): Promise<Place> {
  const [full, empty] = [createDirectory(), createDirectory()];
  await asEmbeddedDashboard(full.path, createSharedTables);
  return {
    settings: { dataDir: full.path, log: quiet },
    withoutTables: { dataDir: empty.path, log: quiet },
    drop: () => [full, empty].forEach(({ drop }) => void drop()),
  };
}

async function server(): Promise<Place> {
  const full = await createDatabase();
  await asDashboard(full.url, createSharedTables);
  return {
    settings: { databaseUrl: full.url, log: quiet },
    withoutTables: { databaseUrl: full.url, sharedSchema: 'elsewhere', log: quiet },
    drop: full.drop,
  };
}

const answers = await serverAnswers();

describe('shared scripts in the embedded database', () => sharedScripts(embedded));
describe.skipIf(!answers)(`shared scripts in PostgreSQL${answers ? '' : `: ${NO_SERVER}`}`, () => {
  sharedScripts(server);

  it('follows what the dashboard changes, without writing to its tables or locking them', async () => {
    const { url, drop } = await createDatabase();
    await asDashboard(url, createSharedTables);
    const store = await openStore({ databaseUrl: url, log: quiet });
    const library = new ScriptLibrary(store.scripts, store.shared);
    const before = (await library.get(FILM_ID))!;
    await onServer(
      `update beats set contenido = 'El mar está en calma.', updated_at = '2031-05-06 07:08:09.123'
       where id = 'capa-9-minuto-1-beat-1'`,
      [],
      url,
    );
    const after = (await library.get(FILM_ID))!;
    expect(after.version).toBe(2);
    expect(after.sha256).not.toBe(before.sha256);
    expect(new TextDecoder().decode(after.bytes)).toContain('El mar está en calma.');
    expect(after.updatedAt).toEqual(new Date('2031-05-06T07:08:09.123Z'));
    expect(await library.get(FILM_ID, 1)).toBeUndefined();
    expect((await library.get(FILM_ID, 2))?.sha256).toBe(after.sha256);
    await onServer(`update minutos set tension_nivel = 1 where id = 'capa-14-minuto-1'`, [], url);
    const replanned = (await library.get(FILM_ID))!;
    expect(replanned.version).toBe(2);
    expect(replanned.plan?.layers[13]?.parts[0]?.tension).toBe(1);
    await store.close();
    await drop();
  });

  it('writes to none of the tables', async () => {
    const { url, drop } = await createDatabase();
    await asDashboard(url, createSharedTables);
    await onServer(
      'create function forbid() returns trigger language plpgsql as $$ begin raise exception $q$written to$q$; end $$',
      [],
      url,
    );
    for (const table of ['peliculas', 'capas', 'minutos', 'beats']) {
      const trigger = `create trigger t before insert or update or delete on ${table} execute function forbid()`;
      await onServer(trigger, [], url);
    }
    const store = await openStore({ databaseUrl: url, log: quiet });
    expect(await store.shared.find(FILM_ID)).toBeDefined();
    await store.close();
    await drop();
  });
});

/** What holds on every database. */
function sharedScripts(open: () => Promise<Place>): void {
  let place: Place;
  let store: Store;
  let library: ScriptLibrary;
  beforeAll(async () => {
    place = await open();
    store = await openStore(place.settings);
    library = new ScriptLibrary(store.scripts, store.shared);
  });
  afterAll(async () => {
    await store?.close();
    await place?.drop();
  });

  it('finds the tree in the order of its numbers, with what the writer means', async () => {
    const tree = (await store.shared.find(FILM_ID))!;
    expect(tree).toMatchObject({ id: FILM_ID, ownerId: WRITER_ID });
    expect(tree.film).toMatchObject({ title: 'El faro de Punta Brava', genre: 'Drama', platform: 'THEATRICAL' });
    expect(tree.film).not.toHaveProperty('subtitle');
    expect(tree.layers.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    expect(tree.layers.map(({ beat }) => beat)).toEqual(BEATS);
    const setup = tree.layers[2]!;
    expect(setup.parts.map(({ title }) => title)).toEqual(['Llega el cartero', 'El hermano']);
    expect(setup.parts.map(({ tension }) => tension)).toEqual([3, 4]);
    expect(setup.parts[1]!.beats.map(({ kind, emotions }) => [kind, emotions])).toEqual([
      ['DIALOGO', ['confianza']],
      ['ACCION', ['amor']],
    ]);
    expect(tree.layers[14]!.parts[0]).not.toHaveProperty('tension');
    expect(Date.now() - tree.updatedAt.getTime()).toBeLessThan(24 * 3600 * 1000);
  });

  it('is a script by its id, with a version and a hash', async () => {
    const found = (await library.get(FILM_ID))!;
    expect(found).toMatchObject({ id: FILM_ID, version: 1, format: 'fountain', name: 'El faro de Punta Brava' });
    expect(found.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found.size).toBe(found.bytes.length);
    const again = (await library.get(FILM_ID))!;
    expect(again).toEqual(found);
  });

  it('gives way to a script that was put here under the same id', async () => {
    const { id } = await store.scripts.put({ id: 'mine', bytes: new TextEncoder().encode('INT. CASA - DÍA') });
    expect(await library.get(id)).not.toHaveProperty('plan');
  });

  it('knows no other id', async () => {
    expect(await library.get('cm-nobody')).toBeUndefined();
  });

  it('works where the tables are absent', async () => {
    await store.close();
    const bare = await openStore(place.withoutTables);
    expect(await bare.shared.find(FILM_ID)).toBeUndefined();
    const { id } = await bare.scripts.put({ bytes: new TextEncoder().encode('INT. CASA - DÍA') });
    expect((await new ScriptLibrary(bare.scripts, bare.shared).get(id))?.id).toBe(id);
    await bare.close();
    store = await openStore(place.settings);
  });
}
