import { expect, test } from 'vitest';
import { accept, refuse } from '../result.ts';
import { patientSeries } from './patientSeries.ts';

const recording = (id: number, startTime: string) => ({
  id,
  record: `r${id}`,
  startTime,
  importedAt: '2026-01-01T00:00:00.000Z',
  values: null,
});

const archiveOf = (patientId: string | null) => {
  const asked: string[] = [];
  return {
    asked,
    archive: {
      patientOf: async () => accept(patientId),
      recordingsOfPatient: async (id: string) => {
        asked.push(id);
        return accept({
          recordings: [recording(2, '2024-01-01T00:00:00'), recording(1, '2020-01-01T00:00:00')],
          total: 2,
        });
      },
    },
  };
};

test('the recordings of a patient come in the order of time', async () => {
  const { archive, asked } = archiveOf('4711');
  const series = await patientSeries(2, { archive });
  expect(series).toMatchObject({ ok: true, value: { patientId: '4711', total: 2 } });
  expect(series.ok && series.value.recordings.map(({ id }) => id)).toEqual([1, 2]);
  expect(asked).toEqual(['4711']);
});

test('nobody is put together with other people who are not named either', async () => {
  for (const id of [null, 'anonymous', '000']) {
    const { archive, asked } = archiveOf(id);
    expect(await patientSeries(2, { archive })).toEqual(accept({ patientId: null, recordings: [], total: 0 }));
    expect(asked).toEqual([]);
  }
});

test('what the archive refuses is passed on', async () => {
  const { archive } = archiveOf('4711');
  const lost = refuse('not-found', 'there is no recording 9 in the archive');
  expect(await patientSeries(9, { archive: { ...archive, patientOf: async () => lost } })).toEqual(lost);
});
