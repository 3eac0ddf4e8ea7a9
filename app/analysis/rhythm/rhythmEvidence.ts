import type { Recording } from '../../recording/recording.ts';
import { firstAtOrAfter } from '../../signal/ascending.ts';
import { median } from '../../signal/windows.ts';
import type { Interruption } from '../interruptions.ts';
import { ofPacedShape } from '../pacedShape.ts';
import type { Analysis, Beat, Pacing, Rhythm } from '../schema.ts';
import type { FibrillationEpisode } from '../ventricularFibrillation.ts';
import { atrialEvents } from './atrialEvents.ts';
import { atrialSignal } from './atrialSignal.ts';
import { type AtrialSpectrum, atrialSpectrum } from './atrialSpectrum.ts';
import { type AtrialTrain, atrialTrain, type Place } from './atrialTrain.ts';
import { type BeatMarks, beatMarks } from './beatMarks.ts';
import { type Irregularity, irregularityOf } from './intervals.ts';
import { likenessBeforeQrs } from './likenessBeforeQrs.ts';
import { type WorkingSignal, workingSignal } from './workingSignal.ts';

/**
 * `usual`: of the basic rhythm; `early`: before its time, narrow or of the usual shape; `ventricular`: of its own shape; `paced`: a pulse
 * starts it, or it is wide and of the shape of those that a ventricular pulse starts.
 */
export type BeatKind = 'usual' | 'early' | 'ventricular' | 'paced';

export interface RhythmBeat {
  readonly timeS: number;
  readonly kind: BeatKind;
  readonly qrsMs: number | null;
  /** From the P wave marked before it; null without one. */
  readonly prMs: number | null;
}

/** P waves or what resembles them, against the QRS complexes. */
export interface AtrialRelation {
  /** Part of the usual beats that a P wave is marked before. */
  readonly markedShare: number;
  /** Median PR of the marked, and the median departure from it, ms; null without marks. */
  readonly prMs: number | null;
  readonly prSpreadMs: number | null;
  /** How alike the stretches before the QRS complexes are, see `likenessBeforeQrs`; null where it is not known. */
  readonly likeness: number | null;
  /** How far atrial events stand out, see `AtrialEvents`; 0 without any. */
  readonly prominence: number;
  readonly train: AtrialTrain | null;
  /** How constant the distance from the train to the QRS is: 1 always the same, 0 any. */
  readonly coupling: number;
  /** Per beat: atrial events of the train between the beat before and this one, without the one that leads to it. */
  readonly unconducted: readonly number[];
  /** The same without those that stand in a T wave. */
  readonly unconductedClear: readonly number[];
  /** Per beat: distance from the last event of the train, ms. */
  readonly distanceMs: readonly (number | null)[];
}

/** Everything that the rhythm rules look at, and nothing else. */
export interface RhythmEvidence {
  readonly durationS: number;
  /** Recorded, not derived from others. */
  readonly leadCount: number;
  readonly beats: readonly RhythmBeat[];
  /** `rrS[k]` ends at beat k; NaN for the first and across stretches that are missing or fibrillate. */
  readonly rrS: readonly number[];
  /** 60 over the mean interval; null with fewer than two beats. */
  readonly rateBpm: number | null;
  /** Median interval between usual beats, s; NaN without any. */
  readonly usualRrS: number;
  readonly irregularity: Irregularity | null;
  /** The same without early beats and the intervals behind them. */
  readonly steadyIrregularity: Irregularity | null;
  /** Median over the usual beats, ms. */
  readonly qrsMs: number | null;
  /** Of the median beat, ms. */
  readonly pMs: number | null;
  /** PR of the median beat as the table of measurements shows it; null where it was not measured. */
  readonly measuredPr: MeasuredPr | null;
  readonly atria: AtrialRelation;
  readonly spectrum: AtrialSpectrum | null;
  readonly network: Rhythm['rhythm2017'];
  readonly pacing: Pacing;
  /** From the recording's begin to the first beat, and from the last one to its end, s; 0 where something is missing or fibrillates in it. */
  readonly silentS: { readonly before: number; readonly after: number };
  /** Root mean square of what is neither drift nor QRS, in the median lead, mV. */
  readonly activityMv: number;
}

