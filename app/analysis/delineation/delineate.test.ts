import { describe, expect, test } from 'vitest';
import { type BeatWaves, delineate, delineationByLead } from './delineate.ts';
import { gaussianBeats, normalBeat } from './gaussianBeats.testing.ts';

const run = (made: ReturnType<typeof gaussianBeats>) => delineate(made.leads, made.rateHz, made.beats);

/** Largest distance of a point from where it should stand, over the inner beats and all leads, ms. */
const worstMs = (
  beats: readonly BeatWaves[],
  beatsS: readonly number[],
  wave: 'p' | 'qrs' | 't',
  point: 'onsetS' | 'peakS' | 'offsetS',
  fromRS: number,
): number => {
  let worst = 0;
  for (let k = 1; k < beats.length - 1; k++) {
    const leads = beats[k]![wave];
    if (leads === null) return Number.POSITIVE_INFINITY;
    for (const bounds of leads) worst = Math.max(worst, 1000 * Math.abs(bounds[point] - beatsS[k]! - fromRS));
  }
  return worst;
};

/** A bell is above 4 % of its height within 2.5 widths. */
const edge = 2.5;

describe('a clean heart', () => {
  test.each([
    [100, 12],
    [250, 12],
    [360, 2],
    [500, 12],
    [500, 1],
    [1000, 12],
  ])('all marks where the waves are, %i Hz, %i leads', (rateHz, leads) => {
    const made = gaussianBeats({ rateHz, leads });
    const { beats } = run(made);
    expect(beats.length).toBe(made.beats.length);
    const slack = rateHz === 100 ? 10 : 0;
    const check = (wave: 'p' | 'qrs' | 't', point: 'onsetS' | 'peakS' | 'offsetS', at: number, most: number): void =>
      expect(worstMs(beats, made.beatsS, wave, point, at)).toBeLessThan(most + slack);
    check('p', 'peakS', -0.16, 14);
    check('p', 'onsetS', -0.16 - edge * 0.02, 18);
    check('p', 'offsetS', -0.16 + edge * 0.02, 18);
    check('qrs', 'onsetS', -0.022 - edge * 0.006, 12);
    check('qrs', 'peakS', 0, 6);
    check('qrs', 'offsetS', 0.024 + edge * 0.007, 14);
    check('t', 'peakS', 0.27, 14);
    check('t', 'offsetS', 0.27 + edge * 0.04, 30);
  });

  test('marks stand in the order of time and inside the recording', () => {
    const made = gaussianBeats({ noiseMv: 0.05 });
    const byLead = delineationByLead(
      made.leads.map((_, l) => `L${l}`),
      run(made),
    );
    for (const waves of Object.values(byLead)) {
      expect(waves.length).toBeGreaterThan(made.beats.length);
      for (const { onsetS, peakS, offsetS } of waves) {
        expect(onsetS!).toBeGreaterThanOrEqual(0);
        expect(onsetS!).toBeLessThanOrEqual(peakS!);
        expect(peakS!).toBeLessThanOrEqual(offsetS!);
        expect(offsetS!).toBeLessThanOrEqual(10);
      }
    }
  });
});

describe('forms', () => {
  test('no P wave: none is marked, regular or not', () => {
    const shape = () => ({ ...normalBeat, p: [] });
    for (const rrS of [() => 0.8, (k: number) => 0.6 + 0.13 * ((k * 7) % 5)]) {
      const { beats } = run(gaussianBeats({ shape, rrS, noiseMv: 0.01 }));
      expect(beats.filter((beat) => beat.p !== null).length).toBe(0);
      expect(beats.every((beat) => beat.qrs.length === 12)).toBe(true);
    }
  });

  test('an inverted T wave is a T wave', () => {
    const made = gaussianBeats({ shape: () => ({ ...normalBeat, t: [{ atS: 0.29, sigmaS: 0.035, mv: -0.3 }] }) });
    expect(worstMs(run(made).beats, made.beatsS, 't', 'peakS', 0.29)).toBeLessThan(14);
  });

  test('a biphasic T wave ends after its second phase', () => {
    const t = [
      { atS: 0.22, sigmaS: 0.025, mv: 0.25 },
      { atS: 0.31, sigmaS: 0.025, mv: -0.22 },
    ];
    const made = gaussianBeats({ shape: () => ({ ...normalBeat, t }) });
    expect(worstMs(run(made).beats, made.beatsS, 't', 'offsetS', 0.31 + edge * 0.025)).toBeLessThan(35);
  });

  test('a U wave is not taken for the T wave nor into it', () => {
    const t = [
      { atS: 0.27, sigmaS: 0.04, mv: 0.35 },
      { atS: 0.47, sigmaS: 0.03, mv: 0.06 },
    ];
    const made = gaussianBeats({ rrS: () => 1.1, shape: () => ({ ...normalBeat, t }) });
    const { beats } = run(made);
    expect(worstMs(beats, made.beatsS, 't', 'peakS', 0.27)).toBeLessThan(14);
    expect(worstMs(beats, made.beatsS, 't', 'offsetS', 0.27 + edge * 0.04)).toBeLessThan(40);
  });

  test('an ectopic beat is a class of its own and leaves the others alone', () => {
    const wide = {
      p: [],
      qrs: [{ atS: 0.01, sigmaS: 0.035, mv: -1.4 }],
      t: [{ atS: 0.33, sigmaS: 0.05, mv: 0.5 }],
    };
    const made = gaussianBeats({ durationS: 14, shape: (k) => (k % 5 === 3 ? wide : normalBeat) });
    const { beats, inspection } = run(made);
    const own = beats.filter((_, k) => k % 5 === 3);
    const others = beats.filter((_, k) => k % 5 !== 3);
    expect(own.every((beat) => beat.beatClass !== inspection.classes.dominant)).toBe(true);
    expect(others.every((beat) => beat.beatClass === inspection.classes.dominant)).toBe(true);
    expect(own.slice(0, -1).every((beat) => beat.p === null)).toBe(true);
    expect(others.slice(1, -1).every((beat) => beat.p !== null)).toBe(true);
    const width = (beat: BeatWaves): number => beat.qrs[1]!.offsetS - beat.qrs[1]!.onsetS;
    expect(Math.min(...own.map(width))).toBeGreaterThan(0.12);
    expect(Math.max(...others.map(width))).toBeLessThan(0.11);
  });
});

