import { describe, expect, it } from 'vitest';
import { encodeCsv } from '../formats/csv/write.ts';
import { decodeFiles } from '../formats/registry.ts';
import { encodeWfdb } from '../formats/wfdb/write.ts';
import { findLead, type Recording } from '../recording/recording.ts';
import { noNoise, type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';
import { truthSchema } from './truth.ts';

const quiet = (change: Partial<SynthSpec> = {}) => synthesise(synthSpec({ seed: 11, noise: noNoise, ...change }));
const lead = (recording: Recording, name: string): Float32Array => findLead(recording, name)!.samplesMv;
const largest = (values: Float32Array): number => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);

/** Root sum of squares over the twelve leads. */
const magnitude = (recording: Recording): Float64Array => {
  const leads = recording.leads.map(({ samplesMv }) => samplesMv);
  return Float64Array.from({ length: recording.sampleCount }, (_, i) => Math.hypot(...leads.map((mv) => mv[i]!)));
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))) / mean(values);
const intervals = (times: readonly number[]): number[] => times.slice(1).map((time, i) => time - times[i]!);

describe('determinism', () => {
  it('gives the same for the same spec, and another heart for another seed', () => {
    const spec = synthSpec({ seed: 5 });
    expect(synthesise(spec)).toEqual(synthesise(spec));
    expect(lead(synthesise(spec).recording, 'II')).not.toEqual(lead(synthesise({ ...spec, seed: 6 }).recording, 'II'));
  });

  it('keeps every beat where it is when only the noise or the sampling rate changes', () => {
    const { truth } = quiet();
    expect(synthesise(synthSpec({ seed: 11 })).truth.beats).toEqual(truth.beats);
    expect(quiet({ sampleRateHz: 1000 }).truth.beats).toEqual(truth.beats);
  });

  it('shows the same values at instants that two sampling rates share', () => {
    const slow = lead(quiet({ sampleRateHz: 100 }).recording, 'V3');
    const fast = lead(quiet({ sampleRateHz: 1000 }).recording, 'V3');
    for (let i = 0; i < slow.length; i++) expect(slow[i]!).toBeCloseTo(fast[10 * i]!, 6);
  });
});

describe('truth', () => {
  it('fits its schema for all rhythms and says that it is synthetic', () => {
    for (const rhythm of ['sinus', 'atrial-fibrillation', 'ventricular-bigeminy', 'ventricular-paced'] as const) {
      expect(truthSchema.parse(quiet({ rhythm }).truth).notice).toMatch(/^Synthetic/);
    }
  });

  it.each(['normal', 'rbbb', 'lbbb'] as const)(
    'has QRS bounds and peaks where the signal has them: %s',
    (morphology) => {
      const { recording, truth } = quiet({ morphology, sampleRateHz: 1000 });
      const size = magnitude(recording);
      let checked = 0;
      for (const { qrs } of truth.beats) {
        if (qrs.onsetS === null || qrs.peakS === null || qrs.offsetS === null) continue;
        // The stated definition, measured on the samples: P, ST and T are in them, the truth knows the QRS by itself.
        const from = Math.round((qrs.onsetS - 0.03) * 1000);
        const to = Math.round((qrs.offsetS + 0.02) * 1000);
        if (from < 0 || to >= size.length) continue;
        const leaves = (i: number) =>
          recording.leads.some(({ samplesMv }) => Math.abs(samplesMv[i]! - samplesMv[from]!) > 0.01);
        let onset = from;
        while (onset < to && !leaves(onset)) onset++;
        expect(Math.abs(onset / 1000 - qrs.onsetS)).toBeLessThanOrEqual(0.004);
        let peak = from;
        for (let i = from; i <= to; i++) if (size[i]! > size[peak]!) peak = i;
        expect(Math.abs(peak / 1000 - qrs.peakS)).toBeLessThanOrEqual(0.004);
        checked++;
      }
      expect(checked).toBeGreaterThan(8);
    },
  );

  it('has the QRS offset where the signal stops changing fast', () => {
    const { recording, truth } = quiet({ sampleRateHz: 1000 });
    const size = magnitude(recording);
    for (const { qrs } of truth.beats) {
      if (qrs.peakS === null || qrs.offsetS === null || qrs.offsetS > 9.9) continue;
      let last = Math.round(qrs.peakS * 1000);
      for (let i = last; i < qrs.peakS * 1000 + 100; i++) if (Math.abs(size[i + 1]! - size[i - 1]!) > 0.006) last = i;
      expect(Math.abs(last / 1000 - qrs.offsetS)).toBeLessThanOrEqual(0.004);
    }
  });

  it('has physiological intervals in a normal heart', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { measurements } = quiet({ seed }).truth;
      expect(measurements.qrsMs).toBeGreaterThanOrEqual(80);
      expect(measurements.qrsMs).toBeLessThanOrEqual(102);
      expect(measurements.prMs).toBeGreaterThanOrEqual(145);
      expect(measurements.prMs).toBeLessThanOrEqual(182);
      expect(measurements.qrsAxisDeg).toBeGreaterThan(30);
      expect(measurements.qrsAxisDeg).toBeLessThan(75);
      expect(measurements.qtMs).toBeGreaterThan(350);
      expect(measurements.qtMs).toBeLessThan(430);
    }
    expect(quiet({ heartRateBpm: 100 }).truth.measurements.qtMs!).toBeLessThan(
      quiet({ heartRateBpm: 60 }).truth.measurements.qtMs! - 30,
    );
  });
});

