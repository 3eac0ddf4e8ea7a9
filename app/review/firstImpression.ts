import type { Analysis } from '../analysis/schema.ts';
import type { WorklistRow } from '../ports.ts';

const withheld = 'Withheld until you have committed a first impression.';

/**
 * An analysis without anything that the computer makes of it: statements, classes, probabilities, advice, beat classes, what
 * it says of pacing and swapped electrodes, and the gates, which name findings too. Measurements, quality and places of beats
 * and waves stay: they are what a reader measures by.
 */
export const withoutReading = (analysis: Analysis): Analysis => ({
  ...analysis,
  validity: { ...analysis.validity, outOfDistributionScore: null },
  gates: [],
  quality: { ...analysis.quality, reversals: [] },
  beats: analysis.beats.map((beat) => ({ ...beat, aami: null, probability: null, paced: null })),
  rhythm: { statements: [], rhythm2017: null, rhythm2017Source: null, reason: withheld },
  pacing: { paced: null, spikes: [], mode: null, faults: [], limitation: withheld },
  statements: [],
  diagnoses: [],
  binary: [],
  recommendations: [],
  models: [],
});

/** A line of the worklist without the words that tell the computer's reading. A refusal stays: it is no reading. */
export const rowWithoutReading = (row: WorklistRow): WorklistRow =>
  row.status === 'refused' ? row : { ...row, summary: '', urgency: 'unread' };