export interface MeasuredPr {
  readonly ms: number;
  /** Half width of its 90 % interval; null: not known. */
  readonly uncertaintyMs: number | null;
}

export interface RhythmInput {
  readonly measuredPr: MeasuredPr | null;
  readonly working: WorkingSignal;
  readonly leadCount: number;
  readonly durationS: number;
  readonly beats: readonly Beat[];
  readonly marks: readonly BeatMarks[];
  readonly qrsMs: number | null;
  readonly pMs: number | null;
  readonly pacing: Pacing;
  readonly network: Rhythm['rhythm2017'];
  readonly interruptions: readonly Interruption[];
  readonly fibrillation: readonly FibrillationEpisode[];
}

export const rhythmInput = (
  recording: Recording,
  analysis: Pick<Analysis, 'beats' | 'delineation' | 'measurements' | 'pacing'>,
  network: Rhythm['rhythm2017'],
  without: Pick<RhythmInput, 'interruptions' | 'fibrillation'>,
): RhythmInput => ({
  working: workingSignal(recording),
  leadCount: recording.leads.filter(({ derived }) => !derived).length,
  durationS: recording.sampleCount / recording.sampleRateHz,
  beats: analysis.beats,
  marks: beatMarks(analysis.delineation, analysis.beats.length),
  qrsMs: analysis.measurements.qrsMs,
  pMs: analysis.measurements.pMs,
  measuredPr:
    analysis.measurements.prMs === null
      ? null
      : { ms: analysis.measurements.prMs, uncertaintyMs: analysis.measurements.uncertaintyMs.prMs ?? null },
  pacing: analysis.pacing,
  network,
  ...without,
});

/** An interval shorter than this part of the usual one ends early. */
const earlyPart = 0.8;
/** And this part, where the beat model calls the beat premature and it stands out from its neighbours. */
const earlyByModelPart = 0.87;
const rebound = 1.15;
/** The beat model is believed from here on. */
const believed = 0.5;
const mostEvents = 80;
/** Beats nearer to an edge of the recording are cut by it, s. */
const cutS = 0.15;
/** No beat that begins in the wall of a ventricle is narrower, ms. */
const leastPacedMs = 110;
/** A pulse that starts a beat, before its largest deflection or just behind it, s. */
const pulseS = { before: 0.17, after: 0.02 } as const;

