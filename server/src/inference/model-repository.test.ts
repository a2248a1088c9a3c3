import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModelsFolder, makeModelsFolder } from '../../test/models-folder.js';
import { EngineError } from '../domain/errors.js';
import type { VerifiedModel } from './model-files.js';
import { ModelRepository, type ModelRepositoryParts } from './model-repository.js';
import type { ModelLease } from './models.js';

/** What was opened of one version: how often, and whether it is open now. */
interface Opened {
  opens: number;
  open: boolean;
  closes: number;
}

/** Opens versions in no time, or when told to; keeps account of each. */
class FakeOpener {
  readonly versions = new Map<string, Opened>();
  /** Loads that are under way. */
  running = 0;
  mostRunning = 0;
  /** Called within each load. */
  hold: (version: string) => Promise<void> = async () => undefined;

  readonly open: ModelRepositoryParts['open'] = async ({ manifest }: VerifiedModel) => {
    const key = `${manifest.name}@${manifest.version}`;
    const opened = this.versions.get(key) ?? { opens: 0, open: false, closes: 0 };
    this.versions.set(key, opened);
    expect(opened.open, `${key} is loaded twice`).toBe(false);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      await this.hold(manifest.version);
    } finally {
      this.running -= 1;
    }
    opened.opens += 1;
    opened.open = true;
    const close = async () => {
      expect(opened.open, `${key} is closed twice`).toBe(true);
      opened.open = false;
      opened.closes += 1;
    };
    return {
      model: { manifest, infer: () => Promise.reject(new Error('not asked')), forget: async () => undefined },
      close,
    };
  };
}

let folder: ModelsFolder;
let opener: FakeOpener;
beforeEach(() => {
  folder = makeModelsFolder();
  opener = new FakeOpener();
  for (const version of ['1', '2', '10']) folder.writeModel('encoder', version);
  folder.writeModel('minilm', '1');
});
afterEach(() => folder.remove());

const openRepository = (parts: Partial<ModelRepositoryParts> = {}) =>
  new ModelRepository({
    root: folder.root,
    open: opener.open,
    control: 'explicit',
    copies: 1,
    maxMemoryMiB: 100,
    residentBytes: () => 0,
    ...parts,
  });

