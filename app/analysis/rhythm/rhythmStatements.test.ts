import { expect, test } from 'vitest';
import { analysisSchema } from '../schema.ts';
import { basicCodes, type RhythmCode } from './finding.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';
import { rhythmFindings, rhythmStatements } from './rhythmStatements.ts';
import { sinusEvidence, withKinds } from './testEvidence.ts';

const every = (rrS: number, count = 10): number[] => new Array<number>(count).fill(rrS);
const codesOf = (evidence: RhythmEvidence): RhythmCode[] => rhythmFindings(evidence).map(({ code }) => code);
const withoutP = (evidence: RhythmEvidence, qrsMs = 90): RhythmEvidence => ({
  ...evidence,
  qrsMs,
  beats: evidence.beats.map((beat) => ({ ...beat, prMs: null, qrsMs })),
  atria: { ...evidence.atria, markedShare: 0, prMs: null, prSpreadMs: null, likeness: 0, prominence: 1 },
});

test('the sinus rate decides between slow, usual and fast; each flips at its limit', () => {
  expect(codesOf(sinusEvidence(every(60 / 59.4)))).toEqual(['sinus-bradycardia']);
  expect(codesOf(sinusEvidence(every(60 / 60.5)))).toEqual(['sinus-rhythm']);
  expect(codesOf(sinusEvidence(every(60 / 99.5)))).toEqual(['sinus-rhythm']);
  expect(codesOf(sinusEvidence(every(60 / 100.6)))).toEqual(['sinus-tachycardia']);
  const [slow] = rhythmFindings(sinusEvidence(every(60 / 50)));
  expect(slow).toMatchObject({ text: 'Sinus bradycardia, rate 50/min', evidence: { threshold: 60, flipsAt: 60 } });
});

test('PR beyond 200 ms is a first-degree block and nothing else changes', () => {
  const at = (prMs: number): RhythmCode[] => {
    const evidence = sinusEvidence(every(0.8));
    return codesOf({ ...evidence, atria: { ...evidence.atria, prMs } });
  };
  expect(at(199)).toEqual(['sinus-rhythm']);
  expect(at(201)).toEqual(['sinus-rhythm', 'av-block-1']);
});

test('a pause begins beyond 2 s and is critical beyond 3 s', () => {
  const at = (rrS: number) => rhythmFindings(sinusEvidence([...every(0.9, 5), rrS, ...every(0.9, 3)]));
  expect(at(1.95).map(({ code }) => code)).not.toContain('pause');
  expect(at(2.1).find(({ code }) => code === 'pause')).toMatchObject({ critical: false, text: 'Pause of 2.1 s' });
  expect(at(3.2).find(({ code }) => code === 'pause')).toMatchObject({ critical: true });
});

test('a pause of 6 s or more is a long one; behind the last beat it is a standstill', () => {
  const long = rhythmFindings(sinusEvidence([...every(0.9, 5), 6.2, ...every(0.9, 3)]));
  expect(long.find(({ code }) => code === 'pause-long')).toMatchObject({ critical: true });
  const open = rhythmFindings(sinusEvidence(every(0.9), { silentS: { before: 0.5, after: 5.6 } }));
  expect(open.map(({ code }) => code)).toEqual(['sinus-rhythm', 'standstill']);
  expect(open[1]).toMatchObject({ critical: true, text: expect.stringContaining('No beat in the last 5.6 s') });
});

test('regular without P waves: junctional, supraventricular, and ventricular where the QRS is wide', () => {
  expect(codesOf(withoutP(sinusEvidence(every(60 / 52))))).toEqual(['junctional-rhythm']);
  expect(codesOf(withoutP(sinusEvidence(every(60 / 190, 25))))).toEqual([
    'supraventricular-tachycardia',
    'rate-extreme',
  ]);
  expect(rhythmFindings(withoutP(sinusEvidence(every(60 / 140, 20)), 160))[0]).toMatchObject({
    code: 'ventricular-tachycardia',
    critical: true,
  });
  expect(codesOf(withoutP(sinusEvidence(every(60 / 70)), 160))).toEqual(['idioventricular-rhythm']);
  expect(codesOf(withoutP(sinusEvidence(every(60 / 33, 5)), 160))).toEqual([
    'ventricular-escape-rhythm',
    'rate-extreme',
  ]);
});

