import type { ClassedBeat } from '../models/beats/beatClasses.ts';
import { createRrIrregularity } from '../models/beats/rrIrregularity.ts';
import { median } from '../signal/windows.ts';
import type { Alarm, AlarmBoard, AlarmKind } from './alarm.ts';

/** What a department may set. */
export interface MonitorLimits {
  readonly pauseS: number;
  readonly asystoleS: number;
  readonly slowestBpm: number;
  readonly fastestBpm: number;
  /** From this rate on three ventricular beats in a row are a tachycardia. */
  readonly ventricularTachycardiaBpm: number;
  readonly sustainedS: number;
  readonly ventricularBeatsPerMinute: number;
}

export const usualLimits: MonitorLimits = {
  pauseS: 2.5,
  asystoleS: 4,
  slowestBpm: 40,
  fastestBpm: 150,
  ventricularTachycardiaBpm: 100,
  sustainedS: 30,
  ventricularBeatsPerMinute: 10,
};

/** A beat of a readable signal. */
export interface CountedBeat {
  readonly timeS: number;
  /** Since the beat before; null where the signal between could not be read, and for the first one. */
  readonly intervalS: number | null;
}

export interface RhythmRules {
  /** A beat became certain. */
  readonly beat: (beat: CountedBeat, atS: number) => readonly Alarm[];
  /** Its class came, in the order of the beats; null: it cannot be judged. */
  readonly classed: (beat: CountedBeat, found: ClassedBeat | null, atS: number) => readonly Alarm[];
  /** Time went by; beats up to `certainToS` are known. */
  readonly time: (atS: number, certainToS: number) => readonly Alarm[];
  /** What was seen so far says nothing of what comes: the signal cannot be read. Alarms of beats end. */
  readonly interrupt: (atS: number) => void;
  /** No beat was looked for before `atS`. */
  readonly restart: (atS: number) => void;
}

/** An alarm ends when its rate is left by this part. */
const margin = 0.1;
const slowIntervals = 4;
const fastIntervals = 8;
const runLength = 3;
/** Intervals that a run's rate is the median of. */
const runIntervals = 8;
/** Logarithm: intervals that differ by less are of one tachycardia. */
const sameIntervalWithin = 0.15;
/** Of a class other than ventricular, in the middle of a run. */
const unsureBelow = 0.6;
/** Logarithm. */
const nearRunWithin = 0.25;
/** A shorter tachycardia is ended by the next beats that are none of it, at whatever rate, s. */
const usedToItS = 10;
/** A run that has gone silent for this long is over, s. */
const runSilenceS = 3;
const couples = 3;
const minuteS = 60;
const irregularFrom = 0.5;
const irregularUntil = 0.2;
/** Intervals between usual beats that must have been seen, and how many in a row must look irregular. */
const leastIrregularBeats = 20;
const irregularInRow = 5;

