import { expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { recordingOf } from '../tracing/testRecordings.ts';
import type { Analysis } from './schema.ts';
import { stMapOf } from './stMap.ts';

const recording = recordingOf(standardLeads, 10, () => 0, 100);
const row = (stJMv: number) => ({
  pMv: null,
  qMv: null,
  rMv: null,
  sMv: null,
  tMv: null,
  stJMv,
  stJ60Mv: 2 * stJMv,
  stJ80Mv: null,
});
const analysisWith = (st: Record<string, number>, sex: 'M' | 'F' | null, ageYears: number | null): Analysis => {
  const made = analysisOf(recording);
  return {
    ...made,
    recording: { ...made.recording, patient: { id: null, sex, ageYears } },
    measurements: {
      ...made.measurements,
      perLead: Object.fromEntries(Object.entries(st).map(([lead, mv]) => [lead, row(mv)])),
    },
  };
};

test('leads stand in anatomical order, aVR turned over', () => {
  const map = stMapOf(analysisWith({ aVR: 0.1, III: 0.2 }, 'F', 60), 'stJMv');
  expect(map.map(({ label }) => label)).toEqual([
    'aVL',
    'I',
    '−aVR',
    'II',
    'aVF',
    'III',
    'V1',
    'V2',
    'V3',
    'V4',
    'V5',
    'V6',
  ]);
  expect(map.find(({ lead }) => lead === 'aVR')).toMatchObject({ stMv: -0.1, level: null, raisedFromMv: null });
  expect(map.find(({ lead }) => lead === 'V6')).toMatchObject({ stMv: null, level: null });
});

test('limits at J by lead, age and sex; none at other instants', () => {
  const st = { III: 0.1, I: -0.05, V2: 0.17, V5: 0.09 };
  const levels = (sex: 'M' | 'F' | null, age: number | null) =>
    Object.fromEntries(stMapOf(analysisWith(st, sex, age), 'stJMv').map(({ lead, level }) => [lead, level]));
  expect(levels('F', 60)).toMatchObject({ III: 'raised', I: 'lowered', V2: 'raised', V5: 'between' });
  expect(levels('M', 60)).toMatchObject({ V2: 'between' });
  const later = stMapOf(analysisWith(st, 'F', 60), 'stJ60Mv');
  expect(later.find(({ lead }) => lead === 'III')).toMatchObject({ stMv: 0.2, raisedFromMv: null, level: null });
});