test('junctional needs the absence of P waves shown: in several leads, or clearly', () => {
  const junctional = withoutP(sinusEvidence(every(60 / 52)));
  const at = (change: Partial<RhythmEvidence>, marks: Partial<RhythmEvidence['atria']> = {}): string =>
    rhythmFindings({ ...junctional, ...change, atria: { ...junctional.atria, ...marks } })[0]!.text;
  expect(at({ leadCount: 1 })).toMatch(/^Junctional rhythm/);
  expect(at({ leadCount: 1 }, { likeness: 0.4 })).toContain('P waves not seen: sinus or junctional');
  expect(at({ leadCount: 1 }, { markedShare: 0.15 })).toContain('P waves not seen');
  expect(at({}, { markedShare: 0.15 })).toMatch(/^Junctional rhythm/);
  expect(at({}, { markedShare: 0.3 })).toContain('P waves not seen');
  const fast = withoutP(sinusEvidence(every(60 / 80, 12)));
  expect(rhythmFindings(fast)[0]?.text).toMatch(/^Accelerated junctional rhythm/);
  expect(rhythmFindings({ ...fast, leadCount: 1 })[0]?.code).toBe('rhythm-undetermined');
});

test('ventricular beats: single, couplet, bigeminy, trigeminy, run', () => {
  const read = (kinds: string): RhythmCode[] => codesOf(withKinds(sinusEvidence(every(0.62, kinds.length - 1)), kinds));
  expect(read('uuuvuuuuu')).toEqual(['sinus-rhythm', 'ventricular-premature']);
  expect(read('uuuvvuuuu')).toEqual(['sinus-rhythm', 'ventricular-couplet']);
  expect(read('uvuvuvuvu')).toEqual(['sinus-rhythm', 'ventricular-bigeminy']);
  expect(read('uvuuvuuvu')).toEqual(['sinus-rhythm', 'ventricular-trigeminy']);
  const run = rhythmFindings(withKinds(sinusEvidence(every(0.5, 8)), 'uuuvvvuuu'))[1];
  expect(run).toMatchObject({ critical: true, evidence: { beats: [3, 4, 5], value: 3, threshold: 3 } });
  expect(codesOf(withKinds(sinusEvidence(every(0.7, 8)), 'uuuvvvuuu'))).toContain('ventricular-run-slow');
});

test('a train of P waves that the QRS complexes do not follow is a complete block, and critical', () => {
  const evidence = withoutP(sinusEvidence(every(60 / 42, 7)));
  const timesS = Array.from({ length: 14 }, (_, i) => 0.3 + 0.75 * i);
  const train = { periodS: 0.75, timesS, seen: timesS.map(() => true), seenCount: 14, missedCount: 0, otherCount: 0 };
  const found = rhythmFindings({ ...evidence, atria: { ...evidence.atria, train, coupling: 0.3 } });
  expect(found.map(({ code }) => code)).toEqual(['junctional-rhythm', 'av-block-3']);
  expect(found[1]).toMatchObject({ critical: true });
});

test('a blocked P wave behind a growing PR is Wenckebach, behind a constant one Mobitz II', () => {
  const rrS = [0.8, 0.8, 1.6, 0.8, 0.8, 1.6, 0.8, 0.8];
  const at = (distanceMs: readonly number[]): RhythmCode[] => {
    const evidence = sinusEvidence(rrS);
    const timesS = Array.from({ length: 11 }, (_, i) => 0.3 + 0.8 * i);
    const train = { periodS: 0.8, timesS, seen: timesS.map(() => true), seenCount: 11, missedCount: 0, otherCount: 0 };
    const unconducted = [0, 0, 0, 1, 0, 0, 1, 0, 0];
    return codesOf({
      ...evidence,
      atria: { ...evidence.atria, train, unconducted, unconductedClear: unconducted, distanceMs },
    });
  };
  expect(at([160, 160, 160, 160, 160, 160, 160, 160, 160])).toEqual(['sinus-rhythm', 'av-block-2-mobitz']);
  expect(at([160, 230, 270, 160, 230, 270, 160, 230, 270])).toEqual(['sinus-rhythm', 'av-block-2-wenckebach']);
});

