import { expect, test } from 'vitest';
import type { Alarm, AlarmKind } from './alarm.ts';
import { whyNoRate } from './whyNoRate.ts';

const whyOf = (...kinds: readonly AlarmKind[]) =>
  whyNoRate(kinds.map((kind): Alarm => ({ kind, sinceS: 1, atS: 2, detail: '' })));

test('the reason is the one that makes the others pointless; without any alarm of it there are too few beats', () => {
  expect(whyOf('asystole', 'no-signal')).toBe('no-signal');
  expect(whyOf('not-readable', 'lead-off')).toBe('not-readable');
  expect(whyOf('ventricular-fibrillation', 'not-readable')).toBe('ventricular-fibrillation');
  expect(whyOf('asystole', 'pause')).toBe('asystole');
  expect(whyOf('lead-off')).toBe('few-beats');
});