test('noise up to a quarter of a millivolt splits no class and joins no two', () => {
  const wide = {
    p: [],
    qrs: [{ atS: 0.01, sigmaS: 0.035, mv: -1.4 }],
    t: [{ atS: 0.33, sigmaS: 0.05, mv: 0.5 }],
  };
  for (const noiseMv of [0.05, 0.15, 0.25]) {
    const made = gaussianBeats({ durationS: 14, noiseMv, shape: (k) => (k % 5 === 3 ? wide : normalBeat) });
    const { classes } = run(made).inspection;
    expect(classes.beats.map(({ beatClass }) => beatClass === classes.dominant)).toEqual(
      made.beats.map((_, k) => k % 5 !== 3),
    );
  }
});

describe('bad input', () => {
  test('noise of half the P wave moves the marks little', () => {
    const made = gaussianBeats({ noiseMv: 0.04 });
    const { beats } = run(made);
    expect(worstMs(beats, made.beatsS, 'qrs', 'onsetS', -0.022 - edge * 0.006)).toBeLessThan(22);
    expect(worstMs(beats, made.beatsS, 't', 'offsetS', 0.27 + edge * 0.04)).toBeLessThan(50);
  });

  test('gaps in some leads leave the marks of the others', () => {
    const made = gaussianBeats();
    made.leads[0]!.fill(Number.NaN, 1000, 2500);
    made.leads[3]!.fill(Number.NaN);
    const { beats } = run(made);
    expect(worstMs(beats, made.beatsS, 'qrs', 'peakS', 0)).toBeLessThan(25);
    for (const beat of beats)
      for (const bounds of beat.qrs) expect(Number.isFinite(bounds.onsetS + bounds.peakS + bounds.offsetS)).toBe(true);
  });

  test.each<[string, Float32Array[], number, number[]]>([
    ['nothing', [], 500, []],
    ['no samples', [new Float32Array(0)], 500, []],
    ['no beats', [new Float32Array(5000)], 500, []],
    ['all missing', [new Float32Array(5000).fill(Number.NaN)], 500, [400, 900, 1400]],
    ['flat with beats', [new Float32Array(5000)], 500, [400, 900, 1400]],
    ['two seconds', gaussianBeats({ durationS: 2 }).leads, 500, [250, 700]],
    ['one beat at the very start', gaussianBeats().leads, 500, [0]],
    ['one beat at the very end', gaussianBeats().leads, 500, [4999]],
    ['beats on top of each other', gaussianBeats().leads, 500, [250, 251, 252]],
    ['slow sampling', [new Float32Array(300).map((_, i) => Math.sin(i))], 31, [30, 60]],
    ['infinite samples', [new Float32Array(5000).fill(Number.POSITIVE_INFINITY)], 500, [400, 900]],
    ['a few samples', [new Float32Array(7).fill(1)], 500, [3]],
  ])('%s: no exception, finite marks', (_, leads, rateHz, beats) => {
    const found = delineate(leads, rateHz, beats);
    for (const beat of found.beats)
      for (const bounds of [...(beat.p ?? []), ...beat.qrs, ...(beat.t ?? [])]) {
        expect(Number.isFinite(bounds.onsetS + bounds.peakS + bounds.offsetS)).toBe(true);
        expect(bounds.onsetS).toBeLessThanOrEqual(bounds.offsetS);
      }
  });

  test('time grows in proportion to length', () => {
    const time = (durationS: number): number => {
      const made = gaussianBeats({ durationS, leads: 3, rateHz: 250 });
      let best = Number.POSITIVE_INFINITY;
      for (let k = 0; k < 3; k++) {
        const start = performance.now();
        expect(run(made).beats.length).toBe(made.beats.length);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    time(60);
    const short = time(225);
    const long = time(1800);
    expect(long / short).toBeLessThan(8 * 2.5);
  });
});

test('a long recording full of single missing samples takes no longer than its length', () => {
  const time = (durationS: number): number => {
    const made = gaussianBeats({ durationS, leads: 2, rateHz: 250 });
    for (const lead of made.leads) for (let i = 0; i < lead.length; i += 40) lead[i] = Number.NaN;
    const start = performance.now();
    const { beats } = run(made);
    expect(beats.every((beat) => beat.qrs.every((b) => Number.isFinite(b.onsetS)))).toBe(true);
    return performance.now() - start;
  };
  time(60);
  expect(time(1800) / time(225)).toBeLessThan(8 * 3);
});