test('irregular without P waves is fibrillation, critical at extreme rates', () => {
  const irregular = [0.55, 0.9, 0.7, 1.1, 0.6, 0.85, 0.5, 1.0, 0.65, 0.75, 0.95];
  const fibrillating = (part: number): RhythmEvidence => {
    const evidence = withoutP(sinusEvidence(irregular.map((rr) => part * rr)));
    const irregularity = {
      ...evidence.irregularity!,
      normalisedRmssd: 0.35,
      usualChange: 0.3,
      differingShare: 0.9,
      cosEn: -0.2,
    };
    return {
      ...evidence,
      irregularity,
      steadyIrregularity: irregularity,
      network: { N: 0.02, A: 0.9, O: 0.06, '~': 0.02 },
    };
  };
  const [found] = rhythmFindings(fibrillating(1));
  expect(found).toMatchObject({ code: 'atrial-fibrillation', critical: false });
  expect(found?.text).toBe('Atrial fibrillation, ventricular rate 77/min');
  expect(rhythmFindings(fibrillating(0.5))[0]).toMatchObject({ code: 'atrial-fibrillation', critical: true });
});

test('pulses make a paced rhythm of their chambers', () => {
  const spike = (timeS: number, chamber: 'A' | 'V') => ({ timeS, leads: ['II'], chamber });
  const paced = withKinds(sinusEvidence(every(0.9)), 'ppppppppppp');
  const pacing = {
    paced: true,
    mode: null,
    faults: [],
    limitation: null,
    spikes: paced.beats.map(({ timeS }) => spike(timeS - 0.05, 'V')),
  };
  expect(codesOf({ ...paced, pacing })).toEqual(['ventricular-paced-rhythm']);
  const both = [...pacing.spikes, ...paced.beats.map(({ timeS }) => spike(timeS - 0.2, 'A'))];
  expect(codesOf({ ...paced, pacing: { ...pacing, spikes: both } })).toEqual(['dual-paced-rhythm']);
  expect(codesOf({ ...paced, pacing: { ...pacing, mode: 'A' } })[0]).toBe('atrial-paced-rhythm');
});

test('what pulses failed to do is stated: capture by what the ventricles do without it', () => {
  const spikes = [1, 2, 3].map((timeS) => ({ timeS, leads: ['II'], chamber: '?' as const }));
  const pacing = { paced: true, mode: 'V' as const, limitation: null, spikes };
  const at = (rrS: number, kind: 'capture' | 'sensing') =>
    rhythmFindings(sinusEvidence(every(rrS), { pacing: { ...pacing, faults: [{ kind, spikes: [0, 2] }] } }));
  expect(at(1.7, 'capture').find(({ code }) => code === 'pacing-no-capture')).toMatchObject({
    critical: true,
    evidence: { criterion: expect.stringContaining('at 1.00, 3.00 s'), value: 2 },
  });
  expect(at(0.9, 'capture').map(({ code }) => code)).toContain('pacing-intermittent-capture');
  expect(at(0.9, 'sensing').map(({ code }) => code)).toContain('pacing-undersensing');
});

test('wide beats of which most are paced are a paced rhythm and none of the ventricles', () => {
  const wide = withoutP(sinusEvidence(every(0.85)), 160);
  const pacing = { paced: true, mode: 'V' as const, faults: [], limitation: null, spikes: [] };
  const [found] = rhythmFindings({ ...withKinds(wide, 'ppppppuuuuu'), pacing });
  expect(found).toMatchObject({ code: 'ventricular-paced-rhythm' });
  expect(found?.text).toContain("with 5 beats of the heart's own");
});

