import type { BeatClass } from '../../app/models/beats/beatClasses.ts';
import { type AlarmKind, createAlarmBoard } from '../../app/realtime/alarm.ts';
import type { MonitorEvent } from '../../app/realtime/monitor.ts';
import { createRhythmRules, usualLimits } from '../../app/realtime/rhythmRules.ts';

/** A beat that is known for certain. */
export interface TrueBeat {
  readonly timeS: number;
  readonly aami: BeatClass;
}

/** When an alarm was on, s. */
export interface AlarmSpan {
  readonly kind: AlarmKind;
  readonly atS: number;
  readonly endsAtS: number;
}

const tickS = 0.1;
const tickOf = (timeS: number): number => Math.round(timeS / tickS);

/**
 * The alarms that the monitor's own rules give on beats and classes that are known for certain and at once: what it ought to
 * have said, without delay. `breaksS`: stretches without beats that are no pauses (flutter that is not annotated beat by beat).
 */
export const trueAlarms = (
  beats: readonly TrueBeat[],
  breaksS: readonly (readonly [number, number])[],
  durationS: number,
): AlarmSpan[] => {
  const board = createAlarmBoard();
  const rules = createRhythmRules(board, usualLimits, true);
  const spans: AlarmSpan[] = [];
  let tick = 0;
  const isBroken = (fromS: number, toS: number): boolean => breaksS.some(([from, to]) => from < toS && to > fromS);
  const waitTo = (toS: number): void => {
    for (; tick < tickOf(toS); tick++) {
      const atS = tick * tickS;
      if (isBroken(atS - 1, atS + 1)) rules.restart(atS);
      rules.time(atS, atS);
      spans.push(...board.tick(atS));
    }
  };
  rules.restart(beats[0]?.timeS ?? durationS);
  beats.forEach(({ timeS, aami }, k) => {
    waitTo(timeS);
    const beforeS = beats[k - 1]?.timeS;
    const broken = beforeS !== undefined && isBroken(beforeS, timeS);
    if (broken) rules.interrupt(timeS);
    const beat = { timeS, intervalS: beforeS === undefined || broken ? null : timeS - beforeS };
    rules.beat(beat, timeS);
    rules.classed(beat, { aami, probability: 1 }, timeS);
  });
  waitTo(durationS);
  return [...spans, ...board.active().map((alarm) => ({ ...alarm, endsAtS: durationS }))];
};

/** When each alarm of a stream was on. */
export const heardAlarms = (events: readonly MonitorEvent[], durationS: number): AlarmSpan[] => {
  const open = new Map<AlarmKind, number>();
  const spans: AlarmSpan[] = [];
  for (const event of events) {
    if (event.type === 'alarm') open.set(event.kind, event.atS);
    if (event.type !== 'alarm-end') continue;
    spans.push({ kind: event.kind, atS: event.atS, endsAtS: event.endsAtS });
    open.delete(event.kind);
  }
  return [...spans, ...[...open].map(([kind, atS]) => ({ kind, atS, endsAtS: durationS }))];
};

export interface AlarmScore {
  readonly truths: number;
  readonly found: number;
  readonly heard: number;
  readonly wrong: number;
  /** Of those found that were not on before, s after they ought to have begun. */
  readonly latenciesS: readonly number[];
}

/** An alarm counts as the right one when it is on at some time while it ought to be, or begins this much later, s. */
const lateS = 3;

/** `as`: kinds that are taken for each other, such as a run that is fast or slow. */
export const scoreAlarms = (
  truth: readonly AlarmSpan[],
  heard: readonly AlarmSpan[],
  as: readonly AlarmKind[],
): AlarmScore => {
  const truths = truth.filter(({ kind }) => as.includes(kind));
  const said = heard.filter(({ kind }) => as.includes(kind));
  const meets = (one: AlarmSpan, other: AlarmSpan): boolean =>
    other.atS <= one.endsAtS + lateS && other.endsAtS >= one.atS;
  const found = truths.flatMap((one) => {
    const first = said.filter((other) => meets(one, other)).sort((a, b) => a.atS - b.atS)[0];
    return first === undefined ? [] : [first.atS - one.atS];
  });
  return {
    truths: truths.length,
    found: found.length,
    heard: said.length,
    wrong: said.filter((other) => !truths.some((one) => meets(one, other))).length,
    latenciesS: found.filter((latencyS) => latencyS > -1),
  };
};

export const summedScore = (scores: readonly AlarmScore[]): AlarmScore => ({
  truths: scores.reduce((sum, one) => sum + one.truths, 0),
  found: scores.reduce((sum, one) => sum + one.found, 0),
  heard: scores.reduce((sum, one) => sum + one.heard, 0),
  wrong: scores.reduce((sum, one) => sum + one.wrong, 0),
  latenciesS: scores.flatMap((one) => one.latenciesS),
});
