import { describe, expect, it } from 'vitest';
import { choiceProblems, screenProblems } from './choice.ts';
import { type SynthSpec, synthSpec } from './spec.ts';

const problems = (change: Partial<SynthSpec>) => choiceProblems(synthSpec({ seed: 1, ...change })).join(' ');
const off = { electrode: 'V4', shows: 'flat', fromS: 0, toS: null } as const;
const paced = { mode: 'VVI', fault: 'none', pulseMs: 0.5 } as const;

describe('a choice that makes a recording', () => {
  it.each<Partial<SynthSpec>>([
    {},
    { rhythm: 'regular', morphology: 'cal-triangle' },
    { pacing: paced, heartRateBpm: 45 },
    { pacing: paced, rhythm: 'atrial-fibrillation', heartRateBpm: 70 },
    { electrodesOff: [{ ...off, fromS: 3, toS: 12 }] },
    { sampleRateHz: 1000, resolutionUv: 0.2, railMv: 5 },
  ])('%j', (change) => expect(problems(change)).toBe(''));
});

describe('why a choice makes none', () => {
  it.each<[Partial<SynthSpec>, string]>([
    [{ sampleRateHz: 99 }, 'Sampling rate: 100 to 1000 Hz.'],
    [{ durationS: Number.NaN }, 'Duration: 0.1 to 3600 s.'],
    [{ heartRateBpm: Number.POSITIVE_INFINITY }, 'Rate: 20 to 300 beats a minute.'],
    [{ railMv: 0, resolutionUv: -1 }, 'Resolution: 0.01 to 100 uV. Clipping: 0.1 to 100 mV.'],
    [{ seed: 0.5 }, 'seed'],
    [{ seed: Number.NaN }, 'Seed: -1000000000 to 1000000000, a whole number.'],
    [{ pacing: { ...paced, pulseMs: 3 } }, 'pacing.pulseMs'],
    [{ rhythm: 'sinus-bradycardia', heartRateBpm: 120 }, 'do not go with sinus bradycardia: 20 to 59.'],
    [{ pacing: paced, heartRateBpm: 200 }, 'do not go with a pacemaker: 30 to 150.'],
    [{ rhythm: 'asystole', pacing: paced }, 'A pacemaker goes with sinus rhythm'],
    [{ pacing: { ...paced, mode: 'DDD', fault: 'sense' } }, 'Failure to sense is modelled in VVI only.'],
    [{ morphology: 'analytic-r' }, 'Calibration and analytic shapes go with the rhythm "regular"'],
    [{ swapped: [['LA', 'LA']] }, 'LA cannot be swapped with itself.'],
    [{ electrodesOff: [{ ...off, fromS: 10 }] }, 'V4 comes off at 10 s, after the end of the recording.'],
    [{ electrodesOff: [{ ...off, fromS: 5, toS: 4 }] }, 'V4 holds again at 4 s, before it comes off.'],
    [{ resolutionUv: 0.05 }, 'Steps of 0.05 uV reach 1.64 mV in 16 bits, clipping is at 5 mV'],
  ])('%j', (change, expected) => expect(problems(change)).toContain(expected));

  it('knows what text keeps, and how long a person waits in front of a window', () => {
    const fine = synthSpec({ seed: 1, resolutionUv: 0.05 });
    expect(choiceProblems(fine, 'csv')).toEqual(['CSV keeps steps of 0.1 uV, not of 0.05 uV.']);
    const long = synthSpec({ seed: 1, durationS: 601 });
    expect(choiceProblems(long)).toEqual([]);
    expect(screenProblems(long)[0]).toContain('At most 600 s');
  });
});
