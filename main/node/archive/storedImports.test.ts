import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ImportBatch } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { analysisOf, bundleOf, inTemporaryFolder, openOrThrow } from './fixtures.ts';

it('keeps an import that was cut off, and what it was about, until it has ended', () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.sqlite');
    const first = await openOrThrow(path);
    const cut = await first.imports.begin(['/in/a', '/in/b']);
    const done = await first.imports.begin(['/in/c']);
    await first.imports.note(cut.id, 7, 40);
    await first.imports.end(done.id, true);
    // Under way here: neither this process nor another is offered it.
    expect(await first.imports.unfinished()).toEqual([]);
    expect(await first.imports.resume(cut.id)).toBeNull();
    await first.close();

    // The same process number, but another process: it began none of them.
    const second = await openOrThrow(path);
    expect(await second.imports.unfinished()).toEqual([{ ...cut, done: 7, total: 40 }]);
    expect(await second.imports.resume(cut.id)).toMatchObject({ paths: ['/in/a', '/in/b'], startedAt: cut.startedAt });
    expect(await second.imports.unfinished()).toEqual([]);
    await second.imports.end(cut.id, false);
    expect(await second.imports.unfinished()).toHaveLength(1);
    await second.imports.end(cut.id, true);
    expect(await second.imports.unfinished()).toEqual([]);
    expect(await second.imports.resume(cut.id)).toBeNull();
    await second.close();
  }));

it('knows what an import that was cut off took in, from where', () =>
  inTemporaryFolder(async (folder) => {
    const now = '2026-05-01T10:00:00.000Z';
    const clock = { nowUtc: () => now };
    const archive = await openOrThrow(join(folder, 'a.sqlite'), clock);
    const bundle = bundleOf('one');
    const taken = await archive.takeIn(bundle, {}, accept(analysisOf(bundle, 'p')));
    const id = taken.ok ? taken.value.id : 0;
    const batch = { id: 1, paths: [], done: 0, total: 0, startedAt: now, resumedAt: now };
    const tookIn = (change: Partial<ImportBatch>, path = bundle.path) =>
      archive.imports.tookIn({ ...batch, ...change }, id, path);
    expect(await tookIn({})).toBe(true);
    expect(await tookIn({ startedAt: '2026-05-01T10:00:00.001Z' })).toBe(false);
    expect(await tookIn({ resumedAt: '2026-05-01T09:59:59.999Z' })).toBe(false);
    // On its first run an import has taken nothing before.
    expect(await tookIn({ resumedAt: null })).toBe(false);
    expect(await tookIn({}, '/elsewhere')).toBe(false);
    await archive.close();
  }));

it('keeps the watched folder and the files that were dealt with', () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.sqlite');
    const first = await openOrThrow(path);
    expect(await first.watch.settings()).toBeNull();
    const settings = { folder: '/in', moveTo: '/done', quietS: 2.5, polling: true };
    await first.watch.keepSettings({ ...settings, moveTo: null });
    await first.watch.keepSettings(settings);
    await first.watch.markSeen([{ path: '/in/a', stamp: '10 1' }]);
    await first.watch.markSeen([
      { path: '/in/a', stamp: '12 2' },
      { path: '/in/b', stamp: '5 1' },
    ]);
    await first.close();
    const second = await openOrThrow(path);
    expect(await second.watch.settings()).toEqual(settings);
    expect(await second.watch.isSeen('/in/a', '12 2')).toBe(true);
    expect(await second.watch.isSeen('/in/a', '10 1')).toBe(false);
    expect(await second.watch.isSeen('/in/c', '1 1')).toBe(false);
    await second.watch.keepSettings(null);
    expect(await second.watch.settings()).toBeNull();
    await second.close();
  }));