describe('leads', () => {
  it('hold Einthoven: II = I + III to the last step', () => {
    const { recording } = synthesise(synthSpec({ seed: 3 }));
    const steps = (name: string) => Array.from(lead(recording, name), (mv) => Math.round(mv * 1000) + 0);
    const [one, two, three] = [steps('I'), steps('II'), steps('III')];
    expect(two).toEqual(one.map((value, i) => value + three[i]!));
  });

  it('show the R wave grow from V1 to V4 or V5', () => {
    const { recording } = quiet();
    const r = ['V1', 'V2', 'V3', 'V4'].map((name) => Math.max(...lead(recording, name)));
    expect([...r].sort((a, b) => a - b)).toEqual(r);
    expect(r[3]).toBeGreaterThan(1);
    expect(r[3]).toBeLessThan(2.2);
  });
});

describe('rhythms', () => {
  it('atrial fibrillation: irregular, no P, fibrillatory waves largest in V1', () => {
    const { recording, truth } = quiet({ rhythm: 'atrial-fibrillation', heartRateBpm: 85, durationS: 60 });
    expect(truth.beats.every((beat) => beat.p === null)).toBe(true);
    expect(variation(intervals(truth.beats.map((beat) => beat.timeS)))).toBeGreaterThan(0.15);
    expect(variation(intervals(quiet({ durationS: 60 }).truth.beats.map((beat) => beat.timeS)))).toBeLessThan(0.06);
    const before = truth.beats.flatMap(({ qrs }) => (qrs.onsetS === null ? [] : [qrs.onsetS])).slice(1);
    const activity = (name: string) => {
      const mv = lead(recording, name);
      return mean(
        before.map((onsetS) => {
          const window = mv.slice(Math.round((onsetS - 0.08) * 500), Math.round((onsetS - 0.01) * 500));
          return Math.max(...window) - Math.min(...window);
        }),
      );
    };
    expect(activity('V1')).toBeGreaterThan(activity('II'));
    expect(activity('V1')).toBeGreaterThan(2 * activity('V6'));
  });

  it('bigeminy: N and V alternate, V early, wide, and followed by a full compensatory pause', () => {
    const { truth } = quiet({ rhythm: 'ventricular-bigeminy', heartRateBpm: 74, durationS: 30 });
    const { beats } = truth;
    for (let i = 1; i < beats.length; i++) expect(beats[i]!.class).not.toBe(beats[i - 1]!.class);
    const sinusS = 60 / 74;
    for (let i = 1; i + 1 < beats.length; i++) {
      if (beats[i]!.class !== 'V') continue;
      expect(beats[i]!.timeS - beats[i - 1]!.timeS).toBeLessThan(0.75 * sinusS);
      expect(Math.abs(beats[i + 1]!.timeS - beats[i - 1]!.timeS - 2 * sinusS)).toBeLessThan(0.15);
      expect(beats[i]!.qrs.offsetS! - beats[i]!.qrs.onsetS!).toBeGreaterThan(0.12);
    }
    expect(truth.blockedP.length).toBeGreaterThan(15);
  });

  it('paced: every spike shows at 500 Hz in II, just before a wide QRS', () => {
    const { recording, truth } = quiet({ rhythm: 'ventricular-paced' });
    const two = lead(recording, 'II');
    expect(truth.spikes.length).toBeGreaterThan(8);
    for (const { timeS } of truth.spikes) {
      const at = Math.round(timeS * 500);
      if (at < 6 || at > two.length - 6) continue;
      const near = two.slice(at - 1, at + 3);
      expect(Math.max(...near) - two[at - 5]!).toBeGreaterThan(0.3);
      const beat = truth.beats.find(({ qrs }) => qrs.onsetS !== null && Math.abs(qrs.onsetS - timeS) < 0.03);
      if (timeS < 9.8) expect(beat?.class).toBe('paced');
    }
    expect(truth.measurements.qrsMs).toBeGreaterThan(140);
  });
});

