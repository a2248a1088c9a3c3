import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const passOnStop = JSON.stringify(new URL('./pass-on-stop.mjs', import.meta.url).href);

/** Says `ready`, then `drained` when it is told to stop. */
const CHILD = `process.on('SIGTERM', () => { console.log('drained'); process.exit(); });
setInterval(() => undefined, 1000); console.log('ready');`;

const SCRIPT = `import { spawn } from 'node:child_process';
import { passOnStop } from ${passOnStop};
passOnStop(spawn(process.execPath, ['-e', ${JSON.stringify(CHILD)}], { stdio: 'inherit' }));`;

it.skipIf(process.platform === 'win32')('stops the child when npm has killed the shell between them', async () => {
  // Not the shell's last command: some shells would become it instead of starting it.
  const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT"; true'], {
    env: { ...process.env, NODE: process.execPath, SCRIPT, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: shell.stdout });
  const heard: string[] = [];
  for await (const line of lines) {
    heard.push(line);
    if (line === 'ready') shell.kill('SIGTERM');
  }
  expect(heard).toEqual(['ready', 'drained']);
  expect(shell.signalCode ?? (await once(shell, 'exit'))[1]).toBe('SIGTERM');
});
