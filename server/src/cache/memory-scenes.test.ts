import { describe, expect, it } from 'vitest';
import { createMemoryScenes } from './memory-scenes.js';

const MIB = 1024 * 1024;
const impression = { feelings: [] };

describe('createMemoryScenes', () => {
  it('stays within its bound and forgets the scene used longest ago', () => {
    const scenes = createMemoryScenes(1);
    for (const key of ['a', 'b', 'c', 'd']) scenes.set(key, impression, MIB / 4);
    scenes.get('a');
    scenes.set('e', impression, MIB / 4);
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => scenes.get(key))).toEqual(['a', 'c', 'd', 'e']);
    scenes.set('large', impression, 2 * MIB);
    expect(scenes.get('large')).toBeUndefined();
  });

  it('forgets everything, and keeps nothing without memory', () => {
    const scenes = createMemoryScenes(1);
    scenes.set('a', impression, 1);
    expect(scenes.get('a')).toBe(impression);
    scenes.clear();
    expect(scenes.get('a')).toBeUndefined();
    const none = createMemoryScenes(0);
    none.set('a', impression, 1);
    expect(none.get('a')).toBeUndefined();
  });
});
