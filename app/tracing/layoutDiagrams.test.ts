import { expect, test } from 'vitest';
import type { StMapLead } from '../analysis/stMap.ts';
import type { DisplayList, LinesItem } from './displayList.ts';
import { layoutAxes } from './layoutAxes.ts';
import { layoutStMap } from './layoutStMap.ts';

const lead = (name: string, stMv: number | null, level: StMapLead['level']): StMapLead => ({
  label: name,
  lead: name,
  stMv,
  halfWidthMv: 0.02,
  raisedFromMv: 0.1,
  loweredFromMv: -0.05,
  level,
});
const textsOf = ({ items }: DisplayList) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));

test('a bar for every measured lead, as high as its ST; what is beyond a limit is said without colour', () => {
  const list = layoutStMap([lead('II', 0.2, 'raised'), lead('V1', -0.1, 'lowered'), lead('V2', null, null)]);
  const bars = list.items.filter((item) => item.kind === 'rect' && item.fill !== 'paper');
  expect(bars).toHaveLength(2);
  expect(bars[0]).toMatchObject({ fill: 'critical' });
  const [two, one] = bars.map((bar) => (bar.kind === 'rect' ? bar.heightMm : 0));
  expect(two! / one!).toBeCloseTo(2, 6);
  expect(two).toBeGreaterThan(10);
  expect(textsOf(list)).toEqual(expect.arrayContaining(['2.0 ▲', '−1.0 ▼', '–']));
});

test('an enormous ST is cut at the edge of the map, its figure is not', () => {
  const list = layoutStMap([lead('II', 3, 'raised')]);
  expect(list.heightMm).toBeLessThan(60);
  expect(textsOf(list)).toContain('30.0 ▲');
  expect(layoutStMap([]).items.length).toBeGreaterThan(0);
});

test('arrows point where the axes do: down at 90 degrees, left at 180; none without an axis', () => {
  const list = layoutAxes([
    { wave: 'QRS', deg: 90, halfWidthDeg: 5 },
    { wave: 'T', deg: 180, halfWidthDeg: null },
    { wave: 'P', deg: null, halfWidthDeg: null },
  ]);
  const shafts = list.items.filter((item): item is LinesItem => item.kind === 'lines' && item.ink !== 'gridMajor');
  expect(shafts).toHaveLength(2);
  const [x1, y1, x2, y2] = shafts[0]?.segmentsMm ?? [];
  expect([x2! - x1!, y2! - y1!]).toEqual([expect.closeTo(0, 4), expect.closeTo(21, 4)]);
  expect(textsOf(list)).toEqual(expect.arrayContaining(['QRS 90°', 'T 180°', 'aVL']));
  expect(textsOf(list).join()).not.toContain('P ');
});
