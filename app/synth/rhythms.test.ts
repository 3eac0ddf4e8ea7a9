import { describe, expect, it } from 'vitest';
import { findLead } from '../recording/recording.ts';
import { noNoise, type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';
import type { Truth } from './truth.ts';

const quiet = (change: Partial<SynthSpec>) =>
  synthesise(synthSpec({ seed: 11, noise: noNoise, durationS: 20, sampleRateHz: 250, ...change }));
const rhythm = (name: SynthSpec['rhythm'], seed = 11): Truth => quiet({ rhythm: name, seed }).truth;

const times = (truth: Truth): number[] => truth.beats.map(({ timeS }) => timeS);
const intervals = (values: readonly number[]): number[] => values.slice(1).map((value, i) => value - values[i]!);
const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
const classes = (truth: Truth): string => truth.beats.map((beat) => beat.class).join('');

describe('supraventricular', () => {
  it('respiratory arrhythmia swings with the breath, much more than the usual sinus', () => {
    expect(spread(intervals(times(rhythm('sinus-arrhythmia'))))).toBeGreaterThan(0.2);
    const still = quiet({ variability: { respiratory: 0, lowFrequency: 0, random: 0 } }).truth;
    expect(spread(intervals(still.beats.map(({ p }) => p!.onsetS ?? 0).slice(1, -1)))).toBeLessThan(0.005);
  });

  it.each([
    ['2to1', 2],
    ['3to1', 3],
    ['4to1', 4],
  ] as const)('flutter %s: even, %s rounds a beat, a wave between beats in II', (name, ratio) => {
    const { recording, truth } = quiet({ rhythm: `atrial-flutter-${name}` });
    expect(truth.atrialActivity?.kind).toBe('flutter');
    expect(truth.atrialActivity!.ratePerMinute / truth.heartRateBpm!).toBeCloseTo(ratio, 1);
    expect(spread(intervals(times(truth)))).toBeLessThan(0.03);
    const two = findLead(recording, 'II')!.samplesMv;
    expect(Math.max(...two) - Math.min(...two.slice(0, 40))).toBeGreaterThan(0.2);
    expect(truth.beats.every(({ p }) => p === null)).toBe(true);
  });

  it('flutter with changing conduction: intervals are two to four rounds', () => {
    const truth = rhythm('atrial-flutter-variable');
    const rounds = intervals(times(truth)).map((each) => (each * truth.atrialActivity!.ratePerMinute) / 60);
    expect(new Set(rounds.map(Math.round))).toEqual(new Set([2, 3, 4]));
  });

  it('premature atrial beats: early, narrow, another P, no full compensation', () => {
    const truth = rhythm('atrial-premature');
    expect(classes(truth)).toMatch(/NS/);
    truth.beats.forEach((beat, i) => {
      if (beat.class !== 'S' || i === 0 || i + 2 >= truth.beats.length) return;
      expect(beat.rrMs!).toBeLessThan(0.8 * truth.beats[i + 2]!.rrMs!);
      expect(beat.p).not.toBeNull();
      expect(beat.qrsMs).toBeLessThan(110);
      expect(beat.rrMs! + truth.beats[i + 1]!.rrMs!).toBeLessThan(1.95 * truth.beats[i + 2]!.rrMs!);
    });
  });

  it('a pause of more than two seconds, and only sinus beats around it', () => {
    const truth = rhythm('sinus-pause');
    expect(Math.max(...intervals(times(truth)))).toBeGreaterThan(2);
    expect(Math.max(...intervals(times(truth)))).toBeLessThan(3.8);
    expect(classes(truth)).toMatch(/^N+$/);
  });

  it('re-entry tachycardia is fast, even and without P; junctional rhythm slow, in some hearts with retrograde P', () => {
    const fast = rhythm('supraventricular-tachycardia');
    expect(fast.heartRateBpm).toBeGreaterThan(170);
    expect(spread(intervals(times(fast)))).toBeLessThan(0.03);
    expect(fast.measurements.pMs).toBeNull();
    const retrograde = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => rhythm('junctional', seed).blockedP.length > 0);
    expect(new Set(retrograde).size).toBe(2);
  });
});

describe('AV block', () => {
  it('I: PR beyond 210 ms, all conducted', () => {
    const truth = rhythm('av-block-1');
    expect(truth.measurements.prMs).toBeGreaterThan(210);
    expect(truth.blockedP).toEqual([]);
  });

  it('Wenckebach: PR grows to the blocked P; Mobitz II: PR stays', () => {
    const growing = rhythm('av-block-2-wenckebach');
    const even = rhythm('av-block-2-mobitz');
    expect(growing.blockedP.length).toBeGreaterThan(2);
    expect(even.blockedP.length).toBeGreaterThan(2);
    expect(spread(even.beats.flatMap(({ prMs }) => prMs ?? []))).toBeLessThan(5);
    growing.beats.forEach((beat, i) => {
      const before = growing.beats[i - 1];
      if (!before || beat.prMs === null || before.prMs === null) return;
      const blockedBetween = growing.blockedP.some(({ peakS }) => peakS! > before.timeS && peakS! < beat.timeS);
      if (blockedBetween) expect(beat.prMs).toBeLessThan(before.prMs - 50);
      else expect(beat.prMs).toBeGreaterThan(before.prMs + 10);
    });
  });

  it('III: atria and ventricles each at their own rate; the escape narrow or wide', () => {
    for (const [name, low, high] of [
      ['av-block-3-junctional', 75, 115],
      ['av-block-3-ventricular', 130, 190],
    ] as const) {
      const truth = rhythm(name);
      expect(truth.blockedP.length).toBeGreaterThan(1.5 * truth.beats.length);
      expect(truth.beats.every(({ p }) => p === null)).toBe(true);
      expect(truth.measurements.qrsMs).toBeGreaterThan(low);
      expect(truth.measurements.qrsMs).toBeLessThan(high);
    }
  });
});

