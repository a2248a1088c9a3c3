/** Both databases, for tests that must hold on each. */
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type Store, type StoreSettings } from '../src/storage/store.js';
import { createDatabase, createDirectory, NO_SERVER, quiet, serverAnswers } from './storage-databases.js';

/** A place to keep things, gone after `drop`. */
export interface Place {
  readonly settings: StoreSettings;
  readonly drop: () => Promise<void> | void;
}

async function embedded(): Promise<Place> {
  const { path, drop } = createDirectory();
  return { settings: { dataDir: path, log: quiet }, drop };
}

async function server(): Promise<Place> {
  const { url, drop } = await createDatabase();
  return { settings: { databaseUrl: url, log: quiet }, drop };
}

const answers = await serverAnswers();

/** Runs a suite on an open store of each database; PostgreSQL is skipped, with a message, where there is none. */
export function onBothDatabases(what: string, suite: (store: () => Store, place: () => Place) => void): void {
  describe(`${what} in the embedded database`, () => inPlace(embedded, suite));
  describe.skipIf(!answers)(`${what} in PostgreSQL${answers ? '' : `: ${NO_SERVER}`}`, () => inPlace(server, suite));
}

function inPlace(open: () => Promise<Place>, suite: Parameters<typeof onBothDatabases>[1]): void {
  let place: Place;
  let store: Store;
  beforeAll(async () => {
    place = await open();
    store = await openStore(place.settings);
  });
  afterAll(async () => {
    await store?.close();
    await place?.drop();
  });
  suite(
    () => store,
    () => place,
  );
}
