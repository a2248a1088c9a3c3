/** Streams a screenplay through a running engine and prints each scene as it is ready. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@guionix/ml-client';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { server: { type: 'string', default: 'localhost:3005' } },
});
const data = await readFile(positionals[0] ?? 'samples/luces-de-bohemia.fountain');
const client = createClient({ address: values.server });
for await (const event of client.sentiment.stream({ data })) {
  const { scenesDone, scenesTotal } = event.progress;
  if (event.type === 'scene') {
    const { heading, startLine, valence } = event.scene;
    console.log(`${scenesDone}/${scenesTotal}  line ${startLine}  ${valence?.value.toFixed(3) ?? '-'}  ${heading}`);
  } else if (event.type === 'completed') {
    console.log(`sentiment of the script: ${event.summary.overallSentiment?.value.toFixed(2) ?? 'too short to tell'}`);
  }
}
client.close();
