import { readFile } from 'node:fs/promises';

/** Clock ticks a second in `/proc/<pid>/stat`: fixed at 100 in what Linux tells user space. */
const TICKS_PER_SECOND = 100;

/** Resident memory of a process in MiB: now, and the most it has had. Linux only. */
export async function residentMiB(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) / 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** CPU time of a process so far, user and system, in seconds. Linux only. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, field 2, may hold spaces; the fields after its closing parenthesis start with the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Time of a process's main thread so far, in milliseconds: on a CPU, and ready but waiting for one. Linux only. */
export async function mainThreadMs(pid: number): Promise<{ running: number; waiting: number }> {
  const [running, waiting] = (await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')).split(' ');
  return { running: Number(running) / 1e6, waiting: Number(waiting) / 1e6 };
}

/** CPU time that all processes of the machine have used so far, in seconds. Linux only. */
export async function machineCpuSeconds(): Promise<number> {
  const [line] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const [user, nice, system, , , irq, softirq, steal] = line!.trim().split(/\s+/).slice(1).map(Number);
  return (user! + nice! + system! + irq! + softirq! + steal!) / TICKS_PER_SECOND;
}
