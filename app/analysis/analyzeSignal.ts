import { durationS, findLead, type Lead, type Recording } from '../recording/recording.ts';
import { beatLikeness } from './beatLikeness.ts';
import { type Answer, type BeatOrder, judgeBeatOrder, type NamedSlowLead } from './beatOrder.ts';
import { type Beats, findBeats } from './beats.ts';
import { delineationByLead } from './delineation/delineate.ts';
import { findInterruptions } from './interruptions.ts';
import { type LeadFindings, leadFindings } from './leadFindings.ts';
import { limbLeadsContradict } from './leadLaws.ts';
import { measureWithDoubts, type Waves } from './measurements.ts';
import { delineateBetweenSpikes } from './pacedDelineation.ts';
import { isOfPieces } from './pieces.ts';
import { recordingToRead } from './quality.ts';
import { qualityOf } from './qualityOf.ts';
import type { Analysis, Pacing } from './schema.ts';
import { slowLead } from './slowLead.ts';
import { findStandstills } from './standstill.ts';
import { type Morphology, measureMorphology } from './statements/morphology.ts';
import { assessValidity, doubtTiny, doubtTurnedP, vfSuspected } from './validity.ts';
import { type FibrillationEpisode, fibrillationIn } from './ventricularFibrillation.ts';

/** The part of an analysis that comes from the signal alone, without models. */
export type SignalAnalysis = Pick<
  Analysis,
  'validity' | 'quality' | 'beats' | 'delineation' | 'measurements' | 'rhythm' | 'pacing'
> & {
  /** What the statements need of the median beat; no part of the result. null where nothing was delineated. */
  readonly morphology: Morphology | null;
};

export interface SignalOptions {
  /** Find beats in this lead only; null, or a lead that the recording does not have: in all recorded leads. */
  readonly lead: string | null;
}

/** Never throws, whatever the recording holds; linear time. Where some leads cannot be read at all the others are measured alone. */
export const analyzeSignal = (recording: Recording, options: SignalOptions): SignalAnalysis => {
  const whole = analyzeLeads(recording, options);
  const read = recordingToRead(recording, whole.quality);
  return read === recording ? whole : { ...analyzeLeads(read, options), quality: whole.quality };
};

const analyzeLeads = (recording: Recording, options: SignalOptions): SignalAnalysis => {
  const usable = recording.sampleRateHz > 0 && Number.isFinite(recording.sampleRateHz);
  const rateHz = usable ? recording.sampleRateHz : 1;
  const leads = usable ? recording.leads : [];
  const findings = leads.map((lead) => leadFindings(lead.samplesMv, rateHz));
  const detectionLeads = chooseLeads(options.lead, leads);
  const slowLeads = tellingLeads(leads, findings).map(({ name, samplesMv }) => ({
    name,
    ...slowLead(samplesMv, rateHz),
  }));
  const fibrillation = fibrillationIn(slowLeads);
  const { beats, beatTimesS, pacing, beatPaced } = outside(
    fibrillation,
    findBeats({ ...recording, leads }, detectionLeads),
  );
  const likeness = beatLikeness(
    detectionLeads.map((lead) => lead.samplesMv),
    beats,
    rateHz,
  );

  const interruptions = findInterruptions(leads, rateHz);
  const lastsS = usable ? durationS(recording) : 0;
  const standstills = findStandstills({
    leads: slowLeads,
    durationS: lastsS,
    beatTimesS,
    interruptions,
    fibrillation,
  });

  const validity = assessValidity({
    durationS: lastsS,
    leads: findings,
    beatTimesS,
    beatLikeness: likeness,
    interruptions,
    standstills,
    fibrillation,
    beatOrder: judgedOrder(slowLeads, beatTimesS, pacing.paced === true),
    leadsContradict: limbLeadsContradict(slowLeads),
    ofPieces: isOfPieces(recordedOf(leads), rateHz),
  });
  const quality = qualityOf({ ...recording, leads }, findings, beats, validity.status === 'VALID');
  // Marks on what is no ECG would be invented.
  const critical = validity.reasons.find(({ code }) => code === vfSuspected);
  const waves =
    critical !== undefined
      ? { reason: `${critical.text} Nothing else is measured.`, invalid: true }
      : validity.status === 'VALID'
        ? delineateLeads(
            leads.filter((_, i) => carriesSignal(findings[i]!)),
            rateHz,
            beats,
            pacing.spikes,
          )
        : { reason: 'The recording is not a valid ECG; nothing is measured in it.', invalid: true };

  const { measurements, median } = measureWithDoubts(beatTimesS, waves, interruptions);
  const morphology = 'reason' in waves || median === null ? null : measureMorphology(waves, median);
  return {
    validity: doubtTiny(doubtTurnedP(validity, measurements.perLead), morphology?.leads ?? {}),
    quality,
    beats: beatTimesS.map((timeS, i) => ({ timeS, aami: null, probability: null, paced: beatPaced[i] ?? null })),
    delineation:
      'reason' in waves
        ? {}
        : delineationByLead(
            waves.leads.map((lead) => lead.name),
            waves.delineation,
          ),
    measurements,
    morphology,
    rhythm: {
      statements: [],
      rhythm2017: null,
      reason: 'The rhythm is stated once beats are classed and the rhythm network was asked.',
    },
    pacing,
  };
};

/** A paced beat may look like anything: what it is like is never a reason to turn a recording away. */
const judgedOrder = (
  leads: readonly NamedSlowLead[],
  beatTimesS: readonly number[],
  paced: boolean,
): BeatOrder | null => {
  const order = judgeBeatOrder(leads, beatTimesS);
  const unsure = (answer: Answer): Answer => (answer === 'no' ? 'doubtful' : answer);
  return order === null || !paced ? order : { forward: unsure(order.forward), upright: unsure(order.upright) };
};

/** Deflections of fibrillating ventricles are no beats. */
const outside = (fibrillation: readonly FibrillationEpisode[], found: Beats): Beats => {
  if (fibrillation.length === 0) return found;
  const isBeat = found.beatTimesS.map(
    (timeS) => !fibrillation.some(({ fromS, toS }) => timeS >= fromS && timeS <= toS),
  );
  const kept = <T>(values: readonly T[]): T[] => values.filter((_, i) => isBeat[i]);
  return {
    ...found,
    beats: kept(found.beats),
    beatTimesS: kept(found.beatTimesS),
    beatPaced: kept(found.beatPaced),
  };
};

const carriesSignal = (lead: LeadFindings): boolean =>
  lead.missingShare < 0.5 && lead.stillShare < 0.9 && lead.rangeMv > 0;

/** Recorded leads that carry a signal; those that are there at all where none does, as in an asystole. */
const tellingLeads = (leads: readonly Lead[], findings: readonly LeadFindings[]): readonly Lead[] => {
  const recorded = recordedOf(leads);
  const where = (test: (lead: LeadFindings) => boolean) =>
    recorded.filter((lead) => test(findings[leads.indexOf(lead)]!));
  const carrying = where(carriesSignal);
  return carrying.length > 0 ? carrying : where(({ missingShare }) => missingShare < 0.5);
};

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
  return recordedOf(leads);
};

const recordedOf = (leads: readonly Lead[]): readonly Lead[] => {
  const recorded = leads.filter((lead) => !lead.derived);
  return recorded.length > 0 ? recorded : leads;
};