const reason = (reason: string) => expect.objectContaining({ reason });
/** Fails with the reason when called. */
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It was not refused.');
};
/** Lets everything happen that waits for nothing but files and turns. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('listing', () => {
  it('shows what is on disk, newest first, as it stands', async () => {
    const repository = openRepository();
    await repository.load('encoder', '2');
    expect((await repository.list()).map(({ name, version, state }) => `${name} ${version} ${state}`)).toEqual([
      'encoder 10 available',
      'encoder 2 ready',
      'encoder 1 available',
      'minilm 1 available',
    ]);
  });

  it('goes on showing a loaded version whose folder is gone', async () => {
    const repository = openRepository();
    await repository.load('minilm');
    folder.remove();
    expect(await repository.list()).toMatchObject([{ name: 'minilm', state: 'ready' }]);
    expect((await repository.manifest('minilm')).name).toBe('minilm');
  });

  it('gives the manifest of a version, of a label, and without either the default or the newest', async () => {
    const repository = openRepository();
    expect((await repository.manifest('encoder')).version).toBe('10');
    await repository.load('encoder', '2');
    await repository.load('encoder', '1');
    await repository.setLabel('encoder', 'candidate', '1');
    expect((await repository.manifest('encoder')).version).toBe('2');
    expect((await repository.manifest('encoder', { label: 'candidate' })).version).toBe('1');
    expect((await repository.manifest('encoder', { version: '10' })).version).toBe('10');
    for (const selector of [{ label: 'nobody' }, { version: '7' }, { version: '../..' }]) {
      await expect(repository.manifest('encoder', selector)).rejects.toEqual(reason('MODEL_NOT_FOUND'));
    }
  });

  it('repeats names that a model can have, and nothing else', async () => {
    const repository = openRepository();
    await expect(repository.manifest('bert', { version: '7' })).rejects.toMatchObject({
      message: 'There is no model "bert" with the version "7".',
      details: { resource: { type: 'guionix.ml.v1.Model', name: 'bert@7' } },
    });
    for (const name of ['INT. FARO - NOCHE', 'a'.repeat(200), '..', '']) {
      await expect(repository.manifest(name)).rejects.toMatchObject({
        message: 'There is no model with this name, version or label.',
        details: {},
      });
    }
  });
});

describe('loading', () => {
  it('takes the newest version and makes the first one of a name its default', async () => {
    const repository = openRepository();
    expect(await repository.load('encoder')).toMatchObject({ version: '10', state: 'ready', labels: ['default'] });
    expect(await repository.load('encoder', '1')).toMatchObject({ version: '1', state: 'ready', labels: [] });
    expect(repository.acquire('encoder').model.manifest.version).toBe('10');
    expect(repository.acquire('encoder', { version: '1' }).model.manifest.version).toBe('1');
  });

  it('loads a version once, however often it is asked for, and one version at a time', async () => {
    const repository = openRepository();
    opener.hold = () => settle().then(() => undefined);
    await Promise.all(['1', '2', '1', undefined, '1'].map((version) => repository.load('encoder', version)));
    await repository.load('encoder', '1');
    expect([...opener.versions.values()].map(({ opens }) => opens)).toEqual([1, 1, 1]);
    expect(opener.mostRunning).toBe(1);
  });

  it('says what waits for its turn is loading, and refuses to lease it', async () => {
    const repository = openRepository();
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    opener.hold = () => gate;
    const first = repository.load('encoder', '1');
    const second = repository.load('encoder', '2');
    await settle();
    expect((await repository.list()).map(({ state }) => state)).toEqual([
      'available',
      'loading',
      'loading',
      'available',
    ]);
    expect(refusal(() => repository.acquire('encoder', { version: '2' }))).toEqual(reason('MODEL_NOT_READY'));
    expect(refusal(() => repository.acquire('encoder'))).toEqual(reason('MODEL_NOT_READY'));
    await expect(repository.unload('encoder', '2', { labelled: 'drop' })).rejects.toEqual(reason('MODEL_NOT_LOADED'));
    await expect(repository.setLabel('encoder', 'candidate', '2')).rejects.toEqual(reason('MODEL_NOT_LOADED'));
    go();
    await first;
    await second;
  });

  it('remembers why a load failed, leaves the rest as it was, and tries again when asked to', async () => {
    const repository = openRepository();
    await repository.load('encoder', '1');
    opener.hold = () => Promise.reject(new EngineError('MODEL_CORRUPT', 'The gate was not passed.'));
    await expect(repository.load('encoder', '2')).rejects.toEqual(reason('MODEL_CORRUPT'));
    expect(await repository.list()).toMatchObject([
      { version: '10', state: 'available' },
      { version: '2', state: 'failed', error: 'The gate was not passed.', labels: [] },
      { version: '1', state: 'ready', labels: ['default'] },
      { name: 'minilm' },
    ]);
    expect(refusal(() => repository.acquire('encoder', { version: '2' }))).toEqual(reason('MODEL_NOT_READY'));
    opener.hold = async () => undefined;
    expect(await repository.load('encoder', '2')).toMatchObject({ state: 'ready' });
    expect((await repository.list())[1]).not.toHaveProperty('error');
  });

  it('says nothing of an error that is not its own', async () => {
    const repository = openRepository();
    opener.hold = () => Promise.reject(new Error('at /home/somebody'));
    await expect(repository.load('minilm')).rejects.toThrow();
    expect((await repository.list()).at(-1)).toMatchObject({ state: 'failed', error: 'It could not be loaded.' });
  });

  it('fails one load without failing the one behind it', async () => {
    const repository = openRepository();
    opener.hold = (version) => (version === '1' ? Promise.reject(new Error('no')) : Promise.resolve());
    const loads = await Promise.allSettled(['1', '2'].map((version) => repository.load('encoder', version)));
    expect(loads.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(repository.acquire('encoder').model.manifest.version).toBe('2');
  });

  it('refuses a file that is not the one of the manifest', async () => {
    folder.write('encoder', '2', 'model.onnx', 'weightz 2');
    const repository = openRepository();
    await expect(repository.load('encoder', '2')).rejects.toEqual(reason('MODEL_CORRUPT'));
    expect(opener.versions.size).toBe(0);
  });

  it('finds versions that were added after it was made', async () => {
    const repository = openRepository();
    await expect(repository.load('encoder', '11')).rejects.toEqual(reason('MODEL_NOT_FOUND'));
    folder.writeModel('encoder', '11');
    expect(await repository.load('encoder')).toMatchObject({ version: '11' });
  });
});

describe('memory', () => {
  it('accounts what the process grew by', async () => {
    let resident = 100 * 2 ** 20;
    opener.hold = async () => {
      resident += 12 * 2 ** 20;
    };
    const repository = openRepository({ residentBytes: () => resident });
    expect(await repository.load('minilm')).toMatchObject({ memoryMiB: 12, precision: 'int8' });
    expect(await repository.unload('minilm', '1', { labelled: 'drop' })).toMatchObject({ memoryMiB: 0 });
  });

  it('refuses what does not fit beside what is loaded, even when that took its memory from what was freed', async () => {
    // A graph of 9 bytes in this many copies needs 40 MiB.
    const copies = (40 * 2 ** 20) / 9;
    const repository = openRepository({ copies, maxMemoryMiB: 100 });
    await repository.load('encoder', '1');
    await repository.load('encoder', '2');
    await expect(repository.load('minilm')).rejects.toMatchObject({
      reason: 'MODEL_MEMORY',
      message: 'Model "minilm" 1 does not fit: it needs about 40 MiB, 20 are free.',
    });
    await repository.unload('encoder', '2', { labelled: 'drop' });
    expect(await repository.load('minilm')).toMatchObject({ state: 'ready' });
  });
});

describe('unloading', () => {
  it('waits for the last lease and refuses new ones meanwhile', async () => {
    const repository = openRepository();
    await repository.load('encoder', '1');
    const leases = [repository.acquire('encoder'), repository.acquire('encoder')];
    let gone = false;
    const unload = repository.unload('encoder', '1', { labelled: 'drop' }).then((status) => {
      gone = true;
      return status;
    });
    leases[0]!.release();
    leases[0]!.release();
    await settle();
    expect(gone).toBe(false);
    expect(opener.versions.get('encoder@1')!.open).toBe(true);
    expect(refusal(() => repository.acquire('encoder', { version: '1' }))).toEqual(reason('MODEL_NOT_READY'));
    leases[1]!.release();
    expect(await unload).toMatchObject({ state: 'available', labels: [] });
    expect(opener.versions.get('encoder@1')!.open).toBe(false);
    expect(refusal(() => repository.acquire('encoder', { version: '1' }))).toEqual(reason('MODEL_NOT_READY'));
  });

  it('unloads once for everybody who asks, and loads again only what is gone', async () => {
    const repository = openRepository();
    await repository.load('encoder', '1');
    const lease = repository.acquire('encoder');
    const unloads = [1, 2].map(() => repository.unload('encoder', '1', { labelled: 'drop' }));
    await settle();
    const loads = [1, 2].map(() => repository.load('encoder', '1'));
    await settle();
    expect(opener.versions.get('encoder@1')).toMatchObject({ opens: 1, closes: 0 });
    lease.release();
    await Promise.all(unloads);
    for (const status of await Promise.all(loads))
      expect(status).toMatchObject({ state: 'ready', labels: ['default'] });
    expect(opener.versions.get('encoder@1')).toMatchObject({ opens: 2, closes: 1, open: true });
  });

  it('refuses a version with a label, or takes its labels and passes the default on', async () => {
    const repository = openRepository();
    for (const version of ['2', '1', '10']) await repository.load('encoder', version);
    await repository.setLabel('encoder', 'candidate', '2');
    await expect(repository.unload('encoder', '2', { labelled: 'refuse' })).rejects.toEqual(reason('MODEL_IN_USE'));
    await repository.setLabel('encoder', 'old', '1');
    await repository.unload('encoder', '1', { labelled: 'drop' });
    expect((await repository.manifest('encoder')).version).toBe('2');
    await repository.load('encoder', '1');
    await repository.unload('encoder', '2', { labelled: 'drop' });
    expect((await repository.manifest('encoder')).version).toBe('10');
    expect(refusal(() => repository.acquire('encoder', { label: 'candidate' }))).toEqual(reason('MODEL_NOT_FOUND'));
    await repository.unload('encoder', '1', { labelled: 'refuse' });
    await repository.unload('encoder', '10', { labelled: 'drop' });
    expect(refusal(() => repository.acquire('encoder'))).toEqual(reason('MODEL_NOT_READY'));
  });

  it('tells what is not there from what is not loaded', async () => {
    const repository = openRepository();
    await repository.load('minilm');
    await expect(repository.unload('encoder', '7', { labelled: 'drop' })).rejects.toEqual(reason('MODEL_NOT_FOUND'));
    await expect(repository.unload('encoder', '1', { labelled: 'drop' })).rejects.toEqual(reason('MODEL_NOT_LOADED'));
    expect(refusal(() => repository.acquire('bert'))).toEqual(reason('MODEL_NOT_FOUND'));
    expect(refusal(() => repository.acquire('encoder'))).toEqual(reason('MODEL_NOT_READY'));
  });
});

describe('labels', () => {
  it('move, and come off but for the default', async () => {
    const repository = openRepository();
    for (const version of ['1', '2']) await repository.load('encoder', version);
    await repository.setLabel('encoder', 'candidate', '2');
    await repository.setLabel('encoder', 'default', '2');
    expect(await repository.setLabel('encoder', 'old', '1')).toMatchObject([
      { version: '10', labels: [] },
      { version: '2', labels: ['default', 'candidate'] },
      { version: '1', labels: ['old'] },
    ]);
    await expect(repository.setLabel('encoder', 'default', undefined)).rejects.toEqual(reason('MODEL_IN_USE'));
    await repository.setLabel('encoder', 'candidate', undefined);
    await repository.setLabel('encoder', 'never', undefined);
    expect(refusal(() => repository.acquire('encoder', { label: 'candidate' }))).toEqual(reason('MODEL_NOT_FOUND'));
    await expect(repository.setLabel('encoder', 'x', '10')).rejects.toEqual(reason('MODEL_NOT_LOADED'));
    await expect(repository.setLabel('bert', 'x', undefined)).rejects.toEqual(reason('MODEL_NOT_FOUND'));
  });
});

describe('control', () => {
  it('lets the settings load, and calls change nothing, when it is off', async () => {
    const repository = openRepository({ control: 'none' });
    await repository.start('encoder', '1');
    const refused = [
      repository.load('minilm'),
      repository.unload('encoder', '1', { labelled: 'drop' }),
      repository.setLabel('encoder', 'x', '1'),
    ];
    for (const call of refused) await expect(call).rejects.toEqual(reason('MODEL_CONTROL_OFF'));
    expect(repository.acquire('encoder').model.manifest.version).toBe('1');
  });
});

describe('closing', () => {
  it('waits for loads and leases, closes everything and refuses to load more', async () => {
    const repository = openRepository();
    await repository.load('encoder', '1');
    const lease = repository.acquire('encoder');
    opener.hold = () => settle().then(() => undefined);
    const load = repository.load('encoder', '2');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const close = repository.close();
    await load.catch(() => undefined);
    await expect(repository.load('minilm')).rejects.toEqual(reason('DRAINING'));
    lease.release();
    await close;
    expect([...opener.versions.values()].every(({ open }) => !open)).toBe(true);
  });
});

/** One thing that a caller may do; numbers choose among what there is. */
const step = fc.oneof(
  fc.record({ do: fc.constant('load' as const), version: fc.constantFrom('1', '2', '10') }),
  fc.record({
    do: fc.constant('unload' as const),
    version: fc.constantFrom('1', '2', '10'),
    labelled: fc.constantFrom('refuse' as const, 'drop' as const),
  }),
  fc.record({ do: fc.constant('acquire' as const), version: fc.constantFrom('1', '2', '10', undefined) }),
  fc.record({ do: fc.constant('release' as const), which: fc.nat() }),
  fc.record({
    do: fc.constant('label' as const),
    label: fc.constantFrom('default', 'candidate'),
    version: fc.constantFrom('1', '2', '10', undefined),
  }),
  fc.record({ do: fc.constant('wait' as const) }),
);

