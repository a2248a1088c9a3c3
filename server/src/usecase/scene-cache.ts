/** Impressions of scenes that can be found again. Types only. */
import type { SceneImpression } from '../insight/scene-sentiment.js';

export type { SceneImpression };

/** Keeps impressions by key within a bound of memory; forgets the ones used longest ago. */
export interface SceneCache {
  get(key: string): SceneImpression | undefined;
  /** Keeps an impression of about `bytes` in memory; one larger than the bound is not kept. */
  set(key: string, impression: SceneImpression, bytes: number): void;
  /** Forgets everything: an impression does not say which scripts its words stand in. */
  clear(): void;
}
