// Ends with 0 when the engine in this container says SERVING.
import { createClient } from '@guionix/ml-client';

const client = createClient({ address: `127.0.0.1:${process.env.PORT || 3005}`, retry: false });
const status = await client.health.check('', { deadlineMs: 4000 }).catch((error) => error.code);
client.close();
if (status !== 'SERVING') {
  process.stderr.write(`${status}\n`);
  process.exitCode = 1;
}