/** Linear time in the samples. */
export const rhythmEvidence = (input: RhythmInput): RhythmEvidence => {
  const { working, durationS, beats, marks, pacing, interruptions, fibrillation } = input;
  const timesS = beats.map(({ timeS }) => timeS);
  // Neither a lost stretch nor one of fibrillation is an interval between beats.
  const missing = [...interruptions.filter(({ kind }) => kind === 'missing'), ...fibrillation];
  const across = (fromS: number, toS: number): boolean => missing.some((gap) => gap.fromS < toS && gap.toS > fromS);
  const rrS = timesS.map((timeS, k) =>
    k === 0 || across(timesS[k - 1]!, timeS) ? Number.NaN : timeS - timesS[k - 1]!,
  );
  const known = rrS.filter(Number.isFinite);
  const width = beats.map((_, k) => {
    const mark = marks[k];
    return mark === undefined ? null : 1000 * (mark.qrsOffsetS - mark.qrsOnsetS);
  });
  const likePaced = ofPacedShape(
    pacing.paced === true ? working.leads.map(({ mv }) => mv) : [],
    working.rateHz,
    timesS,
    drivenBy(pacing, timesS),
  );
  const isPaced = beats.map(
    ({ paced }, k) => paced === true || (likePaced[k]! && (width[k] ?? leastPacedMs) >= leastPacedMs),
  );
  // The beat model sees half of a beat that the recording's edge cuts, and half a beat has a shape of its own: alone it proves nothing.
  const isCut = timesS.map(
    (timeS, k) =>
      (timeS < cutS && beats[k + 1]?.aami !== 'V') || (durationS - timeS < cutS && beats[k - 1]?.aami !== 'V'),
  );
  const kinds = kindsOf(beats, rrS, isPaced, isCut);
  const usualRrS = median(rrS.filter((_, k) => kinds[k] === 'usual' && kinds[k - 1] === 'usual'));
  const atrial = atrialSignal(
    working,
    timesS,
    marks,
    kinds.map((kind) => (kind === 'ventricular' ? 1 : kind === 'paced' ? 2 : 0)),
  );
  return {
    durationS,
    leadCount: input.leadCount,
    beats: beats.map(({ timeS }, k) => ({ timeS, kind: kinds[k]!, qrsMs: width[k]!, prMs: prOf(marks[k]) })),
    rrS,
    rateBpm: known.length === 0 ? null : (60 * known.length) / known.reduce((sum, rr) => sum + rr, 0),
    usualRrS,
    irregularity: irregularityOf(runsOf(rrS, kinds, ['usual', 'early'])),
    steadyIrregularity: irregularityOf(runsOf(rrS, kinds, ['usual'])),
    qrsMs: finiteOr(
      median(width.filter((value, k) => value !== null && kinds[k] === 'usual') as number[]),
      input.qrsMs,
    ),
    pMs: input.pMs,
    measuredPr: input.measuredPr,
    atria: atrialRelation(atrial, timesS, marks, kinds, durationS),
    spectrum: atrialSpectrum(atrial),
    network: input.network,
    pacing,
    silentS: silentS(timesS, durationS, across),
    activityMv: median(atrial.bumpsMv.map((x) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length))),
  };
};

const finiteOr = (value: number, other: number | null): number | null => (Number.isFinite(value) ? value : other);

const prOf = (mark: BeatMarks | undefined): number | null =>
  mark === undefined || mark.pOnsetS === null ? null : 1000 * (mark.qrsOnsetS - mark.pOnsetS);

/** For each beat, whether a pulse in the ventricle starts it. */
const drivenBy = ({ spikes }: Pacing, timesS: readonly number[]): boolean[] => {
  const driven = spikes.filter(({ chamber }) => chamber === 'V').map(({ timeS }) => timeS);
  return timesS.map((timeS) => {
    const after = driven[firstAtOrAfter(driven, timeS - pulseS.before)];
    return after !== undefined && after <= timeS + pulseS.after;
  });
};

const kindsOf = (
  beats: readonly Beat[],
  rrS: readonly number[],
  isPaced: readonly boolean[],
  isCut: readonly boolean[],
): BeatKind[] => {
  const usual = median(rrS);
  const kinds: BeatKind[] = [];
  beats.forEach(({ aami, probability }, k) => {
    const sure = (probability ?? 1) >= believed;
    if (isPaced[k]) kinds.push('paced');
    else if (aami === 'V' && sure && !isCut[k]) kinds.push('ventricular');
    else kinds.push(isEarly(k, rrS, usual, aami === 'S' && sure, kinds[k - 1]) ? 'early' : 'usual');
  });
  return kinds;
};

/** Earlier than the usual interval and than the one before, and followed by a longer one: breathing changes intervals smoothly. */
const isEarly = (
  k: number,
  rrS: readonly number[],
  usual: number,
  named: boolean,
  before: BeatKind | undefined,
): boolean => {
  const rr = rrS[k]!;
  if (before === 'ventricular' || before === 'paced' || rrS[k + 1]! < rebound * rr) return false;
  const dropped = before === 'early' || !(rr >= earlyByModelPart * (rrS[k - 1] ?? Number.NaN));
  return dropped && rr < (named ? earlyByModelPart : earlyPart) * usual;
};

/** Intervals between beats of the wanted kinds. */
const runsOf = (rrS: readonly number[], kinds: readonly BeatKind[], wanted: readonly BeatKind[]): number[][] => {
  const runs: number[][] = [[]];
  const own = (k: number): boolean => kinds[k] !== undefined && wanted.includes(kinds[k]);
  rrS.forEach((rr, k) => {
    if (k > 0 && Number.isFinite(rr) && own(k) && own(k - 1)) runs[runs.length - 1]!.push(rr);
    else if (runs[runs.length - 1]!.length > 0) runs.push([]);
  });
  return runs;
};

