import { durationS, findLead, type Lead, type Recording } from '../recording/recording.ts';
import { beatLikeness } from './beatLikeness.ts';
import { leadFindings } from './leadFindings.ts';
import { measure } from './measurements.ts';
import { assessPacing } from './pacing.ts';
import { detectQrs } from './qrs.ts';
import { assessQuality } from './quality.ts';
import type { Analysis } from './schema.ts';
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
  const detectionLeads = chooseLeads(options.lead, leads).map((lead) => lead.samplesMv);
  const beats = detectQrs(detectionLeads, rateHz);
  const beatTimesS = beats.map((sample) => sample / rateHz);
  const likeness = beatLikeness(detectionLeads, beats, rateHz);
  const { pacing, beatPaced } = assessPacing({ ...recording, leads }, beatTimesS);

  return {
    validity: assessValidity({
      durationS: usable ? durationS(recording) : 0,
      leads: findings,
      beatTimesS,
      beatLikeness: likeness,
    }),
    quality: assessQuality(
      leads.map((lead, i) => ({ lead: lead.name, findings: findings[i]! })),
      likeness,
    ),
    beats: beatTimesS.map((timeS, i) => ({ timeS, aami: null, probability: null, paced: beatPaced[i] ?? null })),
    delineation: {},
    measurements: measure(beatTimesS),
    rhythm: { statements: [], rhythm2017: null, reason: 'Rhythm is not assessed in this version.' },
    pacing,
  };
};

const chooseLeads = (wanted: string | null, leads: readonly Lead[]): readonly Lead[] => {
  const one = wanted === null ? undefined : findLead({ leads }, wanted);
  if (one !== undefined) return [one];
  const recorded = leads.filter((lead) => !lead.derived);
  return recorded.length > 0 ? recorded : leads;
};
