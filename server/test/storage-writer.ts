/** A process that puts scripts into the directory given until it is killed, and reports each one that was acknowledged. */
import { openStore } from '../src/storage/store.js';

const store = await openStore({ dataDir: process.argv[2]!, log: { info: () => {}, warn: () => {} } });
process.send!({ kind: 'open' });
for (let number = 0; ; number++) {
  const bytes = Buffer.alloc(1 + ((number * 7919) % 60_000), `guion ${number} `);
  const { id, sha256 } = await store.scripts.put({ id: `${process.pid}-${number}`, bytes });
  process.send!({ kind: 'put', id, sha256 });
}
