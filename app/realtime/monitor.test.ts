import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streamingDelayS } from '../analysis/streamingDetector.ts';
import type { BeatClass } from '../models/beats/beatClasses.ts';
import { causalDelayS } from '../models/beats/beatInputs.ts';
import type { Recording } from '../recording/recording.ts';
import { drawSpec } from '../synth/population.ts';
import type { SynthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { createMonitor } from './monitor.ts';
import { changed, chestLeads, heart, played, specOf, twoLeads } from './monitored.testing.ts';

const arbitraryHeart = fc
  .record({
    seed: fc.nat(10_000),
    rhythm: fc.constantFrom<SynthSpec['rhythm']>(
      'sinus',
      'sinus-pause',
      'atrial-fibrillation',
      'ventricular-runs',
      'ventricular-tachycardia',
      'asystole',
    ),
    sampleRateHz: fc.constantFrom(100, 128, 250),
    db: fc.constantFrom(-6, 12, 40),
    kind: fc.constantFrom('muscle' as const, 'motion' as const),
  })
  .map(({ db, kind, ...change }) => twoLeads(heart({ ...change, durationS: 14, snr: [{ kind, db }] })));

/** A class that depends on the beat alone. */
const everyThird = (number: number): BeatClass => (number % 6 > 2 ? 'V' : 'N');

test('the future changes nothing: whatever comes after, everything said before is the same', () => {
  fc.assert(
    fc.property(
      arbitraryHeart,
      fc.double({ min: 2, max: 13.5, noNaN: true }),
      fc.constantFrom(Number.NaN, 0, 5, -300),
      (recording, untilS, future) => {
        const end = Math.floor(untilS * recording.sampleRateHz + 1e-6);
        const said = played(recording, everyThird, untilS).events;
        const other = changed(recording, (samplesMv) => samplesMv.slice().fill(future, end));
        expect(played(other, everyThird, untilS).events).toEqual(said);
        // What is said of the longer stream begins with all of it.
        expect(played(other, everyThird).events.slice(0, said.length)).toEqual(said);
        const cut = changed(recording, (samplesMv) => samplesMv.slice(0, end));
        expect(played(cut, everyThird, untilS).events).toEqual(said);
      },
    ),
    { numRuns: 25, seed: 9 },
  );
}, 60_000);

test('beats and classes come in order and no later than stated, on every kind of heart and noise that can be drawn', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const { recording } = synthesise(drawSpec({ seed, durationS: 10, sampleRateHz: 250 }));
    const { events } = played(twoLeads(recording), everyThird);
    let before = { beat: 0, class: 0, atS: 0 };
    for (const event of events) {
      expect(event.atS).toBeGreaterThanOrEqual(0);
      if (event.type !== 'beat' && event.type !== 'class') continue;
      expect(event.number).toBe(before[event.type]);
      before = { ...before, [event.type]: event.number + 1 };
      const most = event.type === 'beat' ? streamingDelayS : causalDelayS;
      expect(event.atS - event.timeS).toBeLessThanOrEqual(most + 1.5 / recording.sampleRateHz);
    }
  }
}, 60_000);

describe('rate', () => {
  const rates = (recording: Recording) =>
    played(recording, null).events.flatMap((event) => (event.type === 'rate' ? [event.bpm] : []));

  test('is the median of the last intervals; bigeminy has its mean', () => {
    const sinus = rates(twoLeads(heart({ heartRateBpm: 68, durationS: 30 })));
    for (const bpm of sinus) expect(Math.abs((bpm ?? 0) - 68)).toBeLessThanOrEqual(5);
    const bigeminy = rates(chestLeads(heart({ rhythm: 'ventricular-bigeminy', durationS: 30 })));
    expect(bigeminy.length).toBeGreaterThan(0);
    for (const bpm of bigeminy) expect(Math.abs((bpm ?? 0) - 74)).toBeLessThanOrEqual(5);
  });

  test('ends when no beat comes, or no signal', () => {
    const sinus = twoLeads(heart({ durationS: 30 }));
    for (const value of [Number.NaN, 0]) {
      const { events, alarms } = played(
        changed(sinus, (samplesMv) => samplesMv.slice().fill(value, 15 * 250)),
        null,
      );
      const last = events.findLast((event) => event.type === 'rate');
      expect(last).toMatchObject({ bpm: null });
      expect(last?.atS).toBeLessThan(19.5);
      expect(alarms).toContain('no-signal');
      expect(alarms).not.toContain('asystole');
    }
  });
});

