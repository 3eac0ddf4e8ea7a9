import type { Recording } from '../../recording/recording.ts';
import { findInterruptions } from '../interruptions.ts';
import type { Analysis, Rhythm, Statement, Validity } from '../schema.ts';
import { standstill, vfSuspected } from '../validity.ts';
import { rhythmEvidence, rhythmInput } from './rhythmEvidence.ts';
import { rhythmStatements } from './rhythmStatements.ts';

export type RhythmAssessment = Pick<Rhythm, 'statements' | 'reason'>;

type Known = Pick<Analysis, 'validity' | 'quality' | 'beats' | 'delineation' | 'measurements' | 'pacing'>;

/** INVALID for nothing else than that no QRS complex was found: that may be a standstill, which must be said. */
const onlyWithoutBeats = ({ reasons }: Validity): boolean =>
  reasons.every(({ code }) => code === 'no-beats' || code === standstill);

/**
 * Rhythm statements from the signal, the classed beats and the single-lead network's answer; one basic rhythm first. `reason` says
 * why there are none, and is null beside statements. Linear time; never throws.
 */
export const assessRhythm = (
  recording: Recording,
  analysis: Known,
  network: Rhythm['rhythm2017'],
): RhythmAssessment => {
  const { validity } = analysis;
  const fibrillation = validity.reasons.filter(({ code }) => code === vfSuspected).map(({ text }) => suspected(text));
  if (fibrillation.length > 0 && validity.status === 'INVALID') return { statements: fibrillation, reason: null };
  if (validity.status === 'INVALID' && !onlyWithoutBeats(validity)) return silent(validity);
  if (analysis.quality.verdict === 'unacceptable')
    return fibrillation.length > 0
      ? { statements: fibrillation, reason: null }
      : { statements: [], reason: unreadable };
  const interruptions = findInterruptions(recording.leads, recording.sampleRateHz);
  const evidence = rhythmEvidence(rhythmInput(recording, analysis, network, interruptions));
  const statements = rhythmStatements(evidence);
  // Beats that are no plausible sequence are no rhythm.
  const standing = validity.status === 'VALID' || analysis.beats.length === 0 ? statements : [];
  return standing.length === 0 ? silent(validity) : { statements: [...fibrillation, ...standing], reason: null };
};

/** Found before the beats, which there are none of; app/analysis/ventricularFibrillation.ts. */
const suspected = (text: string): Statement => ({
  code: 'ventricular-fibrillation',
  text,
  confidence: 0.8,
  critical: true,
  evidence: {
    beats: [],
    leads: [],
    criterion: 'Waves of 2.2 to 9 Hz without QRS complexes and without a line between them, in 5 s',
    value: null,
    threshold: null,
    unit: null,
    flipsAt: null,
  },
  source: 'Kuo S, Dillman R. Computer detection of ventricular fibrillation. Computers in Cardiology 1978:347-349',
  models: [],
});

const unreadable = 'No rhythm is stated: the signal quality is unacceptable for interpretation.';

const silent = ({ status, reasons }: Validity): RhythmAssessment => ({
  statements: [],
  reason:
    status === 'INVALID'
      ? `No rhythm is stated: ${reasons.map(({ text }) => text).join(' ')}`
      : 'No rhythm is stated: no QRS complex was found, and the leads are not quiet.',
});
