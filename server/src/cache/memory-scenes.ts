import { LRUCache } from 'lru-cache';
import type { SceneCache, SceneImpression } from '../usecase/scene-cache.js';

/** An impression of a script that another replica's caller had deleted is gone from here after this long. */
const TTL_MS = 60 * 60 * 1000;

/** A {@link SceneCache} in the memory of the process, of at most `maxMiB`; 0 keeps nothing. Impressions last an hour. */
export function createMemoryScenes(maxMiB: number): SceneCache {
  if (maxMiB === 0) return { get: () => undefined, set: () => undefined, clear: () => undefined };
  const scenes = new LRUCache<string, SceneImpression>({ maxSize: maxMiB * 1024 * 1024, ttl: TTL_MS });
  return {
    get: (key) => scenes.get(key),
    set: (key, impression, bytes) => void scenes.set(key, impression, { size: Math.max(1, Math.ceil(bytes)) }),
    clear: () => scenes.clear(),
  };
}
