/** Triton's own server binary, out of the wheel of PyTriton, over a Python function that computes the graph. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describeRoundTrip } from './remote/round-trip.js';
import { type ServerProcess, startProcess } from './remote/server-process.js';

const script = path.join(import.meta.dirname, 'remote/triton_server.py');

describeRoundTrip({
  name: 'Triton',
  variable: 'GUIONIX_PYTRITON_PYTHON',
  async start({ python, port, folder, model: { manifest, files } }) {
    // It unpacks the server into the home folder.
    const env = { ...process.env, HOME: folder };
    return tidy(startProcess(python, [script, String(port), manifest.name, files.graph], { cwd: folder, env }));
  },
});

/** A PyTriton that is killed would leave its shared memory behind. */
function tidy(server: ServerProcess): ServerProcess {
  return {
    ...server,
    async kill() {
      const shared = existsSync('/proc') ? sharedMemory(server.pid) : [];
      await server.kill();
      for (const file of shared) rmSync(file, { force: true });
    },
  };
}

/** Files of shared memory that the processes of a group have mapped. */
function sharedMemory(group: number): Set<string> {
  const files = new Set<string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (groupOf(pid) !== group) continue;
    for (const [file] of readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/\/dev\/shm\/\S+/g)) files.add(file);
  }
  return files;
}

/** The third field after the name, which may have spaces; undefined for a process that has ended since. */
function groupOf(pid: string): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  return Number(readFileSync(stat, 'utf8').split(') ').at(-1)!.split(' ')[2]);
}