describe('ventricular', () => {
  it.each([
    ['ventricular-premature', /^(?!.*VV).*NVN/],
    ['ventricular-trigeminy', /NNVNNVNNV/],
    ['ventricular-couplets', /NVVN(?!.*VVV)/],
    ['ventricular-runs', /NVVV+N/],
    ['ventricular-tachycardia', /^V+$/],
    ['idioventricular', /^V+$/],
  ] as const)('%s has its pattern', (name, pattern) => {
    for (const seed of [1, 2, 3]) expect(classes(rhythm(name, seed))).toMatch(pattern);
  });

  it('R on T: the early beat begins before the T wave before it is over', () => {
    const truth = rhythm('ventricular-r-on-t');
    const early = truth.beats.flatMap((beat, i) =>
      beat.class === 'V' && i > 0 ? [{ beat, before: truth.beats[i - 1]! }] : [],
    );
    expect(early.length).toBeGreaterThan(2);
    for (const { beat, before } of early) {
      expect(beat.qrs.onsetS! - before.qrs.onsetS!).toBeLessThan(0.36);
      expect(before.t.offsetS).toBeNull();
    }
  });

  it('tachycardia: dissociated P waves under wide, fast beats', () => {
    const truth = rhythm('ventricular-tachycardia');
    expect(truth.heartRateBpm).toBeGreaterThan(150);
    expect(truth.measurements.qrsMs).toBeGreaterThan(130);
    expect(truth.blockedP.length).toBeGreaterThan(15);
  });
});

describe('pacemaker', () => {
  const pacing = (mode: 'AAI' | 'VVI' | 'DDD' | 'BiV', fault: 'none' | 'capture' | 'sense' = 'none', pulseMs = 0.5) =>
    quiet({ pacing: { mode, fault, pulseMs } });

  it('AAI: a pulse before each P, narrow beats; DDD: two pulses a beat, wide beats', () => {
    const atrial = pacing('AAI').truth;
    expect(atrial.spikes.every(({ chamber }) => chamber === 'A')).toBe(true);
    expect(atrial.measurements.qrsMs).toBeLessThan(110);
    for (const { p } of atrial.beats.slice(1)) {
      expect(atrial.spikes.some(({ timeS }) => p!.onsetS! - timeS > 0 && p!.onsetS! - timeS < 0.04)).toBe(true);
    }
    const both = pacing('DDD').truth;
    expect(both.spikes.filter(({ chamber }) => chamber === 'A').length).toBeGreaterThan(20);
    expect(both.spikes.filter(({ chamber }) => chamber === 'V').length).toBeGreaterThan(20);
    expect(both.measurements.qrsMs).toBeGreaterThan(140);
  });

  it('VVI: even pulses, P waves beside them; with atrial fibrillation no P waves', () => {
    const truth = pacing('VVI').truth;
    expect(spread(intervals(truth.spikes.map(({ timeS }) => timeS)))).toBeLessThan(0.001);
    expect(truth.blockedP.length).toBeGreaterThan(20);
    const fibrillating = quiet({
      rhythm: 'atrial-fibrillation',
      pacing: { mode: 'VVI', fault: 'none', pulseMs: 1 },
    }).truth;
    expect(fibrillating).toMatchObject({ blockedP: [], atrialActivity: { kind: 'fibrillation' } });
    expect(classes(fibrillating)).toMatch(/^(paced)+$/);
  });

  it('biventricular: narrower than from the right apex alone', () => {
    expect(pacing('BiV').truth.measurements.qrsMs!).toBeLessThan(pacing('DDD').truth.measurements.qrsMs! - 20);
  });

  it('failure to capture: pulses without a beat; failure to sense: pulses beside conducted beats', () => {
    for (const fault of ['capture', 'sense'] as const) {
      const { truth } = pacing('VVI', fault);
      const answered = ({ timeS }: { timeS: number }) =>
        truth.beats.some(
          (beat) => beat.class === 'paced' && beat.qrs.onsetS !== null && Math.abs(beat.qrs.onsetS - timeS) < 0.03,
        );
      const inner = truth.spikes.filter(({ timeS }) => timeS > 0.5 && timeS < 19.5);
      expect(inner.filter(({ captured }) => !captured).length).toBeGreaterThan(2);
      for (const spike of inner) expect(answered(spike)).toBe(spike.captured);
      if (fault === 'sense') expect(classes(truth)).toContain('NN');
    }
  });

  it('pulses stand out by their length: 0.1 to 2 ms seen at 1000 Hz', () => {
    const heights = [0.1, 0.4, 1, 2].map((pulseMs) => {
      const { recording, truth } = quiet({
        pacing: { mode: 'VVI', fault: 'none', pulseMs },
        sampleRateHz: 1000,
        durationS: 4,
      });
      const two = findLead(recording, 'II')!.samplesMv;
      const at = Math.round(truth.spikes[2]!.timeS * 1000);
      return Math.max(...two.slice(at - 2, at + 5)) - two[at - 8]!;
    });
    expect(heights[1]! / heights[0]!).toBeGreaterThan(3);
    // Not four times alone: the middle of the longer pulse lies nearer to a sample.
    expect(heights[1]! / heights[0]!).toBeLessThan(7);
    expect(heights[2]).toBeGreaterThan(1.5 * heights[1]!);
    expect(heights[3]).toBeGreaterThan(heights[2]!);
    expect(heights[3]).toBeLessThan(3.4);
  });
});
