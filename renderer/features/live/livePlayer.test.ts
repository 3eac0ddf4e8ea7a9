import { expect, test } from 'vitest';
import { synthSpec } from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';
import { createLivePlayer } from './livePlayer.ts';

const { recording } = synthesise(
  synthSpec({ seed: 3, durationS: 20, sampleRateHz: 250, rhythm: 'ventricular-bigeminy' }),
);
const classes = {
  model: 'm',
  version: '1.0.0',
  lead: 'II',
  classes: Array.from({ length: 40 }, (_, k) => ({
    aami: k % 2 === 0 ? ('N' as const) : ('V' as const),
    probability: 1,
  })),
};
const player = (given: typeof classes | null) => {
  const created = createLivePlayer(recording, given);
  if (!created.ok) throw new Error(created.error.message);
  return created.value;
};

test('however fast it is played, the same is known at the same time; a class is not known before it is due', () => {
  const slow = player(classes);
  for (let timeS = 0; timeS <= 15; timeS += 0.017) slow.playTo(timeS);
  slow.playTo(15);
  const fast = player(classes);
  fast.playTo(15);
  expect(fast.scene(3)).toEqual(slow.scene(3));
  expect(fast.alarms()).toEqual(slow.alarms());
  expect(fast.bpm()).toBe(slow.bpm());
  expect(fast.alarms().map(({ kind }) => kind)).toContain('ventricular-bigeminy');
  for (const { timeS, aami } of fast.scene(1).beats) {
    expect(timeS).toBeLessThan(15);
    expect(aami === null).toBe(timeS > 15 - 0.6);
  }
});

test('the judged lead stands first; it ends with the recording; without classes there are beats', () => {
  const plain = player(null);
  plain.playTo(1000);
  expect(plain.nowS()).toBe(20);
  expect(plain.scene(3).leads.map(({ name }) => name)).toEqual(['II', 'V1', 'V5']);
  expect(plain.scene(1).leads).toHaveLength(1);
  expect(plain.scene(1).beats.length).toBeGreaterThan(10);
  expect(plain.alarms()).toEqual([]);
  expect(createLivePlayer({ ...recording, sampleRateHz: 10 }, null)).toMatchObject({ ok: false });
});
