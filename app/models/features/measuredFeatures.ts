import { analyzeSignal, type SignalAnalysis } from '../../analysis/analyzeSignal.ts';
import { type MedianBeats, markBeats } from '../../analysis/medianBeats.ts';
import { type Recording, standardLeads, unknownPatient } from '../../recording/recording.ts';
import { resample } from '../../recording/resample.ts';
import { heartFeatures } from './heartFeatures.ts';
import { type Feature, leadFeatures } from './leadFeatures.ts';
import { rhythmFeatures } from './rhythmFeatures.ts';
import { signalFeatures } from './signalFeatures.ts';

/** The band that the models were trained in, and the grid on which it is measured. */
const bandHz = 100;
const gridHz = 500;
const windowS = 10;

/**
 * Feature set `measured100-v1`: the first 10 s in the band of 100 samples a second, as name and value: what the beats show on a
 * grid of 500 Hz, the rhythm, and each lead as a signal; NaN where the recording does not give a value. The names do not
 * depend on the recording. A change of what a name means is a new set.
 */
export const measuredFeatures = (recording: Recording): Feature[] => {
  const banded = inBand(recording);
  const fine = resampled(banded, gridHz);
  const analysis = analyzeSignal(fine, { lead: null });
  const marked = markBeats(fine, analysis);
  return [...assemble(fine, analysis, 'median' in marked ? marked.median : null), ...signalFeatures(banded)];
};

const assemble = (recording: Recording, analysis: SignalAnalysis, beats: MedianBeats | null): Feature[] => {
  const perLead = standardLeads.flatMap((name) =>
    leadFeatures(beats?.leads.find((lead) => lead.name === name) ?? null, beats).map(
      ([what, value]): Feature => [`${name}.${what}`, value],
    ),
  );
  const times = analysis.beats.map(({ timeS }) => timeS);
  return [
    ...heartFeatures(analysis.measurements, beats, new Map(perLead)),
    ...rhythmFeatures(recording, times, beats).map(([name, value]): Feature => [`rhythm.${name}`, value]),
    ...perLead,
  ];
};

const inBand = (recording: Recording): Recording => {
  const sampleCount = Math.min(recording.sampleCount, Math.ceil(windowS * recording.sampleRateHz));
  const leads = recording.leads
    .filter(({ name }) => standardLeads.some((standard) => standard === name))
    .map((lead) => ({ ...lead, samplesMv: lead.samplesMv.subarray(0, sampleCount) }));
  return resampled({ ...recording, leads }, bandHz);
};

const resampled = (recording: Recording, toHz: number): Recording => {
  const leads = recording.leads.map((lead) => ({
    ...lead,
    samplesMv:
      recording.sampleRateHz === toHz ? lead.samplesMv : resample(lead.samplesMv, recording.sampleRateHz, toHz),
  }));
  return { ...recording, leads, sampleRateHz: toHz, sampleCount: leads[0]?.samplesMv.length ?? 0 };
};

/** In the order of the models' input. */
export const measuredFeatureNames: readonly string[] = measuredFeatures({
  leads: [],
  sampleRateHz: gridHz,
  sampleCount: 0,
  startTime: null,
  patient: unknownPatient,
  device: null,
  appliedFilters: [],
  notes: [],
}).map(([name]) => name);
