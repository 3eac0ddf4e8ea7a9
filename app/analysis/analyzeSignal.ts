import { durationS, findLead, type Lead, type Recording } from '../recording/recording.ts';
import { beatLikeness } from './beatLikeness.ts';
import { findBeats } from './beats.ts';
import { delineationByLead } from './delineation/delineate.ts';
import { findInterruptions } from './interruptions.ts';
import { type LeadFindings, leadFindings } from './leadFindings.ts';
import { measure, type Waves } from './measurements.ts';
import { delineateBetweenSpikes } from './pacedDelineation.ts';
import { assessQuality } from './quality.ts';
import type { Analysis, Pacing } from './schema.ts';
import { assessValidity } from './validity.ts';

/** The part of an analysis that comes from the signal alone, without models. */
export type SignalAnalysis = Pick<
  Analysis,
  'validity' | 'quality' | 'beats' | 'delineation' | 'measurements' | 'rhythm' | 'pacing'
>;

export interface SignalOptions {
  /** Find beats in this lead only; null, or a lead that the recording does not have: in all recorded leads. */
  readonly lead: string | null;
}

/** Never throws, whatever the recording holds; linear time. */
export const analyzeSignal = (recording: Recording, options: SignalOptions): SignalAnalysis => {
  const usable = recording.sampleRateHz > 0 && Number.isFinite(recording.sampleRateHz);
  const rateHz = usable ? recording.sampleRateHz : 1;
  const leads = usable ? recording.leads : [];
  const findings = leads.map((lead) => leadFindings(lead.samplesMv, rateHz));
  const detectionLeads = chooseLeads(options.lead, leads);
  const { beats, beatTimesS, pacing, beatPaced } = findBeats({ ...recording, leads }, detectionLeads);
  const likeness = beatLikeness(
    detectionLeads.map((lead) => lead.samplesMv),
    beats,
    rateHz,
  );

  const interruptions = findInterruptions(leads, rateHz);

  const validity = assessValidity({
    durationS: usable ? durationS(recording) : 0,
    leads: findings,
    beatTimesS,
    beatLikeness: likeness,
    interruptions,
  });
  // Marks on what is no ECG would be invented.
  const waves =
    validity.status === 'VALID'
      ? delineateLeads(
          leads.filter((_, i) => carriesSignal(findings[i]!)),
          rateHz,
          beats,
          pacing.spikes,
        )
      : { reason: 'The recording is not a valid ECG; nothing is measured in it.', invalid: true };

  return {
    validity,
    quality: assessQuality(
      leads.map((lead, i) => ({ lead: lead.name, findings: findings[i]! })),
      likeness,
    ),
    beats: beatTimesS.map((timeS, i) => ({ timeS, aami: null, probability: null, paced: beatPaced[i] ?? null })),
    delineation:
      'reason' in waves
        ? {}
        : delineationByLead(
            waves.leads.map((lead) => lead.name),
            waves.delineation,
          ),
    measurements: measure(beatTimesS, waves, interruptions),
    rhythm: {
      statements: [],
      rhythm2017: null,
      reason: 'The rhythm is stated once beats are classed and the rhythm network was asked.',
    },
    pacing,
  };
};

const carriesSignal = (lead: LeadFindings): boolean =>
  lead.missingShare < 0.5 && lead.stillShare < 0.9 && lead.rangeMv > 0;

const delineateLeads = (
  leads: readonly Lead[],
  sampleRateHz: number,
  beats: readonly number[],
  spikes: Pacing['spikes'],
): Waves =>
  leads.length === 0
    ? { reason: 'No lead carries a usable signal.', invalid: false }
    : { sampleRateHz, ...delineateBetweenSpikes(leads, sampleRateHz, beats, spikes) };

const chooseLeads = (wanted: string | null, leads: readonly Lead[]): readonly Lead[] => {
  const one = wanted === null ? undefined : findLead({ leads }, wanted);
  if (one !== undefined) return [one];
  const recorded = leads.filter((lead) => !lead.derived);
  return recorded.length > 0 ? recorded : leads;
};