/** From beats and their classes to alarms. Knows no signal; O(1) a beat. */
export const createRhythmRules = (board: AlarmBoard, limits: MonitorLimits, hasClasses: boolean): RhythmRules => {
  let lastBeatS: number | null = null;
  let quietSinceS = 0;
  let intervals: number[] = [];
  /** Ventricular beats in a row, and other beats in a row since. */
  let run: number[] = [];
  let others = 0;
  let tachycardiaSinceS: number | null = null;
  /** Ventricular beats of the last minute. */
  let ventricularS: number[] = [];
  /** Beats that took turns so far, the last one among them. */
  let turns: { count: number; sinceS: number; lastIsVentricular: boolean } | null = null;
  let irregularity = createRrIrregularity();
  let seen = 0;
  let irregularRow = 0;

  const raise = (kind: AlarmKind, sinceS: number, atS: number, detail = ''): Alarm[] => {
    const alarm = board.raise(kind, { sinceS, atS, detail });
    return alarm === null ? [] : [alarm];
  };

  const rates = ({ timeS }: CountedBeat, atS: number): Alarm[] => {
    const out: Alarm[] = [];
    const slow = median(intervals.slice(-slowIntervals));
    if (intervals.length >= slowIntervals && slow > 60 / limits.slowestBpm)
      out.push(...raise('extreme-bradycardia', timeS - slowIntervals * slow, atS, `${Math.round(60 / slow)}/min`));
    else if (slow < 60 / limits.slowestBpm / (1 + margin)) board.release('extreme-bradycardia', atS);
    const fast = median(intervals.slice(-fastIntervals));
    if (intervals.length >= fastIntervals && fast < 60 / limits.fastestBpm)
      out.push(...raise('extreme-tachycardia', timeS - fastIntervals * fast, atS, `${Math.round(60 / fast)}/min`));
    else if (fast > 60 / limits.fastestBpm / (1 - margin)) board.release('extreme-tachycardia', atS);
    return out;
  };

  const endRun = (atS: number): void => {
    run = [];
    tachycardiaSinceS = null;
    for (const kind of ['ventricular-run', 'ventricular-tachycardia', 'sustained-ventricular-tachycardia'] as const)
      board.release(kind, atS);
  };

  /** After some twenty seconds the model takes the beats of a tachycardia for the patient's usual ones; their rate does not change. */
  const goesOnWith = ({ timeS, intervalS }: CountedBeat): boolean =>
    tachycardiaSinceS !== null &&
    intervalS !== null &&
    timeS - tachycardiaSinceS > usedToItS &&
    Math.abs(Math.log(intervalS / runIntervalS())) < sameIntervalWithin;
  const runIntervalS = (): number => median(run.slice(1).map((beatS, i) => beatS - run[i]!));

  /** After two ventricular beats a third one at their interval, fast, of which the model is not sure. */
  const maybeOfRun = ({ intervalS }: CountedBeat, { aami, probability }: ClassedBeat): boolean =>
    run.length >= 2 &&
    others === 0 &&
    intervalS !== null &&
    (aami === 'F' || probability < unsureBelow) &&
    60 / intervalS > limits.ventricularTachycardiaBpm &&
    Math.abs(Math.log(intervalS / runIntervalS())) < nearRunWithin;

  const runs = (beat: CountedBeat, isVentricular: boolean, atS: number): Alarm[] => {
    const { timeS, intervalS } = beat;
    const inTachycardia = tachycardiaSinceS !== null;
    if (!isVentricular && !goesOnWith(beat)) {
      const couplet = run.length === 2 && others === 0 ? run[0]! : null;
      others += 1;
      // One beat that is judged otherwise does not end a tachycardia.
      if (run.length < runLength || others > 1) endRun(atS);
      if (couplet === null) return [];
      const out = raise('ventricular-couplet', couplet, atS);
      board.release('ventricular-couplet', atS);
      return out;
    }
    if (intervalS === null) endRun(atS);
    others = 0;
    run = [...run, timeS].slice(-runIntervals - 1);
    const firstS = run[0]!;
    if (run.length < runLength) return [];
    const bpm = 60 / runIntervalS();
    const detail = `${Math.round(bpm)}/min`;
    const least = limits.ventricularTachycardiaBpm;
    if (bpm > (inTachycardia ? (1 - margin) * least : least)) {
      tachycardiaSinceS ??= firstS;
      board.release('ventricular-run', atS);
      return [
        ...raise('ventricular-tachycardia', tachycardiaSinceS, atS, detail),
        ...(timeS - tachycardiaSinceS > limits.sustainedS
          ? raise('sustained-ventricular-tachycardia', tachycardiaSinceS, atS, detail)
          : []),
      ];
    }
    tachycardiaSinceS = null;
    board.release('ventricular-tachycardia', atS);
    board.release('sustained-ventricular-tachycardia', atS);
    return raise('ventricular-run', firstS, atS, detail);
  };

  const bigeminy = ({ timeS, intervalS }: CountedBeat, isVentricular: boolean, atS: number): Alarm[] => {
    const goesOn = turns !== null && turns.lastIsVentricular !== isVentricular && intervalS !== null;
    turns = goesOn
      ? { count: turns!.count + 1, sinceS: turns!.sinceS, lastIsVentricular: isVentricular }
      : { count: 1, sinceS: timeS, lastIsVentricular: isVentricular };
    if (turns.count >= 2 * couples) return raise('ventricular-bigeminy', turns.sinceS, atS);
    if (!goesOn) board.release('ventricular-bigeminy', atS);
    return [];
  };

  const frequency = (timeS: number, isVentricular: boolean, atS: number): Alarm[] => {
    if (isVentricular) ventricularS.push(timeS);
    ventricularS = ventricularS.filter((one) => one > timeS - minuteS);
    const most = limits.ventricularBeatsPerMinute;
    if (ventricularS.length > most) return raise('frequent-ventricular-beats', ventricularS[0]!, atS);
    if (ventricularS.length < 0.7 * most) board.release('frequent-ventricular-beats', atS);
    return [];
  };

  const fibrillation = ({ timeS, intervalS }: CountedBeat, isUsual: boolean, atS: number): Alarm[] => {
    const { likelihood } = irregularity(intervalS ?? Number.NaN, isUsual && intervalS !== null);
    seen += 1;
    irregularRow = likelihood > irregularFrom ? irregularRow + 1 : 0;
    if (seen >= leastIrregularBeats && irregularRow >= irregularInRow)
      return raise('atrial-fibrillation', timeS - leastIrregularBeats * median(intervals), atS);
    if (likelihood < irregularUntil) board.release('atrial-fibrillation', atS);
    return [];
  };

  return {
    beat: (beat, atS) => {
      lastBeatS = beat.timeS;
      if (beat.intervalS !== null) {
        intervals = [...intervals, beat.intervalS].slice(-leastIrregularBeats);
        if (beat.intervalS <= limits.pauseS) board.release('pause', atS);
        if (beat.intervalS <= limits.asystoleS) board.release('asystole', atS);
      }
      return [...rates(beat, atS), ...(hasClasses ? [] : fibrillation(beat, true, atS))];
    },
    classed: (beat, found, atS) => {
      const aami = found?.aami ?? null;
      const isVentricular = aami === 'V';
      return [
        ...runs(beat, isVentricular || (found !== null && maybeOfRun(beat, found)), atS),
        ...bigeminy(beat, isVentricular, atS),
        ...frequency(beat.timeS, isVentricular, atS),
        ...fibrillation(beat, aami === 'N' || aami === 'S', atS),
      ];
    },
    time: (atS, certainToS) => {
      if (run.length > 0 && atS - run.at(-1)! > runSilenceS) endRun(atS);
      const sinceS = Math.max(lastBeatS ?? quietSinceS, quietSinceS);
      const quietS = certainToS - sinceS;
      if (quietS > limits.asystoleS) return [...raise('asystole', sinceS, atS), ...raise('pause', sinceS, atS)];
      return quietS > limits.pauseS ? raise('pause', sinceS, atS) : [];
    },
    interrupt: (atS) => {
      intervals = [];
      turns = null;
      ventricularS = [];
      irregularity = createRrIrregularity();
      seen = 0;
      irregularRow = 0;
      endRun(atS);
      for (const kind of beatAlarms) board.release(kind, atS);
    },
    restart: (atS) => {
      quietSinceS = atS;
      for (const kind of ['asystole', 'pause'] as const) board.release(kind, atS);
    },
  };
};

/** Alarms that beats and their classes give, but for those that their absence gives. */
const beatAlarms: readonly AlarmKind[] = [
  'extreme-bradycardia',
  'extreme-tachycardia',
  'atrial-fibrillation',
  'ventricular-bigeminy',
  'frequent-ventricular-beats',
];
