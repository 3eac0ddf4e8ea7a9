import { above, all, any, atLeast, atMost, below, byAge } from '../conditions.ts';
import { global } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import { sources } from './sources.ts';

const axis = global('qrsAxisDeg');

/** Left and right end of what is normal, degrees; of newborns the axis points to the right. */
const leftEnd = byAge([1 / 12, 30], [1, 10], [5, 5], [16, 0], [Number.POSITIVE_INFINITY, -30]);
const rightEnd = byAge([1 / 12, 190], [1, 120], [5, 100], [8, 140], [16, 120], [Number.POSITIVE_INFINITY, 90]);

/** Where a right deviation begins; of adults, 90 to 95 degrees is within what is measured twice differently. */
const rightFrom = byAge([1 / 12, 190], [1, 120], [5, 100], [8, 140], [16, 120], [Number.POSITIVE_INFINITY, 95]);
const borderlineFrom = byAge([16, null], [Number.POSITIVE_INFINITY, 90]);

const common = { group: 'axis', source: sources.aha2009conduction } as const;

export const axisRules: readonly Rule[] = [
  {
    ...common,
    code: 'axis-normal',
    text: 'Normal QRS axis',
    condition: all(atLeast(axis, leftEnd), atMost(axis, rightEnd)),
  },
  {
    ...common,
    code: 'axis-left',
    text: 'Left axis deviation',
    condition: all(below(axis, leftEnd), atLeast(axis, -90)),
  },
  {
    ...common,
    code: 'axis-right',
    text: 'Right axis deviation',
    condition: all(above(axis, rightFrom), atMost(axis, 180)),
  },
  {
    ...common,
    code: 'axis-right-borderline',
    text: 'Borderline right QRS axis',
    condition: all(above(axis, borderlineFrom), atMost(axis, 95)),
  },
  { ...common, code: 'axis-extreme', text: 'Extreme QRS axis (-90 to -180 degrees)', condition: any(below(axis, -90)) },
];
