import { expect, test } from 'vitest';
import { rrSeries, rrSpread } from './rrSeries.ts';

test('n beats give n - 1 intervals, each at the beat that ends it', () => {
  const { timeS, rrMs } = rrSeries([{ timeS: 0.5 }, { timeS: 1.25 }, { timeS: 2.25 }]);
  expect(timeS).toEqual([1.25, 2.25]);
  expect(rrMs).toEqual([750, 1000]);
  expect(rrSeries([{ timeS: 1 }]).rrMs).toEqual([]);
  expect(rrSeries([]).rrMs).toEqual([]);
});

test('spread: alternating intervals change by more than they vary', () => {
  const spread = rrSpread([800, 900, 800, 900, 800]);
  expect(spread?.rmssdMs).toBeCloseTo(100, 9);
  expect(spread?.sdnnMs).toBeCloseTo(54.77, 2);
  expect(rrSpread([800, 900])).toBeNull();
});