describe('alarms', () => {
  const classed = (recording: Recording, ventricularS: readonly number[]) =>
    played(recording, (_, timeS) => (ventricularS.some((one) => Math.abs(one - timeS) < 0.1) ? 'V' : 'N'));
  const truthOf = (change: Partial<SynthSpec>) => {
    const recording = chestLeads(heart(change));
    const { truth } = synthesise(specOf(change));
    return { recording, ventricularS: truth.beats.filter((beat) => beat.class === 'V').map(({ timeS }) => timeS) };
  };

  test('a quiet sinus rhythm raises none', () => {
    expect(played(twoLeads(heart({ durationS: 60 })), () => 'N').alarms).toEqual([]);
  });

  test('asystole and pause come when stated, from the beginning on as well', () => {
    const { events, alarms } = played(twoLeads(heart({ rhythm: 'asystole' })), null);
    expect(alarms).toEqual(['pause', 'asystole']);
    const asystole = events.find((event) => event.type === 'alarm' && event.kind === 'asystole');
    expect(asystole?.atS).toBeCloseTo(6.5, 1);
    const pauses = played(twoLeads(heart({ rhythm: 'sinus-pause', durationS: 60 })), null);
    expect(pauses.alarms.length).toBeGreaterThan(0);
    expect(new Set(pauses.alarms)).toEqual(new Set(['pause']));
    for (const event of pauses.events)
      if (event.type === 'alarm') {
        expect(event.atS - event.sinceS).toBeGreaterThan(2.5 + streamingDelayS);
        expect(event.atS - event.sinceS).toBeLessThan(2.5 + streamingDelayS + 0.15);
      }
  });

  test.each(['ventricular-fibrillation', 'ventricular-flutter'] as const)(
    '%s is called out within its seven seconds; then no beat counts and nothing else is said of the rhythm',
    (rhythm) => {
      const sinus = twoLeads(heart({ durationS: 45 }));
      const waves = heart({ rhythm, durationS: 45 });
      const recording = changed(sinus, (samplesMv, l) => {
        const other = samplesMv.slice();
        other.set(waves.leads[l]!.samplesMv.subarray(20 * 250, 35 * 250), 20 * 250);
        return other;
      });
      const { events } = played(recording, () => 'N');
      const begins = events.filter((event) => event.type === 'alarm' && event.kind === 'ventricular-fibrillation');
      expect(begins).toHaveLength(1);
      expect(begins[0]!.atS - 20).toBeLessThan(7);
      const during = events.filter(({ atS }) => atS > begins[0]!.atS + 0.1 && atS < 35);
      expect(during.filter((event) => event.type === 'beat' && event.counted)).toEqual([]);
      expect(during.filter((event) => event.type === 'alarm')).toEqual([]);
      expect(events.findLast((event) => event.type === 'rate' && event.atS < 35)).toMatchObject({ bpm: null });
      expect(events.findLast((event) => event.type === 'rate')).toMatchObject({ bpm: expect.any(Number) });
    },
  );

  test.each([
    'sinus-bradycardia',
    'ventricular-tachycardia',
    'atrial-fibrillation',
    'supraventricular-tachycardia',
  ] as const)('%s is neither taken for fibrillation of the ventricles nor for a standstill', (rhythm) => {
    const { alarms } = played(chestLeads(heart({ rhythm, durationS: 30 })), () => 'N');
    expect(alarms).not.toContain('ventricular-fibrillation');
    expect(alarms).not.toContain('asystole');
    expect(alarms).not.toContain('not-readable');
  });

  test('a run of ventricular beats is VT with its third class, bigeminy with its sixth beat', () => {
    const runs = truthOf({ rhythm: 'ventricular-runs', durationS: 40, seed: 3 });
    const heard = classed(runs.recording, runs.ventricularS);
    expect(heard.alarms).toContain('ventricular-tachycardia');
    for (const event of heard.events)
      if (event.type === 'alarm' && event.kind === 'ventricular-tachycardia') {
        const first = runs.ventricularS.findIndex((timeS) => Math.abs(timeS - event.sinceS) < 0.1);
        expect(event.atS - runs.ventricularS[first + 2]!).toBeLessThan(0.75);
        expect(event.detail).toMatch(/^\d+\/min$/);
      }
    const bigeminy = truthOf({ rhythm: 'ventricular-bigeminy', durationS: 20 });
    expect(classed(bigeminy.recording, bigeminy.ventricularS).alarms).toContain('ventricular-bigeminy');
    expect(played(bigeminy.recording, null).alarms).toEqual([]);
  });

  test('irregular without ventricular beats: fibrillation is suspected, with classes or without; a pattern is none', () => {
    const fibrillation = twoLeads(heart({ rhythm: 'atrial-fibrillation', durationS: 40 }));
    for (const classes of [null, () => 'N' as const])
      expect(played(fibrillation, classes).alarms).toContain('atrial-fibrillation');
    const bigeminy = chestLeads(heart({ rhythm: 'ventricular-bigeminy', durationS: 60 }));
    expect(played(bigeminy, () => 'N').alarms).not.toContain('atrial-fibrillation');
  });

  test('what is no ECG is called unreadable and has no rate', () => {
    const of = (value: (timeS: number) => number): Recording => ({
      ...heart({}),
      leads: [
        { name: 'II', derived: false, samplesMv: Float32Array.from({ length: 30 * 250 }, (_, i) => value(i / 250)) },
      ],
    });
    let level = 0;
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647 - 0.5;
    };
    const cases = [
      of((timeS) => (timeS % 1 < 0.5 ? 1 : 0)),
      of((timeS) => (timeS % 0.6 < 0.3 ? 2 : 0)),
      of((timeS) => (timeS % 1 < 0.1 ? 1 : 0)),
      of((timeS) => Math.sin(2 * Math.PI * 5 * timeS)),
      of(() => 0.6 * random()),
      of(() => {
        level = 0.98 * level + 0.2 * random();
        return level;
      }),
    ];
    for (const recording of cases) {
      const { events, alarms } = played(recording, null);
      expect(alarms).toContain('not-readable');
      expect(events.filter((event) => event.type === 'rate' && event.atS > 12 && event.bpm !== null)).toEqual([]);
    }
  });

  describe('deflections that are no QRS complexes have no rate and no rhythm', () => {
    const of = (rateHz: number, value: (timeS: number, index: number) => number): Recording => ({
      ...heart({}),
      sampleRateHz: rateHz,
      leads: [
        {
          name: 'II',
          derived: false,
          samplesMv: Float32Array.from({ length: 30 * rateHz }, (_, i) => value(i / rateHz, i)),
        },
      ],
    });
    const noise = (i: number): number => 0.01 * Math.sin(12.9898 * i * i);
    /** Motion of one shape, again and again: everything below 12 Hz, the slower the more. */
    const motion = (s: number): number =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((sum, k) => sum + Math.sin(2 * Math.PI * 1.3 * k * s + 1.3 * k * k) / k, 0);
    const cases: [string, string, Recording][] = [
      ['impulses of one sample', 'impulses', of(250, (_, i) => (i % 200 === 0 ? 1 : 0))],
      ['impulses of one sample in noise, 100 Hz', 'impulses', of(100, (_, i) => (i % 80 === 0 ? 1 : 0) + noise(i))],
      [
        'irregular impulses',
        'impulses',
        of(500, (_, i) => (((i / 50) | 0) ** 2 % 11 === 0 && i % 50 === 0 ? 1 : 0) + noise(i)),
      ],
      ['sawtooth', 'straight lines', of(250, (s) => 2 * ((s / 0.8) % 1) - 1)],
      [
        'sawtooth with a slope back',
        'straight lines',
        of(360, (s, i) => Math.min((s / 0.9) % 1, 12 * (1 - ((s / 0.9) % 1))) + noise(i)),
      ],
      ['triangle', '', of(250, (s) => Math.abs(2 * ((s / 0.7) % 1) - 1))],
      ['motion that repeats', 'motion', of(250, (s, i) => motion(s) + noise(i))],
    ];
    test.each(cases)('%s', (_, why, recording) => {
      const { events } = played(recording, () => 'V');
      const begin = events.find((event) => event.type === 'alarm' && event.kind === 'not-readable');
      expect(begin).toMatchObject({ detail: expect.stringContaining(why) });
      expect(events.filter((event) => event.type === 'rate' && event.atS > 10 && event.bpm !== null)).toEqual([]);
      const rhythm = ['ventricular-tachycardia', 'extreme-tachycardia', 'extreme-bradycardia', 'atrial-fibrillation'];
      expect(events.filter((event) => event.type === 'alarm' && event.atS > 10 && rhythm.includes(event.kind))).toEqual(
        [],
      );
    });
  });

  test.each([
    'ventricular-tachycardia',
    'idioventricular',
    'av-block-3-ventricular',
    'ventricular-paced',
    'ventricular-bigeminy',
    'supraventricular-tachycardia',
  ] as const)('wide, slow and fast beats are read: %s', (rhythm) => {
    for (const sampleRateHz of [100, 250, 1000])
      for (const seed of [11, 12]) {
        const one = chestLeads(heart({ rhythm, seed, sampleRateHz, durationS: 25, variety: true }));
        expect(played(one, null).alarms).not.toContain('not-readable');
      }
  });

  test('an unreadable signal keeps back neither fibrillation nor a standstill', () => {
    const impulses = twoLeads(heart({ durationS: 60 }));
    for (const [rhythm, kind] of [
      ['ventricular-fibrillation', 'ventricular-fibrillation'],
      ['asystole', 'asystole'],
    ] as const) {
      const then = heart({ rhythm, durationS: 60 });
      const recording = changed(impulses, (_, l) =>
        Float32Array.from({ length: 60 * 250 }, (__, i) =>
          i < 25 * 250 ? (i % 200 === 0 ? 1 : 0) : then.leads[l]!.samplesMv[i]!,
        ),
      );
      const { events } = played(recording, () => 'N');
      const raised = (wanted: string) => events.find((event) => event.type === 'alarm' && event.kind === wanted)?.atS;
      expect(raised('not-readable')).toBeLessThan(10);
      expect(raised(kind)).toBeLessThan(kind === 'asystole' ? 30.5 : 32);
    }
  });

  test('one lead lost is named, the others go on', () => {
    const recording = changed(twoLeads(heart({ durationS: 30 })), (samplesMv, l) =>
      l === 1 ? samplesMv.slice().fill(Number.NaN, 10 * 250, 20 * 250) : samplesMv,
    );
    const { events, alarms } = played(recording, null);
    expect(alarms).toEqual(['lead-off']);
    expect(events.find((event) => event.type === 'alarm')).toMatchObject({ detail: 'II' });
    expect(events.find((event) => event.type === 'alarm-end')).toMatchObject({ kind: 'lead-off' });
    expect(events.filter((event) => event.type === 'rate' && event.bpm === null)).toEqual([]);
  });
});

test('a class that nobody asked for is refused, and so is a stream without leads or rate', () => {
  const monitor = createMonitor({ sampleRateHz: 250, leadNames: ['II'], classes: true });
  expect(() => monitor.classify(null)).toThrow(RangeError);
  for (const options of [
    { sampleRateHz: 20, leadNames: ['II'], classes: false },
    { sampleRateHz: 250, leadNames: [], classes: false },
  ])
    expect(() => createMonitor(options)).toThrow(RangeError);
});

test('all kinds of bad values are taken', () => {
  const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, -1e30, 0];
  const monitor = createMonitor({ sampleRateHz: 100, leadNames: ['I', 'II'], classes: true });
  for (let i = 0; i < 3000; i++) {
    monitor.push([bad[i % bad.length]!, bad[(i * 7) % bad.length]!]);
    for (const _ of monitor.due()) monitor.classify(null);
  }
  monitor.push([]);
  expect(monitor.alarms().length).toBeGreaterThan(0);
});
