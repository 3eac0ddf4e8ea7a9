import type { Recording } from '../../recording/recording.ts';
import { findInterruptions } from '../interruptions.ts';
import type { Analysis, Rhythm, Statement, Validity } from '../schema.ts';
import type { Morphology } from '../statements/morphology.ts';
import { flat, shortestS as flatFromS, standstill as quiet, vfSuspected } from '../validity.ts';
import {
  type FibrillationEpisode,
  fibrillationWindowS,
  findVentricularFibrillation,
} from '../ventricularFibrillation.ts';
import { standstill } from './additions.ts';
import { type BasicCode, type Finding, finding, sources } from './finding.ts';
import { preexcitedFibrillation } from './preexcitedFibrillation.ts';
import { rhythmEvidence, rhythmInput } from './rhythmEvidence.ts';
import { rhythmStatements, stated } from './rhythmStatements.ts';

export type RhythmAssessment = Pick<Rhythm, 'statements' | 'reason'>;

type Known = Pick<Analysis, 'validity' | 'quality' | 'beats' | 'delineation' | 'measurements' | 'pacing'> & {
  readonly morphology?: Morphology | null;
};

/** INVALID for nothing else than that no QRS complex was found: that may be a standstill, which must be said. */
const onlyWithoutBeats = ({ reasons }: Validity): boolean =>
  reasons.every(({ code }) => code === 'no-beats' || code === quiet);

/** Nothing at all moves: no electrode on a patient, or a heart that stands still, and somebody has to look which. */
const isFlat = ({ reasons }: Validity): boolean => reasons.some(({ code }) => code === flat);

const flatLine = ({ sampleCount, sampleRateHz }: Recording): Finding =>
  finding({
    code: 'flat-line',
    text: 'Every lead is flat: no electrode on the patient, or asystole',
    criterion: 'Time in which no lead moves',
    value: sampleCount / sampleRateHz,
    threshold: flatFromS,
    unit: 's',
    critical: true,
    source: sources.brady,
    clearness: 1,
  });

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
  const episodes = validity.reasons.some(({ code }) => code === vfSuspected)
    ? findVentricularFibrillation(recording.leads, recording.sampleRateHz)
    : [];
  const fibrillation = episodes.length > 0 ? [suspected(episodes)] : [];
  if (fibrillation.length > 0 && validity.status === 'INVALID') return { statements: fibrillation, reason: null };
  if (isFlat(validity)) return { statements: stated([flatLine(recording)]), reason: null };
  if (validity.status === 'INVALID' && !onlyWithoutBeats(validity)) return silent(validity);
  const interruptions = findInterruptions(recording.leads, recording.sampleRateHz);
  const evidence = rhythmEvidence(rhythmInput(recording, analysis, network, { interruptions, fibrillation: episodes }));
  if (analysis.quality.verdict === 'unacceptable') {
    // A line that has gone quiet looks like a bad lead: of the two, the patient's heart comes first.
    const urgent = [...fibrillation, ...(quietEnd(validity) ? stated(standstill(evidence)) : [])];
    return urgent.length > 0 ? { statements: urgent, reason: null } : { statements: [], reason: unreadable };
  }
  const found = rhythmStatements(evidence);
  const fibrillates = found[0]?.code === 'atrial-fibrillation';
  const statements = fibrillates
    ? [...found, ...stated(preexcitedFibrillation(evidence, analysis.morphology?.leads ?? {}))]
    : found;
  // Beats that are no plausible sequence are no rhythm.
  const standing = validity.status === 'VALID' || analysis.beats.length === 0 ? statements : [];
  return standing.length === 0 ? silent(validity) : { statements: [...fibrillation, ...standing], reason: null };
};

const quietEnd = ({ reasons }: Validity): boolean => reasons.some(({ code }) => code === quiet);

/** Found before the beats, which there are none of; app/analysis/ventricularFibrillation.ts. */
const suspected = (episodes: readonly FibrillationEpisode[]): Statement => {
  const totalS = episodes.reduce((sum, { fromS, toS }) => sum + toS - fromS, 0);
  return {
    code: 'ventricular-fibrillation' satisfies BasicCode,
    text: `Ventricular fibrillation or flutter suspected, ${totalS.toFixed(0)} s, from ${episodes[0]!.fromS.toFixed(1)} s on`,
    confidence: 0.8,
    critical: true,
    evidence: {
      beats: [],
      leads: [],
      criterion: 'Waves of 2.2 to 9 Hz without QRS complexes and without a line between them, in 5 s',
      value: Math.round(10 * totalS) / 10,
      threshold: fibrillationWindowS,
      unit: 's',
      flipsAt: null,
    },
    source: 'Kuo S, Dillman R. Computer detection of ventricular fibrillation. Computers in Cardiology 1978:347-349',
    models: [],
  };
};

const unreadable = 'No rhythm is stated: the signal quality is unacceptable for interpretation.';

const silent = ({ status, reasons }: Validity): RhythmAssessment => ({
  statements: [],
  reason:
    status === 'INVALID'
      ? `No rhythm is stated: ${reasons.map(({ text }) => text).join(' ')}`
      : 'No rhythm is stated: no QRS complex was found, and the leads are not quiet.',
});
