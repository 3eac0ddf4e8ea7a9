import { durationS, findLead, type Recording } from '../recording/recording.ts';
import { firstAtOrAfter } from '../signal/ascending.ts';
import { ofPacedShape } from './pacedShape.ts';
import { pacingFunction } from './pacingFunction.ts';
import { findPacingSpikes } from './pacingSpikes.ts';
import type { Pacing } from './schema.ts';

/** Below this rate a pacing pulse of 2 ms leaves no trace that could be told from noise; 1 % for rounded clocks. */
const leastRateHz = 250;
const rateTolerance = 0.01;

/**
 * From the spike to the largest deflection of the QRS that follows, s. A paced QRS begins within some 80 ms of its spike and
 * peaks up to 100 ms later; behind an atrial spike lie a P wave and the AV delay.
 */
const ventricularS = { from: -0.02, to: 0.17 } as const;
const atrialToS = 0.36;

/** A recording counts as paced when spikes precede at least so many beats, and this part of them, at one distance, ... */
const leastBeats = 3;
const leastBeatShare = 0.1;
const sameDistanceS = 0.024;
/** ... some of them beyond all that a QRS can look like, ... */
const leastClear = 2;
/** ... and most of what looks like a spike belongs to a beat: stimulators and loose electrodes keep no such order. */
const leastCoupledShare = 0.5;
/** ... or else keeps a clock no faster than this, most of the time: a device deaf to the heart fires whenever its interval is over. */
const clock = { leastSpikes: 6, leastIntervalS: 0.3, leastShare: 0.6, mostPulses: 3 } as const;

type Spike = Pacing['spikes'][number];

export interface PacingAssessment {
  readonly pacing: Pacing;
  /** For each beat: does a spike precede it? null where pacing was not assessed. */
  readonly beatPaced: readonly (boolean | null)[];
}

/**
 * Whether pacing spikes are seen, and before which beats.
 *
 * `paced` is true when spikes precede at least 3 beats and at least 10 % of the beats at one distance (within 24 ms), two of
 * these spikes at least are clear ones, and at least half of all spikes precede a beat or 60 % of their intervals are alike;
 * false otherwise, which only says that no spikes were seen (then `spikes` is empty); null where it cannot be told: below 250 samples per second, or without beats and without clear spikes that keep a clock. `limitation` says in each case what the answer is worth.
 *
 * Spikes are searched in the raw samples of the recorded leads (of the limb leads I and II, where both are there: the
 * others are their sums). `beatTimesS` ascending. Linear time; never throws.
 */
export const assessPacing = (recording: Recording, beatTimesS: readonly number[]): PacingAssessment => {
  const { sampleRateHz } = recording;
  if (!(sampleRateHz >= leastRateHz * (1 - rateTolerance)))
    return notAssessed(
      `Pacing is not assessable at ${sampleRateHz} samples per second: spikes need at least ${leastRateHz}.`,
      beatTimesS,
    );
  const leads = independentLeads(recording);
  const found = findPacingSpikes(
    leads.map((lead) => lead.samplesMv),
    sampleRateHz,
  );
  // Without a beat to precede, pulses are known by their clock alone.
  const unanswered =
    beatTimesS.length === 0 &&
    found.filter(({ clear }) => clear).length >= leastClear &&
    keepsClock(found.map(({ sample }) => sample / sampleRateHz));
  if (beatTimesS.length === 0 && !unanswered)
    return notAssessed(
      'Pacing is not assessed: no heart beats were found, and no pulses in an even series.',
      beatTimesS,
    );
  const coupled = found.map(({ sample }) => couple(sample / sampleRateHz, beatTimesS));
  const beats = new Set(coupled.flatMap(({ beat }) => (beat === null ? [] : [beat])));
  const distancesS = coupled.flatMap(({ beat, distanceS }) => (beat === null ? [] : [distanceS]));
  const paced =
    unanswered ||
    (coupled.filter(({ beat }, i) => beat !== null && found[i]!.clear).length >= leastClear &&
      fullestWindow(distancesS, sameDistanceS) >= Math.max(leastBeats, leastBeatShare * beatTimesS.length) &&
      (distancesS.length >= leastCoupledShare * found.length ||
        keepsClock(found.map(({ sample }) => sample / sampleRateHz))));
  if (!paced)
    return {
      pacing: {
        paced: false,
        spikes: [],
        mode: null,
        faults: [],
        limitation: `No pacing spikes seen at ${sampleRateHz} samples per second; this does not exclude a pacemaker: short or small pulses, and pulses inside of a QRS, leave no trace.`,
      },
      beatPaced: beatTimesS.map(() => false),
    };
  const spikes = found.map((spike, i) => ({
    timeS: spike.sample / sampleRateHz,
    leads: spike.leads.map((index) => leads[index]!.name),
    chamber: coupled[i]!.chamber,
  }));
  const beatPaced = beatTimesS.map((_, beat) => beats.has(beat));
  return {
    pacing: {
      paced: true,
      spikes,
      ...pacingFunction(
        spikes,
        beatTimesS,
        beatPaced.map((paced) => !paced),
        durationS(recording),
      ),
      limitation: `At ${sampleRateHz} samples per second not every pacing pulse leaves a trace: spikes may be missing. Whether each pulse captured shows only where none is fused with a beat of the heart's own.`,
    },
    beatPaced,
  };
};

