import { createStreamingDetector, streamingDelayS, streamingLearningS } from '../analysis/streamingDetector.ts';
import { fibrillationWindowS } from '../analysis/ventricularFibrillation.ts';
import type { ClassedBeat } from '../models/beats/beatClasses.ts';
import { causalDelayS } from '../models/beats/beatInputs.ts';
import { type Alarm, type AlarmEnd, createAlarmBoard } from './alarm.ts';
import { createContactWatch } from './contact.ts';
import { createFibrillationWatch } from './fibrillationWatch.ts';
import { rateIntervals, rateOf } from './heartRate.ts';
import { createReadabilityWatch, type Readability } from './readability.ts';
import { type CountedBeat, createRhythmRules, type MonitorLimits, usualLimits } from './rhythmRules.ts';

/** What a live monitor says, in the order in which it says it. Seconds from the start of the stream; `atS`: when it is said. */
export type MonitorEvent =
  | {
      readonly type: 'beat';
      /** Counted from 0. */
      readonly number: number;
      readonly timeS: number;
      readonly atS: number;
      /** False where the signal cannot be read: a deflection that neither rate nor alarms count. */
      readonly counted: boolean;
      /** Since the beat before; null for the first one and where the signal between could not be read. */
      readonly intervalS: number | null;
    }
  | ({ readonly type: 'class'; readonly number: number; readonly timeS: number; readonly atS: number } & (
      | ClassedBeat
      | { readonly aami: null; readonly probability: null }
    ))
  /** Only when the rounded rate changes; null: there is none to be shown. */
  | { readonly type: 'rate'; readonly atS: number; readonly bpm: number | null }
  | ({ readonly type: 'alarm' } & Alarm)
  | ({ readonly type: 'alarm-end' } & AlarmEnd);

/** A beat whose class is asked for. */
export interface DueBeat {
  readonly number: number;
  /** Index of its peak's sample. */
  readonly sample: number;
  readonly timeS: number;
}

export interface Monitor {
  /** Takes the next sample of every lead, mV, NaN where missing. Nothing that was said is ever revised. */
  readonly push: (samplesMv: ArrayLike<number>) => readonly MonitorEvent[];
  /** Beats whose samples up to `causalDelayS` behind them have come and that were not classed yet, in order. */
  readonly due: () => readonly DueBeat[];
  /** The class of the first beat that is due; null: it cannot be judged. RangeError when none is due. */
  readonly classify: (found: ClassedBeat | null) => readonly MonitorEvent[];
  /** The stream has ended: beats that were still waiting. What they say of the rhythm is said no more. */
  readonly finish: () => readonly MonitorEvent[];
  readonly alarms: () => readonly Alarm[];
}

export interface MonitorOptions {
  readonly sampleRateHz: number;
  readonly leadNames: readonly string[];
  /** Whether somebody classes the beats that are due; without, no alarm of ventricular beats is given. */
  readonly classes: boolean;
  readonly limits?: MonitorLimits;
}

/** A rate older than this is none, s. */
const staleAfterS = 4;
/** How often what depends on time alone is looked at, s. */
const tickS = 0.1;

/**
 * A bedside monitor as a pure function of the samples up to now: the causal QRS detector, classes from whoever answers what
 * is due, rate, contact and readability of the signal, alarms with hysteresis. What it says up to a sample does not depend on any
 * later one. Constant memory, O(1) a sample but for one look a second at the eight seconds before.
 * RangeError for a rate below 30 Hz or without leads.
 */
