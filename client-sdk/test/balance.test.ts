import { expect, it } from 'vitest';
import { openClient, startEngine } from './engine.js';

it('uses every address of a name in turn', async () => {
  const calls = [0, 0];
  const start = (index: 0 | 1) =>
    startEngine({
      health: {
        async check() {
          calls[index]!++;
          return { status: 1 };
        },
      },
    });
  const client = openClient(`ipv4:${await start(0)},${await start(1)}`);
  // The second connection may come up after the first call.
  await expect
    .poll(async () => {
      await client.health.check();
      return Math.min(...calls);
    })
    .toBeGreaterThan(0);
  const before = [...calls];
  for (let call = 0; call < 10; call++) await client.health.check();
  expect(calls.map((count, index) => count - before[index]!)).toEqual([5, 5]);
});
