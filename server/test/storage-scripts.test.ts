import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Store } from '../src/storage/store.js';
import { onBothDatabases } from './storage-places.js';

onBothDatabases('scripts', (open) => {
  let store: Store;
  beforeAll(() => {
    store = open();
  });

  const owner = () => `owner-${randomUUID()}`;
  const text = (content: string) => new TextEncoder().encode(content);

  it('gives back what was put, in exactly the same bytes', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const ownerId = owner();
    const put = await store.scripts.put({ ownerId, name: 'Ñandú \\x00 🎬.fountain', format: 'fountain', bytes });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(put).toMatchObject({
      version: 1,
      ownerId,
      name: 'Ñandú \\x00 🎬.fountain',
      format: 'fountain',
      size: 256,
      sha256,
    });
    const got = await store.scripts.get(put.id);
    expect(got).toEqual({ ...put, bytes });
    expect(got?.createdAt).toBeInstanceOf(Date);
  });

  it('knows no version that was never reached, however large', async () => {
    const { id } = await store.scripts.put({ bytes: text('INT. CASA') });
    for (const version of [2, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) {
      expect(await store.scripts.get(id, version)).toBeUndefined();
    }
  });

  it('leaves out what was not said', async () => {
    const put = await store.scripts.put({ bytes: text('INT. CASA') });
    expect(Object.keys((await store.scripts.get(put.id))!)).toEqual(Object.keys(put));
    expect(put).not.toHaveProperty('ownerId');
    expect(put).not.toHaveProperty('name');
    expect(put).not.toHaveProperty('format');
  });

  it('keeps any bytes, also larger than a piece that is read at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 0, max: 600 }), async (piece, times) => {
        const bytes = new Uint8Array(piece.length * times);
        for (let at = 0; at < bytes.length; at += piece.length) bytes.set(piece, at);
        const { id } = await store.scripts.put({ bytes });
        const got = await store.scripts.get(id);
        expect(Buffer.compare(got!.bytes, bytes)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('makes no new version of the same content', async () => {
    const first = await store.scripts.put({ bytes: text('uno'), name: 'borrador' });
    const again = await store.scripts.put({ id: first.id, bytes: text('uno') });
    expect(again).toEqual(first);
    const renamed = await store.scripts.put({ id: first.id, bytes: text('uno'), name: 'final' });
    expect(renamed).toEqual({ ...first, name: 'final' });
    expect((await store.scripts.get(first.id))?.name).toBe('final');
  });

  it('makes a new version of changed content and keeps the old ones', async () => {
    const first = await store.scripts.put({ ownerId: 'ana', bytes: text('uno'), name: 'guion' });
    const second = await store.scripts.put({ id: first.id, ownerId: 'eva', bytes: text('dos') });
    expect(second).toMatchObject({ version: 2, ownerId: 'ana', name: 'guion', createdAt: first.createdAt });
    const asFdx = await store.scripts.put({ id: first.id, bytes: text('dos'), format: 'fdx' });
    expect(asFdx.version).toBe(3);
    const back = await store.scripts.put({ id: first.id, bytes: text('uno') });
    expect(back.version).toBe(4);
    expect((await store.scripts.get(first.id))?.version).toBe(4);
    expect((await store.scripts.get(first.id, 1))?.bytes).toEqual(text('uno'));
    expect((await store.scripts.get(first.id, 2))?.bytes).toEqual(text('dos'));
    expect(await store.scripts.get(first.id, 5)).toBeUndefined();
  });

  it('numbers versions without a gap when many callers put one id at once', async () => {
    const id = `shared-${randomUUID()}`;
    const puts = Array.from({ length: 12 }, (_, number) => store.scripts.put({ id, bytes: text(`draft ${number}`) }));
    const versions = (await Promise.all(puts)).map(({ version }) => version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  it('lists the latest versions page by page, each script once, the youngest first', async () => {
    const ownerId = owner();
    const ids: string[] = [];
    for (let number = 0; number < 7; number++) {
      ids.unshift((await store.scripts.put({ ownerId, bytes: text(`guion ${number}`) })).id);
    }
    await store.scripts.put({ id: ids[6]!, bytes: text('segunda versión') });
    await store.scripts.put({ ownerId: owner(), bytes: text('de otra') });
    const pages = await allPages(ownerId, 3);
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    const listed = pages.flat();
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(ids));
    const ages = listed.map(({ createdAt }) => createdAt.getTime());
    expect(ages).toEqual(ages.toSorted((a, b) => b - a));
    expect(listed.find(({ id }) => id === ids[6])).toMatchObject({ version: 2, size: 16 });
    expect(listed[0]).not.toHaveProperty('bytes');
  });

  it('ends a list exactly at a full page', async () => {
    const ownerId = owner();
    for (const content of ['a', 'b']) await store.scripts.put({ ownerId, bytes: text(content) });
    expect(await store.scripts.list({ ownerId, pageSize: 2 })).not.toHaveProperty('nextPageToken');
    expect(await store.scripts.list({ ownerId: owner(), pageSize: 2 })).toEqual({ scripts: [] });
  });

  it('repeats and loses nothing when scripts come and go between two pages', async () => {
    const ownerId = owner();
    const kept: string[] = [];
    for (const content of ['a', 'b', 'c', 'd'])
      kept.unshift((await store.scripts.put({ ownerId, bytes: text(content) })).id);
    const first = await store.scripts.list({ ownerId, pageSize: 2 });
    await store.scripts.put({ ownerId, bytes: text('e') });
    await store.scripts.delete(first.scripts[1]!.id);
    const second = await store.scripts.list({ ownerId, pageSize: 2, pageToken: first.nextPageToken! });
    expect(new Set([...first.scripts, ...second.scripts].map(({ id }) => id))).toEqual(new Set(kept));
  });

  it('deletes every version for good', async () => {
    const { id } = await store.scripts.put({ bytes: text('uno') });
    await store.scripts.put({ id, bytes: text('dos') });
    expect((await store.scripts.delete(id))?.hashes).toHaveLength(2);
    expect(await store.scripts.get(id)).toBeUndefined();
    expect(await store.scripts.get(id, 1)).toBeUndefined();
    expect(await store.scripts.delete(id)).toBeUndefined();
    expect((await store.scripts.put({ id, bytes: text('tres') })).version).toBe(1);
  });

  it.each([0, -1, 1.5, 1001, Number.NaN])('refuses a page size of %d', async (pageSize) => {
    await expect(store.scripts.list({ pageSize })).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
  });

  it('refuses what a column cannot hold without saying what it was', async () => {
    const bytes = text('x');
    const refusals = [
      store.scripts.get('secreto\0'),
      store.scripts.put({ bytes, name: 'secreto\0' }),
      store.scripts.put({ bytes, id: 'secreto'.concat(Array.from({ length: 2000 }, randomUUID).join('')) }),
    ];
    for (const refusal of refusals) {
      const error: Error = await refusal.then(
        () => expect.unreachable(),
        (reason) => reason,
      );
      expect(error).toMatchObject({ reason: 'FIELD_INVALID' });
      expect(`${error.message} ${error.cause}`).not.toContain('secreto');
    }
    await store.check();
  });

  async function allPages(ownerId: string, pageSize: number) {
    const pages = [];
    let pageToken: string | undefined;
    do {
      const page = await store.scripts.list({ ownerId, pageSize, ...(pageToken !== undefined && { pageToken }) });
      pages.push(page.scripts);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    return pages;
  }
});
