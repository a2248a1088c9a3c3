import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from './messages-en.js';
import { es } from './messages-es.js';

interface CalibrationSources {
  readonly sources: { readonly sceneValence: { readonly scripts: readonly { readonly scenes: number }[] } };
}

const manifest = new URL('../../../../models/artifacts/calibration/2/manifest.json', import.meta.url);

describe('what the report says of the reference scenes', () => {
  const { scripts } = (JSON.parse(readFileSync(manifest, 'utf8')) as CalibrationSources).sources.sceneValence;

  it.each([
    ['es', es, 'cinco obras'],
    ['en', en, 'five public-domain plays'],
  ] as const)('is what the calibration was fitted on: %s', (_, messages, plays) => {
    expect(scripts).toHaveLength(5);
    expect(messages.reference.first).toContain(plays);
    expect(messages.reference.first).toContain(`${scripts.reduce((sum, { scenes }) => sum + scenes, 0)}`);
  });
});
