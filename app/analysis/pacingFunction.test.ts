import { expect, test } from 'vitest';
import { type PacingSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { pacingFunction } from './pacingFunction.ts';

const v = (timeS: number) => ({ timeS, leads: ['II'], chamber: 'V' as const });
const lost = (timeS: number) => ({ timeS, leads: ['II'], chamber: '?' as const });

test.each([
  ['AAI', 'A'],
  ['VVI', 'V'],
  ['DDD', 'A+V'],
  ['BiV', 'V'],
] as const)('%s paces %s, and nothing is amiss', (mode, chambers) => {
  const pacing: PacingSpec = { mode, fault: 'none', pulseMs: 0.5 };
  const { recording } = synthesise(synthSpec({ seed: 5, sampleRateHz: 500, heartRateBpm: 66, pacing }));
  expect(analyzeSignal(recording, { lead: null }).pacing).toMatchObject({ paced: true, mode: chambers, faults: [] });
});

test.each(['capture', 'sense'] as const)('failure to %s is told', (fault) => {
  const pacing: PacingSpec = { mode: 'VVI', fault, pulseMs: 0.5 };
  const { recording } = synthesise(synthSpec({ seed: 7, sampleRateHz: 500, heartRateBpm: 66, pacing }));
  const { faults } = analyzeSignal(recording, { lead: null }).pacing;
  expect(faults.map(({ kind }) => kind)).toEqual([fault === 'sense' ? 'sensing' : 'capture']);
});

test('a pulse into muscle that was just active, or at the very end, is no loss of capture', () => {
  const beats = [1, 2, 3, 4];
  const spikes = [v(0.95), v(1.95), lost(2.2), v(2.95), lost(3.2), v(3.95), lost(4.7), lost(4.9)];
  const own = [false, false, false, false];
  expect(pacingFunction(spikes, beats, own, 5).faults).toEqual([]);
  expect(pacingFunction([v(0.95), lost(1.5), v(1.95), lost(2.5), v(2.95)], beats, own, 5).faults).toEqual([
    { kind: 'capture', spikes: [1, 3] },
  ]);
});

test('no spikes: no chamber, no fault', () => {
  expect(pacingFunction([], [1, 2], [true, true], 3)).toEqual({ mode: null, faults: [] });
});
