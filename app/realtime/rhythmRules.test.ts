import { describe, expect, test } from 'vitest';
import type { BeatClass } from '../models/beats/beatClasses.ts';
import { type AlarmKind, createAlarmBoard } from './alarm.ts';
import { type CountedBeat, createRhythmRules, usualLimits } from './rhythmRules.ts';

const delayS = 0.6;

/** Beats by interval and class, told of 0.6 s later; time is looked at every 100 ms. */
const told = (beats: readonly Told[], restS = 0) => {
  const board = createAlarmBoard();
  const rules = createRhythmRules(board, usualLimits, true);
  const begins: { kind: AlarmKind; sinceS: number; atS: number; detail: string }[] = [];
  const ends: { kind: AlarmKind; endsAtS: number }[] = [];
  let tickS = 0;
  const waitTo = (toS: number): void => {
    for (; tickS <= toS; tickS = Math.round(10 * tickS + 1) / 10) {
      begins.push(...rules.time(tickS, tickS - delayS));
      ends.push(...board.tick(tickS));
    }
  };
  let timeS = 0;
  beats.forEach(([intervalS, aami, probability = 1], k) => {
    timeS += intervalS;
    const beat: CountedBeat = { timeS, intervalS: k === 0 ? null : intervalS };
    const atS = timeS + delayS;
    waitTo(atS);
    begins.push(...rules.beat(beat, atS), ...rules.classed(beat, aami === null ? null : { aami, probability }, atS));
  });
  waitTo(timeS + delayS + restS);
  return { begins, ends, kinds: begins.map(({ kind }) => kind), active: board.active().map(({ kind }) => kind) };
};
const times = <T>(count: number, ...what: T[]): T[] => Array.from({ length: count }, () => what).flat();
type Told = readonly [intervalS: number, aami: BeatClass | null, probability?: number];
const n: Told = [0.8, 'N'];
const v: Told = [0.4, 'V'];

describe('rates', () => {
  test('a single pause is no bradycardia, four slow intervals are; it ends above the limit by a margin', () => {
    expect(told([...times(6, n), [2.4, 'N'], ...times(6, n)]).kinds).toEqual([]);
    const slow = told([...times(6, n), ...times(6, [1.7, 'N'] as const), ...times(4, [1.45, 'N'] as const)]);
    expect(slow.kinds).toEqual(['extreme-bradycardia']);
    expect(slow.ends).toEqual([]);
    expect(told([...times(6, [1.7, 'N'] as const), ...times(10, n)]).ends).toMatchObject([
      { kind: 'extreme-bradycardia' },
    ]);
  });

  test('nine beats above 150/min are a tachycardia', () => {
    expect(told(times(20, [0.39, 'N'] as const)).begins).toMatchObject([
      { kind: 'extreme-tachycardia', detail: '154/min' },
    ]);
    expect(told(times(20, [0.41, 'N'] as const)).kinds).toEqual([]);
  });
});

describe('no beats', () => {
  test('pause, then asystole; both end when beats come in their usual time', () => {
    const heard = told([...times(5, n), [6, 'N'], ...times(10, n)]);
    expect(heard.begins.map(({ kind, atS }) => [kind, atS])).toEqual([
      ['pause', 4 + 2.5 + delayS + 0.1].map((x) => (typeof x === 'number' ? expect.closeTo(x, 1) : x)),
      ['asystole', 4 + 4 + delayS + 0.1].map((x) => (typeof x === 'number' ? expect.closeTo(x, 1) : x)),
    ]);
    expect(heard.ends.map(({ kind }) => kind)).toEqual(['asystole', 'pause']);
  });

  test('a beat every three seconds is one pause that goes on, not one a beat', () => {
    const heard = told([...times(4, n), ...times(8, [3, 'N'] as const)]);
    expect(heard.kinds.filter((kind) => kind === 'pause')).toHaveLength(1);
    expect(heard.active).toContain('pause');
  });

  test('without any beat it is asystole from the beginning on', () => {
    expect(told([], 6).kinds).toEqual(['pause', 'asystole']);
  });
});