describe('any order of calls', () => {
  it('never closes what is leased, never loads twice, never loses a version or its default', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        opener = new FakeOpener();
        const repository = openRepository();
        const leases: ModelLease[] = [];
        const calls: Promise<unknown>[] = [];
        const isOpen = ({ model }: ModelLease) => opener.versions.get(`encoder@${model.manifest.version}`)!.open;
        for (const one of steps) {
          if (one.do === 'load') calls.push(repository.load('encoder', one.version));
          if (one.do === 'unload') calls.push(repository.unload('encoder', one.version, one));
          if (one.do === 'label') calls.push(repository.setLabel('encoder', one.label, one.version));
          if (one.do === 'release') leases.splice(one.which % Math.max(1, leases.length), 1)[0]?.release();
          if (one.do === 'wait') await settle();
          if (one.do === 'acquire') {
            try {
              leases.push(repository.acquire('encoder', one.version === undefined ? {} : { version: one.version }));
            } catch (error) {
              expect(['MODEL_NOT_FOUND', 'MODEL_NOT_READY']).toContain((error as EngineError).reason);
            }
          }
          // Whether it is refused is looked at in the end.
          calls.at(-1)?.catch(() => undefined);
          expect(leases.every(isOpen)).toBe(true);
        }
        for (const lease of leases.splice(0)) lease.release();
        for (const call of await Promise.allSettled(calls)) {
          if (call.status === 'rejected') {
            expect(['MODEL_NOT_LOADED', 'MODEL_IN_USE']).toContain(call.reason.reason);
          }
        }
        const ready = (await repository.list()).filter(({ state }) => state === 'ready');
        const open = [...opener.versions].filter(([, { open }]) => open).map(([key]) => key);
        expect(ready.map(({ version }) => `encoder@${version}`).sort()).toEqual(open.sort());
        expect(ready.filter(({ labels }) => labels.includes('default'))).toHaveLength(Math.min(1, ready.length));
        await repository.close();
        expect([...opener.versions.values()].every(({ opens, closes, open }) => !open && opens === closes)).toBe(true);
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});