const keepsClock = (timesS: readonly number[]): boolean => {
  const groups = groupsOf(timesS);
  // A device gives a beat three pulses at most; what comes in longer series is no device, and its groups keep a clock by chance.
  const startsS = groups.every(({ count }) => count <= clock.mostPulses) ? groups.map(({ fromS }) => fromS) : timesS;
  const intervalsS = startsS.slice(1).map((timeS, i) => timeS - startsS[i]!);
  const slow = intervalsS.filter((intervalS) => intervalS >= clock.leastIntervalS);
  return (
    startsS.length >= clock.leastSpikes && fullestWindow(slow, sameDistanceS) >= clock.leastShare * intervalsS.length
  );
};

/** An atrial pulse and the ventricular ones that follow it are of one beat. */
const groupsOf = (timesS: readonly number[]): { fromS: number; count: number }[] => {
  const groups: { fromS: number; count: number }[] = [];
  timesS.forEach((timeS, i) => {
    const last = groups[groups.length - 1];
    if (last !== undefined && timeS - timesS[i - 1]! < clock.leastIntervalS) last.count += 1;
    else groups.push({ fromS: timeS, count: 1 });
  });
  return groups;
};

/** The same spikes beside other beats: those found once the spikes are out of the signal, `leads` here. */
export const besideBeats = (
  pacing: Pacing,
  beatTimesS: readonly number[],
  { leads, sampleRateHz, sampleCount }: Pick<Recording, 'leads' | 'sampleRateHz' | 'sampleCount'>,
): PacingAssessment => {
  const coupled = pacing.spikes.map(({ timeS }) => couple(timeS, beatTimesS));
  const beats = new Set(coupled.map(({ beat }) => beat));
  const driven = new Set(coupled.flatMap(({ beat, chamber }) => (chamber === 'V' ? [beat] : [])));
  const spikes = pacing.spikes.map((spike, i) => ({ ...spike, chamber: coupled[i]!.chamber }));
  const beatPaced = beatTimesS.map((_, beat) => beats.has(beat));
  const alike = ofPacedShape(
    leads.map(({ samplesMv }) => samplesMv),
    sampleRateHz,
    beatTimesS,
    beatTimesS.map((_, beat) => driven.has(beat)),
  );
  const isOwn = beatPaced.map((paced, beat) => !paced && !alike[beat]);
  return {
    pacing: { ...pacing, spikes, ...pacingFunction(spikes, beatTimesS, isOwn, sampleCount / sampleRateHz) },
    beatPaced,
  };
};

const notAssessed = (limitation: string, beatTimesS: readonly number[]): PacingAssessment => ({
  pacing: { paced: null, spikes: [], mode: null, faults: [], limitation },
  beatPaced: beatTimesS.map(() => null),
});

const limbSums = new Set(['III', 'aVR', 'aVL', 'aVF']);

const independentLeads = (recording: Recording): Recording['leads'] => {
  const both = findLead(recording, 'I') !== undefined && findLead(recording, 'II') !== undefined;
  return recording.leads.filter((lead) => !lead.derived && !(both && limbSums.has(lead.name)));
};

interface Coupling {
  /** Index of the beat that the spike precedes; null: none. */
  readonly beat: number | null;
  readonly distanceS: number;
  readonly chamber: Spike['chamber'];
}

/** The beat that a spike precedes, and the chamber that its distance speaks for. */
const couple = (timeS: number, beatTimesS: readonly number[]): Coupling => {
  const beat = firstAtOrAfter(beatTimesS, timeS + ventricularS.from);
  const distanceS = (beatTimesS[beat] ?? Number.POSITIVE_INFINITY) - timeS;
  if (distanceS <= ventricularS.to) return { beat, distanceS, chamber: 'V' };
  if (distanceS <= atrialToS) return { beat, distanceS, chamber: 'A' };
  return { beat: null, distanceS, chamber: '?' };
};

/** How many values the window of this width holds that holds most. */
const fullestWindow = (values: readonly number[], width: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  let from = 0;
  return sorted.reduce((most, value, to) => {
    while (value - sorted[from]! > width) from += 1;
    return Math.max(most, to - from + 1);
  }, 0);
};
