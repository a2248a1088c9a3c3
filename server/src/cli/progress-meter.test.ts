import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgressMeter } from './progress-meter.js';

const progress = (scenesDone: number) => ({
  scenesDone,
  scenesTotal: 4,
  tokensDone: scenesDone * 100,
  tokensTotal: 400,
});

function openStream(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  return { stream, written: () => String(stream.read() ?? '') };
}

describe('createProgressMeter', () => {
  it('prints a plain line every five seconds where there is no terminal', () => {
    let time = 0;
    const { stream, written } = openStream(false);
    const meter = createProgressMeter('a.fountain', stream, () => time);
    for (const scene of [1, 2, 3]) {
      time += 3000;
      meter.update(progress(scene));
    }
    meter.stop();
    expect(written()).toBe('a.fountain: 50 % · 2/4\n');
  });

  it('draws a bar in a terminal and takes it away at the end', () => {
    const { stream, written } = openStream(true);
    // The bar writes to a terminal's stream with the cursor calls of one.
    Object.assign(stream, { cursorTo: () => true, clearLine: () => true, moveCursor: () => true });
    const meter = createProgressMeter('{a}.fountain', stream);
    meter.update(progress(2));
    meter.stop();
    expect(written()).toContain('_a_.fountain');
  });
});