describe('morphologies', () => {
  const stAt60 = (recording: Recording, offsets: readonly number[], name: string): number =>
    mean(offsets.filter((s) => s < 9.8).map((s) => lead(recording, name)[Math.round((s + 0.06) * 500)]!));

  it('inferior infarction: ST up in III more than in II, down in aVL and I', () => {
    const { recording, truth } = quiet({ morphology: 'inferior-st-elevation' });
    const offsets = truth.beats.flatMap(({ qrs }) => (qrs.offsetS === null ? [] : [qrs.offsetS]));
    const st = (name: string) => stAt60(recording, offsets, name);
    expect(st('II')).toBeGreaterThan(0.1);
    expect(st('III')).toBeGreaterThan(st('II'));
    expect(st('aVF')).toBeGreaterThan(0.1);
    expect(st('aVL')).toBeLessThan(-0.1);
    expect(st('I')).toBeLessThan(0);
  });

  it('bundle branch blocks: late R in V1 and S in I and V6, or deep V1 and upright V6', () => {
    const right = quiet({ morphology: 'rbbb' });
    expect(right.truth.measurements.qrsMs).toBeGreaterThan(120);
    expect(Math.max(...lead(right.recording, 'V1'))).toBeGreaterThan(0.5);
    expect(Math.min(...lead(right.recording, 'I'))).toBeLessThan(-0.25);
    const left = quiet({ morphology: 'lbbb' });
    expect(left.truth.measurements.qrsMs).toBeGreaterThan(120);
    expect(Math.min(...lead(left.recording, 'V1'))).toBeLessThan(-1);
    expect(Math.max(...lead(left.recording, 'V6'))).toBeGreaterThan(0.7);
  });
});

describe('electrodes off', () => {
  const whole = synthesise(synthSpec({ seed: 9 })).recording;
  const without = (electrode: SynthSpec['electrodesOff'][number]['electrode'], shows: 'flat' | 'rail' = 'flat') =>
    synthesise(synthSpec({ seed: 9, electrodesOff: [{ electrode, shows, fromS: 0, toS: null }] })).recording;
  const changed = (recording: Recording): string[] =>
    recording.leads
      .filter((each) => each.samplesMv.some((mv, i) => mv !== lead(whole, each.name)[i]))
      .map((each) => each.name);

  it('V4: that lead alone', () => {
    expect(changed(without('V4'))).toEqual(['V4']);
    expect(largest(lead(without('V4'), 'V4'))).toBe(0);
    expect(new Set(lead(without('V4', 'rail'), 'V4'))).toEqual(new Set([5]));
  });

  it('left arm: I is flat, the limb leads but II are wrong, the chest leads a little', () => {
    const recording = without('LA');
    expect(largest(lead(recording, 'I'))).toBe(0);
    expect(lead(recording, 'II')).toEqual(lead(whole, 'II'));
    expect(changed(recording)).toEqual(['I', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
    const shift = lead(recording, 'V5').map((mv, i) => mv - lead(whole, 'V5')[i]!);
    expect(largest(shift)).toBeLessThan(0.25 * largest(lead(whole, 'V5')));
  });
});

describe('files', () => {
  const original = synthesise(
    synthSpec({ seed: 4, durationS: 3, patient: { id: 'SYNTHETIC-04', ageYears: 61, sex: 'F' } }),
  ).recording;
  const gap: Recording = {
    ...original,
    startTime: '2026-03-04T05:06:07',
    leads: original.leads.map((each) =>
      each.name === 'V2' ? { ...each, samplesMv: each.samplesMv.map((mv, i) => (i < 20 ? Number.NaN : mv)) } : each,
    ),
  };

  it.each([
    ['WFDB', (recording: Recording) => encodeWfdb(recording, 'round')],
    ['CSV', (recording: Recording) => [encodeCsv(recording, 'round')]],
  ])('come back as they were: %s', (_, encode) => {
    const decoded = decodeFiles(encode(gap), {});
    if (!decoded.ok) throw new Error(decoded.error.message);
    const { recording } = decoded.value;
    expect(recording.sampleRateHz).toBe(500);
    expect(recording.startTime).toBe(gap.startTime);
    expect(recording.patient).toMatchObject({ ageYears: 61, sex: 'F' });
    expect(recording.device).toContain('synthetic');
    for (const each of gap.leads) {
      const back = lead(recording, each.name);
      expect(back).toHaveLength(gap.sampleCount);
      each.samplesMv.forEach((mv, i) => {
        if (Number.isNaN(mv)) expect(back[i]).toBeNaN();
        else expect(Math.abs(back[i]! - mv)).toBeLessThanOrEqual(0.00051);
      });
    }
  });

  it('WFDB: a lead too large for 1 uV steps is written coarser, not clipped', () => {
    const tall = original.leads[0]!.samplesMv.map((mv) => mv + 100);
    const recording = { ...original, leads: [{ ...original.leads[0]!, samplesMv: tall }] };
    const decoded = decodeFiles(encodeWfdb(recording, 'tall'), {});
    if (!decoded.ok) throw new Error(decoded.error.message);
    expect(Math.abs(lead(decoded.value.recording, 'I')[100]! - tall[100]!)).toBeLessThan(0.003);
  });
});