describe('ventricular beats', () => {
  test('two are a couplet when the next is none, three a run by rate, thirty seconds of it sustained', () => {
    expect(told([...times(3, n), v, v, n, n]).kinds).toEqual(['ventricular-couplet']);
    expect(told([...times(3, n), v, v, v, n, n, n]).begins).toMatchObject([
      { kind: 'ventricular-tachycardia', sinceS: expect.closeTo(2.8, 6), detail: '150/min' },
    ]);
    expect(told([...times(3, n), ...times(6, [0.9, 'V'] as const), n]).kinds).toEqual(['ventricular-run']);
    expect(told(times(90, v)).kinds).toContain('sustained-ventricular-tachycardia');
    expect(told(times(60, v)).kinds).not.toContain('sustained-ventricular-tachycardia');
  });

  test('one beat that is judged otherwise does not end a tachycardia; two do, after its hold', () => {
    expect(
      told([...times(5, v), [0.4, 'N'], ...times(5, v)]).kinds.filter((k) => k.startsWith('ventricular-t')),
    ).toHaveLength(1);
    const heard = told([...times(5, v), ...times(12, n)]);
    expect(heard.ends).toMatchObject([{ kind: 'ventricular-tachycardia' }]);
    expect(told(times(5, v), 7).ends).toMatchObject([{ kind: 'ventricular-tachycardia' }]);
  });

  test('a tachycardia goes on at its rate though its beats are called others, and ends when the rate is left', () => {
    const heard = told([...times(50, v), ...times(40, [0.41, 'S'] as const), ...times(10, n)]);
    expect(heard.kinds).toContain('sustained-ventricular-tachycardia');
    expect(heard.ends.map(({ kind }) => kind)).toContain('ventricular-tachycardia');
    const short = told([...times(3, n), v, v, v, ...times(30, [0.4, 'N'] as const)]);
    expect(short.ends[0]).toMatchObject({ kind: 'ventricular-tachycardia', endsAtS: expect.closeTo(8, 0) });
    expect(told([...times(3, n), v, v, v, ...times(80, [0.7, 'N'] as const)]).ends.map(({ kind }) => kind)).toContain(
      'ventricular-tachycardia',
    );
  });

  test('taking turns three times is bigeminy; more than ten a minute are frequent', () => {
    expect(told(times(3, n, v)).kinds).toEqual(['ventricular-bigeminy']);
    expect(told(times(12, n, n, n, v)).kinds).toEqual(['frequent-ventricular-beats']);
    expect(told(times(10, n, n, n, v)).kinds).toEqual([]);
  });

  test('a beat without a class counts as none of them', () => {
    expect(told([...times(3, n), v, v, [0.4, null], n]).kinds).toEqual(['ventricular-couplet']);
  });
});

test('irregular intervals between usual beats; ventricular ones between regular ones are not', () => {
  const irregular = Array.from({ length: 40 }, (_, k) => [0.5 + ((k * k * 31) % 97) / 160, 'N'] as const);
  expect(told(irregular).kinds).toEqual(['atrial-fibrillation']);
  const ectopic = Array.from({ length: 40 }, (_, k) =>
    k % 4 === 3 ? ([1.1, 'N'] as const) : k % 4 === 2 ? ([0.5, 'V'] as const) : n,
  );
  expect(told(ectopic).kinds).not.toContain('atrial-fibrillation');
});

test('a third beat at the interval of two ventricular ones is of their run when its class is doubtful or a fusion', () => {
  const third = (one: Told): readonly string[] => told([...times(4, n), v, v, one, ...times(4, n)]).kinds;
  expect(third([0.42, 'N', 0.5])).toEqual(['ventricular-tachycardia']);
  expect(third([0.42, 'F', 0.9])).toEqual(['ventricular-tachycardia']);
  for (const other of [
    [0.42, 'N', 0.9],
    [0.9, 'N', 0.5],
    [0.55, 'N', 0.5],
  ] as const)
    expect(third(other)).toEqual(['ventricular-couplet']);
});

test('an interruption forgets what it was about', () => {
  const ventricular = { aami: 'V', probability: 1 } as const;
  const board = createAlarmBoard();
  const rules = createRhythmRules(board, usualLimits, true);
  for (let k = 0; k < 2; k++) rules.classed({ timeS: 1 + 0.4 * k, intervalS: 0.4 }, ventricular, 2);
  rules.interrupt(2.5);
  expect(rules.classed({ timeS: 3, intervalS: null }, ventricular, 3.6)).toEqual([]);
  expect(board.active()).toEqual([]);
});
