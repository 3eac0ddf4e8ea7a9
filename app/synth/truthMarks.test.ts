import { expect, it } from 'vitest';
import { analysisSchema } from '../analysis/schema.ts';
import { standardLeads } from '../recording/recording.ts';
import { synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';
import { truthMarks } from './truthMarks.ts';

it('has the form of a delineation, lead by lead, with the instants of the truth', () => {
  const { truth } = synthesise(synthSpec({ seed: 2 }));
  const { delineation } = truthMarks(truth);
  expect(analysisSchema.shape.delineation.parse(delineation)).toEqual(delineation);
  expect(Object.keys(delineation)).toEqual([...standardLeads]);
  const waves = delineation.II!.filter(({ wave }) => wave === 'QRS');
  expect(waves.map(({ onsetS }) => onsetS)).toEqual(truth.beats.map(({ perLead }) => perLead.II!.qrs![0]));
});

it('has over all leads also the P waves that no beat follows, in order of time', () => {
  const { truth } = synthesise(synthSpec({ seed: 2, rhythm: 'av-block-2-wenckebach' }));
  const { global } = truthMarks(truth);
  expect(truth.blockedP.length).toBeGreaterThan(0);
  const own = truth.beats.filter(({ p }) => p !== null && Object.values(p).some((timeS) => timeS !== null));
  expect(global.filter(({ wave }) => wave === 'P')).toHaveLength(own.length + truth.blockedP.length);
  const times = global.map(({ peakS, onsetS, offsetS }) => peakS ?? onsetS ?? offsetS ?? 0);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

it('is empty for asystole', () => {
  expect(truthMarks(synthesise(synthSpec({ seed: 2, rhythm: 'asystole' })).truth)).toEqual({
    delineation: {},
    global: [],
  });
});
