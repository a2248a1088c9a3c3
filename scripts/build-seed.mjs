// Builds server/seed/pglite.tar.gz: the empty database cluster that the embedded store starts from.
// Run it after an update of PGlite that brings a new major version of PostgreSQL: node scripts/build-seed.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';

const target = fileURLToPath(new URL('../server/seed/pglite.tar.gz', import.meta.url));

// Segments of 1 MiB: the log of a small store is otherwise larger than the store.
const database = await PGlite.create({ initDbStartParams: ['--wal-segsize=1'] });
// Nothing is created from the templates, which are two thirds of a fresh cluster.
for (const template of ['template0', 'template1']) {
  await database.exec(`update pg_database set datistemplate = false where datname = '${template}'`);
  await database.exec(`drop database ${template}`);
}
await database.exec('vacuum');
await database.exec('checkpoint');
const tar = await database.dumpDataDir('none');
await database.close();

mkdirSync(dirname(target), { recursive: true });
const packed = gzipSync(Buffer.from(await tar.arrayBuffer()), { level: 9 });
writeFileSync(target, packed);
console.log(`${target}: ${(packed.length / 1e6).toFixed(1)} MB, PGlite keeps PostgreSQL data of one major version`);
