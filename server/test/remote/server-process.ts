import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server of another maker, with its children. */
export interface ServerProcess {
  readonly pid: number;
  /** Stops its clock: calls arrive and are not answered. */
  freeze(): void;
  /** Ends it as a crash would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Throws what it has said when it has ended. */
  assertRunning(): void;
}

/** Starts a process in a group of its own, so that its children end with it. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions): ServerProcess {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = listen(child);
  const pid = child.pid ?? 0;
  return {
    pid,
    freeze: () => process.kill(-pid, 'SIGSTOP'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      process.kill(-pid, 'SIGKILL');
      await gone;
    },
    assertRunning() {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended:\n${said()}`);
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The last of what a process says. */
function listen({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout!, stderr!]) {
    stream.on('data', (chunk: Buffer) => {
      text = (text + String(chunk)).slice(-4000);
    });
  }
  return () => text;
}