const silentS = (
  timesS: readonly number[],
  durationS: number,
  across: (fromS: number, toS: number) => boolean,
): RhythmEvidence['silentS'] => {
  const [first = durationS, last = 0] = [timesS[0], timesS[timesS.length - 1]];
  return { before: across(0, first) ? 0 : first, after: across(last, durationS) ? 0 : durationS - last };
};

/** No atrial event leads to a QRS from further away, s. */
const longestPrS = 0.45;

const atrialRelation = (
  atrial: ReturnType<typeof atrialSignal>,
  timesS: readonly number[],
  marks: readonly BeatMarks[],
  kinds: readonly BeatKind[],
  durationS: number,
): AtrialRelation => {
  const looked = marks.filter((_, k) => kinds[k] === 'usual' || kinds[k] === 'early');
  const prs = looked.flatMap((mark) => prOf(mark) ?? []);
  const prMs = finiteOr(median(prs), null);
  const events = atrialEvents(atrial, timesS);
  const place = placeIn(atrial, timesS);
  const train =
    events === null || events.timesS.length > mostEvents ? null : atrialTrain(events.timesS, durationS, place);
  const onsetS = (k: number): number => marks[k]?.qrsOnsetS ?? timesS[k]! - 0.04;
  const distanceMs = timesS.map((_, k) => {
    const before = train?.timesS.filter((timeS) => timeS < onsetS(k) - 0.02) ?? [];
    const last = before[before.length - 1];
    return last === undefined ? null : 1000 * (onsetS(k) - last);
  });
  /** Events of the train between the beat before and this one, less the one that may lead to it. */
  const unconducted = (k: number, counts: (timeS: number) => boolean): number => {
    if (train === null || k === 0) return 0;
    const inside = train.timesS.filter(
      (timeS, i) => train.seen[i]! && timeS > timesS[k - 1]! && timeS < onsetS(k) - 0.02,
    );
    const last = inside[inside.length - 1];
    const leads = last !== undefined && onsetS(k) - last <= longestPrS;
    return (leads ? inside.slice(0, -1) : inside).filter(counts).length;
  };
  return {
    markedShare: looked.length === 0 ? 0 : prs.length / looked.length,
    prMs,
    prSpreadMs: prMs === null ? null : median(prs.map((pr) => Math.abs(pr - prMs))),
    likeness: likenessBeforeQrs(
      atrial,
      timesS.flatMap((_, k) => (kinds[k] === 'usual' ? [onsetS(k)] : [])),
    ),
    prominence: events?.prominence ?? 0,
    train,
    coupling: couplingOf(distanceMs, kinds, train),
    distanceMs,
    unconducted: timesS.map((_, k) => unconducted(k, () => true)),
    unconductedClear: timesS.map((_, k) => unconducted(k, (timeS) => place(timeS) === 'clear')),
  };
};

const placeIn =
  ({ open, rateHz, tReachS }: ReturnType<typeof atrialSignal>, timesS: readonly number[]) =>
  (timeS: number): Place => {
    if (open[Math.round(timeS * rateHz)] !== 1) return 'hidden';
    return timesS.some((beatS) => timeS > beatS && timeS < beatS + tReachS) ? 'behindT' : 'clear';
  };

/** Length of the mean direction of the QRS complexes on the circle of the train's period. */
const couplingOf = (
  distanceMs: readonly (number | null)[],
  kinds: readonly BeatKind[],
  train: AtrialTrain | null,
): number => {
  if (train === null) return 1;
  let [x, y, count] = [0, 0, 0];
  distanceMs.forEach((distance, k) => {
    if (distance === null || kinds[k] === 'early') return;
    const angle = (2 * Math.PI * distance) / (1000 * train.periodS);
    x += Math.cos(angle);
    y += Math.sin(angle);
    count += 1;
  });
  return count < 3 ? 1 : Math.hypot(x, y) / count;
};
