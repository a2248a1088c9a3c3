/**
 * Loaded into the engine with `--import`: answers the message `usage` with what the process used since the last one, an
 * EngineUsage. Inside the process, because CPU time by `/proc` has steps of 10 ms and the delay of an event loop cannot
 * be seen from outside. Worker threads load it too and have no channel: only the main thread answers.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** Interval of the timer whose lateness is measured, in milliseconds. */
const RESOLUTION_MS = 10;

if (isMainThread && process.channel) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let cpu = process.cpuUsage();
  let loop = performance.eventLoopUtilization();
  const lateness = (percentile) => Math.max(delay.percentile(percentile) / 1e6 - RESOLUTION_MS, 0);
  process.on('message', (message) => {
    if (message !== 'usage') return;
    const { user, system } = process.cpuUsage(cpu);
    process.send({
      cpuSeconds: (user + system) / 1e6,
      loopDelayMs: { p50: lateness(50), p99: lateness(99) },
      loopBusy: performance.eventLoopUtilization(loop).utilization,
    });
    delay.reset();
    cpu = process.cpuUsage();
    loop = performance.eventLoopUtilization();
  });
  // A benchmark that was stopped leaves no engine behind.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // A channel that is listened to would keep the process from ending.
  process.channel.unref();
}
