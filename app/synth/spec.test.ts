import { expect, it } from 'vitest';
import { morphologies, rhythmCatalogue, rhythms } from './catalogue.ts';
import { synthSpec, synthSpecSchema } from './spec.ts';

it('has a usual rate within the range of every rhythm', () => {
  for (const rhythm of rhythms) {
    const [usual, lowest, highest] = rhythmCatalogue[rhythm].bpm;
    expect(usual).toBeGreaterThanOrEqual(lowest);
    expect(usual).toBeLessThanOrEqual(highest);
    expect(synthSpecSchema.safeParse(synthSpec({ seed: 1, rhythm })).success).toBe(true);
  }
  expect(rhythms.length).toBe(31);
  expect(morphologies.length).toBe(33);
});

it.each([
  ['failure to sense', { pacing: { mode: 'DDD', fault: 'sense', pulseMs: 0.5 } }],
  ['a pacemaker goes with', { rhythm: 'asystole', pacing: { mode: 'VVI', fault: 'none', pulseMs: 0.5 } }],
  ['calibration and analytic', { rhythm: 'sinus', morphology: 'cal-triangle' }],
] as const)('says what does not go together: %s', (message, change) => {
  const parsed = synthSpecSchema.safeParse(synthSpec({ seed: 1, ...change }));
  expect(parsed.error?.issues[0]?.message).toContain(message);
});