export const createMonitor = ({ sampleRateHz, leadNames, classes, limits = usualLimits }: MonitorOptions): Monitor => {
  const leadCount = leadNames.length;
  const detector = createStreamingDetector({ sampleRateHz, leadCount });
  const contact = createContactWatch(leadCount, sampleRateHz);
  const readability = createReadabilityWatch(leadCount, sampleRateHz);
  const fibrillation = createFibrillationWatch(leadCount, sampleRateHz);
  const board = createAlarmBoard();
  const rules = createRhythmRules(board, limits, classes);
  rules.restart(streamingLearningS);
  const incoming = Array.from({ length: leadCount }, () => new Float64Array(1));
  const tick = Math.max(1, Math.round(tickS * sampleRateHz));
  const classDelay = Math.floor(causalDelayS * sampleRateHz);

  let samples = 0;
  let number = 0;
  let look: Readability | null = null;
  let signalThere = true;
  let fibrillating = false;
  /** The last beat that counted; null where nothing is known of the time before. */
  let lastS: number | null = null;
  let intervals: number[] = [];
  let shownBpm: number | null = null;
  let waiting: { readonly due: DueBeat; readonly counted: CountedBeat | null }[] = [];
  let out: MonitorEvent[] = [];

  const now = (): number => samples / sampleRateHz;
  const isReadable = (): boolean => signalThere && !fibrillating && look?.readable !== false;
  const alarm = (raised: readonly Alarm[]): void => {
    for (const one of raised) out.push({ type: 'alarm', ...one });
  };

  const showRate = (): void => {
    const fresh = lastS !== null && now() - streamingDelayS - lastS <= staleAfterS;
    // Nobody has looked at the signal as a whole before the first look.
    const exact = fresh && isReadable() && look !== null ? rateOf(intervals) : null;
    const bpm = exact === null ? null : Math.round(exact);
    if (bpm === shownBpm) return;
    shownBpm = bpm;
    out.push({ type: 'rate', atS: now(), bpm });
  };

  const beat = ({ sample, timeS }: { readonly sample: number; readonly timeS: number }): void => {
    readability.beat(sample);
    const counted = isReadable();
    const intervalS = counted && lastS !== null && timeS > lastS ? timeS - lastS : null;
    out.push({ type: 'beat', number, timeS, atS: now(), counted, intervalS });
    const one = counted ? { timeS, intervalS } : null;
    if (classes) waiting.push({ due: { number, sample, timeS }, counted: one });
    number += 1;
    if (one === null) {
      // Whatever it was, the line does not stand still.
      rules.restart(timeS);
      return;
    }
    lastS = timeS;
    if (intervalS !== null) intervals = [...intervals, intervalS].slice(-rateIntervals);
    alarm(rules.beat(one, now()));
  };

  /** Rhythm and rate begin anew when the signal can be read again. */
  const interrupt = (): void => {
    lastS = null;
    intervals = [];
    rules.interrupt(now());
  };

  const watchContact = (): void => {
    const states = leadNames.map((_, l) => contact.of(l));
    const there = states.some((state) => state === 'live');
    if (there) {
      const off = leadNames.filter((_, l) => states[l] !== 'live');
      board.release('no-signal', now());
      if (off.length > 0) {
        const raised = board.raise('lead-off', { sinceS: now(), atS: now(), detail: off.join(' ') });
        if (raised !== null) alarm([raised]);
      } else board.release('lead-off', now());
      if (!signalThere) rules.restart(now() + streamingDelayS);
    } else {
      board.release('lead-off', now());
      const detail = states.every((state) => state === 'missing') ? 'missing' : 'still';
      const raised = board.raise('no-signal', { sinceS: now(), atS: now(), detail });
      if (raised !== null) alarm([raised]);
      if (signalThere) interrupt();
    }
    signalThere = there;
  };

  const watchReadability = (seen: Readability): void => {
    const wasReadable = look?.readable !== false;
    look = seen;
    if (seen.readable) {
      board.release('not-readable', now());
      return;
    }
    // Waves without beats do not repeat each other either; which of the two it is has been said.
    const raised =
      signalThere && !fibrillating
        ? board.raise('not-readable', { sinceS: now(), atS: now(), detail: seen.reason })
        : null;
    if (raised !== null) alarm([raised]);
    if (wasReadable) interrupt();
  };

  const watchFibrillation = (seen: boolean): void => {
    if (seen) {
      const sinceS = now() - fibrillationWindowS;
      const raised = board.raise('ventricular-fibrillation', { sinceS, atS: now(), detail: '' });
      if (raised !== null) alarm([raised]);
      board.release('not-readable', now());
      if (!fibrillating) interrupt();
    } else {
      board.release('ventricular-fibrillation', now());
      if (fibrillating) {
        rules.restart(now());
        readability.restart();
        look = null;
      }
    }
    fibrillating = seen;
  };

  const watchTime = (): void => {
    watchContact();
    if (signalThere && !fibrillating) alarm(rules.time(now(), now() - streamingDelayS));
    for (const ended of board.tick(now())) out.push({ type: 'alarm-end', ...ended });
  };

  const said = (): readonly MonitorEvent[] => {
    if (out.length === 0) return nothing;
    const events = out;
    out = [];
    return events;
  };

  return {
    push: (samplesMv) => {
      for (let l = 0; l < leadCount; l++) incoming[l]![0] = samplesMv[l] ?? Number.NaN;
      samples += 1;
      contact.push(samplesMv);
      const seen = readability.push(samplesMv);
      if (seen !== null) watchReadability(seen);
      const waves = fibrillation.push(samplesMv);
      if (waves !== null) watchFibrillation(waves);
      const detections = detector.push(incoming);
      detections.forEach(beat);
      const isTick = samples % tick === 0;
      if (isTick) watchTime();
      if (isTick || detections.length > 0) showRate();
      return said();
    },
    due: () => {
      let count = 0;
      while (count < waiting.length && waiting[count]!.due.sample + classDelay < samples) count += 1;
      return count === 0 ? noBeats : waiting.slice(0, count).map(({ due }) => due);
    },
    classify: (found) => {
      const [first] = waiting;
      if (first === undefined) throw new RangeError('no beat is due');
      waiting = waiting.slice(1);
      const { due, counted } = first;
      const what = found ?? { aami: null, probability: null };
      out.push({ type: 'class', number: due.number, timeS: due.timeS, atS: now(), ...what });
      if (counted !== null && isReadable()) alarm(rules.classed(counted, found, now()));
      return said();
    },
    finish: () => {
      detector.flush().forEach(beat);
      return said();
    },
    alarms: board.active,
  };
};

const nothing: readonly MonitorEvent[] = [];
const noBeats: readonly DueBeat[] = [];
