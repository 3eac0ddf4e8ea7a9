import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import type { Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { ComparedAnalysis } from './compareRecordings.ts';

/** For tests and validation: a recording as the comparison sees it, without what models state. */
export const comparedOf = (recording: Recording): ComparedAnalysis => ({
  recording: {
    leads: recording.leads.map(({ name }) => name),
    sampleRateHz: recording.sampleRateHz,
    durationS: recording.sampleCount / recording.sampleRateHz,
    startTime: recording.startTime,
    patient: { id: recording.patient.id, ageYears: recording.patient.ageYears, sex: recording.patient.sex },
    device: recording.device,
    appliedFilters: [...recording.appliedFilters],
    derivedLeads: [],
    notes: [],
  },
  statements: [],
  ...analyzeSignal(recording, { lead: null }),
});

/**
 * Two recordings of ten seconds of one heart that does not change: the halves of one of twenty seconds at an even rate. Their
 * noise is not the same, and neither are the beats that fall on their ends.
 */
export const halvesOf = (spec: Partial<SynthSpec> & Pick<SynthSpec, 'seed'>): readonly [Recording, Recording] => {
  const even = { respiratory: 0, lowFrequency: 0, random: 0 };
  const { recording } = synthesise(synthSpec({ variety: true, variability: even, ...spec, durationS: 20 }));
  const middle = Math.round(recording.sampleCount / 2);
  const part = (from: number, to: number): Recording => ({
    ...recording,
    sampleCount: to - from,
    leads: recording.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(from, to) })),
  });
  return [part(0, middle), part(middle, recording.sampleCount)];
};
