import type { Progress } from '@guionix/ml-client';
import { Presets, SingleBar } from 'cli-progress';
import { toTerminalText, truncate } from '../report/terminal/text.js';
import type { TerminalStream } from './terminal.js';

/** Time between two plain lines where there is no terminal to draw a bar in. */
const LINE_INTERVAL_MS = 5000;

/** Shows how far an analysis is. */
export interface ProgressMeter {
  update(progress: Progress): void;
  /** Leaves the terminal clean; to be called however the analysis ended. */
  stop(): void;
}

/**
 * A bar in a terminal; elsewhere (a log, CI) a plain line every few seconds, so that nobody takes the wait for a hang.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createProgressMeter(
  name: string,
  stream: TerminalStream,
  now: () => number = () => performance.now(),
): ProgressMeter {
  const label = truncate(toTerminalText(name), 30);
  return stream.isTTY ? createBar(label, stream) : createLines(label, stream, now);
}

function createBar(label: string, stream: TerminalStream): ProgressMeter {
  const bar = new SingleBar(
    {
      stream,
      format: `${escapeFormat(label)} {bar} {percentage} % · {scenes}`,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { scenes: '' });
  return {
    update: (progress) => bar.update(shareDone(progress), { scenes: describeScenes(progress) }),
    stop: () => bar.stop(),
  };
}

function createLines(label: string, stream: TerminalStream, now: () => number): ProgressMeter {
  let last = now();
  return {
    update(progress) {
      if (now() - last < LINE_INTERVAL_MS) return;
      last = now();
      stream.write(`${label}: ${Math.round(shareDone(progress) * 100)} % · ${describeScenes(progress)}\n`);
    },
    stop() {},
  };
}

/** Tokens tell the time better than scenes, which differ in length. */
function shareDone({ tokensDone, tokensTotal, scenesDone, scenesTotal }: Progress): number {
  if (tokensTotal > 0) return tokensDone / tokensTotal;
  return scenesTotal > 0 ? scenesDone / scenesTotal : 0;
}

function describeScenes({ scenesDone, scenesTotal }: Progress): string {
  return `${scenesDone}/${scenesTotal}`;
}

/** Braces in a file name are no placeholders. */
function escapeFormat(label: string): string {
  return label.replace(/[{}]/g, '_');
}
