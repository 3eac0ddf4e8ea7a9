import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { expect, test } from 'vitest';
import { type CorrectedValue, type MarkCorrections, noCorrections } from '../../../app/analysis/correctedMarks.ts';
import { accept } from '../../../app/result.ts';
import { analysisOf, bundleOf, inTemporaryFolder, openOrThrow } from './fixtures.ts';
import { openArchiveReader } from './openArchive.ts';

const marks: MarkCorrections = { median: { tOffsetS: 0.41 }, beats: [{ beat: 3, bounds: { qrsOnsetS: -0.05 } }] };
const values: readonly CorrectedValue[] = [{ name: 'qtMs', computer: 380, corrected: 402 }];
const first: MarkCorrections = { median: { tOffsetS: 0.4 }, beats: [] };
const changes = 'median tOffset 390 -> 410 ms; qtMs 380 -> 402';

const filled = async (path: string) => {
  const archive = await openOrThrow(path);
  const bundle = bundleOf('a');
  await archive.takeIn(bundle, {}, accept(analysisOf(bundle, 'p')));
  return { archive, bundle };
};

test('corrections are kept beside the analysis, on the trail with old and new, and are there after reopening', () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.sqlite');
    const { archive } = await filled(path);
    expect(await archive.get(1)).toMatchObject({ ok: true, value: { corrections: null } });
    const kept = await archive.correct(1, noCorrections, first, [], 'first');
    expect(kept.ok).toBe(true);
    expect(await archive.correct(1, noCorrections, marks, values, changes)).toMatchObject({
      ok: false,
      error: { code: 'conflict', message: expect.stringContaining('tester') },
    });
    expect(await archive.correct(1, first, marks, values, changes)).toMatchObject({
      ok: true,
      value: { author: 'tester', marks, values },
    });
    await archive.close();
    const again = await openOrThrow(path);
    expect(await again.get(1)).toMatchObject({
      ok: true,
      value: { corrections: { author: 'tester', marks, values, createdAt: expect.stringMatching(/Z$/) } },
    });
    const events = await again.auditEvents({ fromSeq: 1, limit: 100 });
    expect(events.filter(({ type }) => type === 'recording-corrected')).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ subject: 'recording:1', detail: { changes } });
    expect(await again.verifyAudit('content')).toMatchObject({ intact: true });
    await again.close();
  }));

test('what was altered behind our back is not shown, and the trail is broken', () =>
  inTemporaryFolder(async (folder) => {
    for (const [name, sql] of [
      ['values', "UPDATE corrections SET correction = replace(correction, '402', '442')"],
      ['author', "UPDATE corrections SET author = 'somebody else'"],
      ['gone', 'DELETE FROM corrections'],
      ['more', "INSERT INTO corrections SELECT 9, 1, created_at, author, correction || ' ' FROM corrections"],
    ] as const) {
      const path = join(folder, `${name}.sqlite`);
      const { archive } = await filled(path);
      await archive.correct(1, noCorrections, marks, values, changes);
      await archive.close();
      new Database(path).exec(sql).close();
      const again = await openOrThrow(path);
      expect(await again.get(1), name).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      if (name !== 'author') expect(await again.verifyAudit('content'), name).toMatchObject({ intact: false });
      await again.close();
    }
  }));

test('corrections of an earlier analysis are not shown with a later one', () =>
  inTemporaryFolder(async (folder) => {
    const { archive, bundle } = await filled(join(folder, 'a.sqlite'));
    await archive.correct(1, noCorrections, marks, values, changes);
    await archive.takeIn(
      bundle,
      {},
      accept(analysisOf(bundle, 'p', [{ id: 'm', version: '2', sha256: 'b'.repeat(64) }])),
    );
    expect(await archive.get(1)).toMatchObject({ ok: true, value: { corrections: null } });
    expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
    await archive.close();
  }));

test('an archive of before there were corrections is verified without being changed', () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.sqlite');
    const { archive } = await filled(path);
    await archive.close();
    new Database(path).exec('DROP TABLE corrections; PRAGMA user_version = 1').close();
    const reader = openArchiveReader({ path, nativeBinding: null, key: null });
    expect(reader.ok && (await reader.value.verifyAudit('content'))).toMatchObject({ intact: true });
    if (reader.ok) await reader.value.close();
  }));

test('without an analysis there is nothing to correct, and nothing is written', () =>
  inTemporaryFolder(async (folder) => {
    const { archive } = await filled(join(folder, 'a.sqlite'));
    const before = await archive.auditEvents({ fromSeq: 1, limit: 100 });
    expect(await archive.correct(2, noCorrections, marks, values, changes)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await archive.auditEvents({ fromSeq: 1, limit: 100 })).toHaveLength(before.length);
    await archive.close();
  }));
