import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Sources are tested as written: the SDK resolves to its TypeScript, not to its build.
const alias = { '@guionix/ml-client': fileURLToPath(new URL('./client-sdk/src/index.ts', import.meta.url)) };

export default defineConfig({
  test: {
    reporters: ['default', './scripts/summary-reporter.mjs'],
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            'server/src/**/*.test.ts',
            'client-sdk/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'benchmarks/**/*.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['server/test/**/*.test.ts', 'client-sdk/test/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