test('exactly one basic rhythm stands first, whatever the evidence', () => {
  const basic: readonly string[] = basicCodes;
  for (const kinds of ['uuu', 'uvuvu', 'eueue', 'vvvvv', 'ppppp', 'uu'])
    for (const rr of [0.25, 0.5, 0.8, 1.5, 4])
      for (const evidence of [
        sinusEvidence(every(rr, kinds.length - 1)),
        withoutP(sinusEvidence(every(rr, kinds.length - 1)), 150),
      ]) {
        const codes = codesOf(withKinds(evidence, kinds));
        expect(codes.filter((code) => basic.includes(code))).toEqual([codes[0]]);
      }
});

test('no beats: asystole where the leads are quiet, nothing where they are not', () => {
  const none = { ...sinusEvidence(every(0.8)), beats: [], rrS: [], rateBpm: null };
  expect(rhythmFindings({ ...none, activityMv: 0.01 })).toMatchObject([{ code: 'asystole', critical: true }]);
  expect(rhythmFindings({ ...none, activityMv: 0.2 })).toEqual([]);
});

test('statements fit the result format, each with its source and a confidence below certainty', () => {
  const statements = rhythmStatements(withKinds(sinusEvidence(every(0.6, 8)), 'uvuvuvuvu'));
  const schema = analysisSchema.shape.rhythm.shape.statements;
  expect(schema.parse(statements)).toEqual(statements);
  for (const { source, confidence } of statements) {
    expect(source.length).toBeGreaterThan(20);
    expect(confidence).toBeGreaterThan(0.3);
    expect(confidence).toBeLessThan(0.98);
  }
});

test('a measured PR beside wide beats is no rhythm of the ventricles, save a fast or a slow one', () => {
  const at = (rateBpm: number, uncertaintyMs: number | null): string => {
    const evidence = withoutP(sinusEvidence(every(60 / rateBpm, 20)), 160);
    return rhythmFindings({ ...evidence, measuredPr: { ms: 176, uncertaintyMs } })[0]!.code;
  };
  expect(at(70, 13)).toBe('rhythm-undetermined');
  expect(at(70, 40)).toBe('idioventricular-rhythm');
  expect(at(70, null)).toBe('idioventricular-rhythm');
  expect(at(140, 13)).toBe('ventricular-tachycardia');
  expect(at(33, 13)).toBe('ventricular-escape-rhythm');
});

test('the sinus rate is the one that is shown, and blocked P waves have a rate of their own', () => {
  const at = (rateBpm: number) => rhythmFindings(sinusEvidence(every(60 / rateBpm)))[0];
  expect(at(59.7)).toMatchObject({ code: 'sinus-rhythm', text: 'Sinus rhythm, rate 60/min' });
  expect(at(100.4)).toMatchObject({ code: 'sinus-rhythm', text: 'Sinus rhythm, rate 100/min' });
  const early = withKinds(sinusEvidence([1, 1, 0.6, 1, 1, 1.02, 1.03, 1]), 'uuueuuuuu');
  expect(rhythmFindings(early)[0]!.text).toBe(`Sinus rhythm, rate ${Math.round(early.rateBpm!)}/min`);
});

test('the PR of a first-degree block is the measured one, and without one says of which beats it is', () => {
  const evidence = sinusEvidence(every(0.8));
  const found = (ms: number | null) =>
    rhythmFindings({
      ...evidence,
      atria: { ...evidence.atria, prMs: 284 },
      measuredPr: ms === null ? null : { ms, uncertaintyMs: 10 },
    })[1]?.text;
  expect(found(267)).toBe('First-degree AV block, PR 267 ms');
  expect(found(180)).toBeUndefined();
  expect(found(null)).toContain('PR 284 ms in the beats with a P wave');
});

test('the usual interval of a slow even rhythm is no pause', () => {
  const at = (rrS: readonly number[]) =>
    rhythmFindings(sinusEvidence(rrS)).find(({ code }) => code.startsWith('pause'))?.text;
  expect(at(every(2.2, 5))).toBeUndefined();
  expect(at([...every(2.2, 4), 3.2])).toBe('Pause of 3.2 s');
  expect(at(every(6.5, 3))).toContain('3 pauses');
  expect(at([1.2, 2.1, 0.9, 1.6, 1.1, 1.9])).toBe('Pause of 2.1 s');
});
