import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accept, refuse } from '../../../app/result.ts';
import { analysisOf, bundleOf, inTemporaryFolder, openOrThrow } from './fixtures.ts';

test('the recordings of one patient with their values, the latest where there are too many; nobody else’s', () =>
  inTemporaryFolder(async (folder) => {
    const archive = await openOrThrow(join(folder, 'a.sqlite'));
    const years = [2019, 2023, 2021];
    for (const [i, year] of years.entries()) {
      const bundle = bundleOf(`r${i}`);
      const analysis = analysisOf(bundle, 'P1');
      const recording = { ...analysis.recording, startTime: `${year}-01-01T00:00:00` };
      await archive.takeIn(bundle, {}, accept({ ...analysis, recording }));
    }
    const other = bundleOf('other');
    await archive.takeIn(other, {}, accept(analysisOf(other, 'P2')));
    const broken = bundleOf('broken');
    await archive.takeIn(broken, {}, refuse('truncated', 'too short'));

    expect(await archive.patientOf(1)).toEqual(accept('P1'));
    expect(await archive.patientOf(5)).toEqual(accept(null));
    expect(await archive.patientOf(99)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const two = await archive.recordingsOfPatient('P1', 2);
    expect(two).toMatchObject({ ok: true, value: { total: 3 } });
    expect(two.ok && two.value.recordings.map(({ id }) => id)).toEqual([2, 3]);
    expect(two.ok && two.value.recordings[0]).toMatchObject({
      record: 'r1',
      startTime: '2023-01-01T00:00:00',
      values: { heartRateBpm: { value: 71.5, halfWidth: null }, qtMs: { value: null, halfWidth: null } },
    });
    expect(await archive.recordingsOfPatient('P1’ OR 1=1 --', 10)).toEqual(accept({ recordings: [], total: 0 }));
    await archive.close();
  }));
