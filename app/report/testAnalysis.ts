import { type Analysis, analysisSchema } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';
import { durationS } from '../recording/recording.ts';

const unmeasured = {
  pMs: null,
  prMs: null,
  qtMs: null,
  qtcBazettMs: null,
  qtcFridericiaMs: null,
  qtcFraminghamMs: null,
  qtcHodgesMs: null,
  pAxisDeg: null,
  tAxisDeg: null,
};

/** A made-up analysis for the tests of report and export, valid against the schema. */
export const analysisOf = (recording: Recording, changes: Partial<Analysis> = {}): Analysis =>
  analysisSchema.parse({
    schema: 'einthoven.analysis/1',
    record: 'pulses',
    source: { file: 'pulses.hea', format: 'wfdb', sha256: 'ab12'.repeat(16), bytes: 1 },
    recording: {
      leads: recording.leads.map((lead) => lead.name),
      sampleRateHz: recording.sampleRateHz,
      durationS: durationS(recording),
      startTime: null,
      patient: { id: null, ageYears: null, sex: null },
      device: null,
      appliedFilters: [],
      derivedLeads: ['III'],
      notes: [],
    },
    validity: { status: 'VALID', reasons: [], outOfDistributionScore: null },
    gates: [],
    quality: {
      verdict: 'limited',
      score: 0.8,
      leads: [
        { lead: 'V1', score: 0.5, flags: ['baseline-wander', 'muscle'] },
        { lead: 'II', score: 1, flags: [] },
      ],
    },
    beats: [],
    delineation: {},
    measurements: {
      ...unmeasured,
      heartRateBpm: 60.2,
      rrMeanMs: 1000,
      rrSdMs: 2,
      qrsMs: 96,
      qrsAxisDeg: -35,
      uncertaintyMs: {},
      perLead: {},
      reasons: {},
    },
    rhythm: { statements: [], rhythm2017: null, reason: null },
    pacing: { paced: null, spikes: [], mode: null, faults: [], limitation: 'not assessed' },
    diagnoses: [
      {
        model: 'superclass-ensemble',
        version: '1.0.0',
        class: 'MI',
        probability: 0.87,
        threshold: 0.41,
        positive: true,
        calibrated: true,
      },
      {
        model: 'superclass-ensemble',
        version: '1.0.0',
        class: 'HYP',
        probability: 0.12,
        threshold: 0.4,
        positive: false,
        calibrated: true,
      },
    ],
    binary: [],
    recommendations: [],
    models: [{ id: 'superclass-ensemble', version: '1.0.0', sha256: 'cd'.repeat(32) }],
    timingMs: { decode: 1, signal: 1, models: 1, total: 3 },
    ...changes,
  });
