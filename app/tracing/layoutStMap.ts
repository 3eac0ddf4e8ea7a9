import type { StMapLead } from '../analysis/stMap.ts';
import type { DisplayItem, DisplayList } from './displayList.ts';

const columnMm = 9;
const barMm = 4;
/** Height of the map above its line, and below. */
const halfHeightMm = 20;
/** Of the scale's figures, so that they stay apart. */
const tickMm = 3.2;
const leastReachMv = 0.25;
const mostReachMv = 1;
const leftMm = 9;
const rightMm = 3;
const topMm = 4;
const labelMm = 8;
const textMm = 2.6;

/** Millivolts that the map must reach up and down; what lies beyond 1 mV is cut and its figure says so. */
const reachMv = (map: readonly StMapLead[]): number => {
  const largest = map.reduce(
    (most, { stMv, raisedFromMv }) => Math.max(most, Math.abs(stMv ?? 0), raisedFromMv ?? 0),
    0,
  );
  return Math.min(mostReachMv, Math.max(leastReachMv, Math.ceil(largest / 0.05 + 0.2) * 0.05));
};

const signed = (mm: number): string => {
  const text = mm.toFixed(1);
  return Number(text) === 0 ? '0' : text.replace('-', '−');
};

/**
 * ST of each lead as a bar up or down from the line, with the limits of raised and lowered ST as dashes across its column, and
 * its value in millimetres at 10 mm/mV under it.
 */
export const layoutStMap = (map: readonly StMapLead[]): DisplayList => {
  const reach = reachMv(map);
  const mmPerMv = halfHeightMm / reach;
  const zeroMm = topMm + halfHeightMm;
  const bottomMm = zeroMm + halfHeightMm;
  const gapAfter = map.findIndex(({ lead }) => lead === 'V1');
  const xOf = (index: number): number => leftMm + index * columnMm + (gapAfter > 0 && index >= gapAfter ? 3 : 0);
  const widthMm = xOf(map.length - 1) + columnMm + rightMm;
  const y = (mv: number): number => zeroMm - Math.max(-reach, Math.min(reach, mv)) * mmPerMv;
  const stepMv = [0.1, 0.2, 0.5].find((step) => step * mmPerMv >= tickMm) ?? 0.5;
  const steps = Math.floor(reach / stepMv + 1e-9);
  const ticks = Array.from({ length: 2 * steps + 1 }, (_, i) => (i - steps) * stepMv);
  const grid = ticks.flatMap((mv) => [leftMm, y(mv), widthMm - rightMm, y(mv)]);
  const items: DisplayItem[] = [
    { kind: 'rect', xMm: 0, yMm: 0, widthMm, heightMm: bottomMm + labelMm, fill: 'paper', opacity: 1 },
    { kind: 'lines', segmentsMm: Float32Array.from(grid), ink: 'gridMajor', strokeMm: 0.1 },
    ...ticks.map(
      (mv): DisplayItem => ({
        kind: 'text',
        xMm: leftMm - 1,
        yMm: y(mv) + 0.9,
        sizeMm: textMm,
        text: signed(mv * 10),
        ink: 'muted',
        weight: 'regular',
        align: 'right',
      }),
    ),
    { kind: 'text', xMm: 0.5, yMm: 2.8, sizeMm: textMm, text: 'mm', ink: 'muted', weight: 'regular', align: 'left' },
  ];
  for (const [index, lead] of map.entries()) items.push(...columnOf(lead, xOf(index), y, bottomMm));
  items.push({
    kind: 'lines',
    segmentsMm: Float32Array.of(leftMm, zeroMm, widthMm - rightMm, zeroMm),
    ink: 'trace',
    strokeMm: 0.2,
  });
  return { widthMm, heightMm: bottomMm + labelMm, items };
};

const columnOf = (
  { label, stMv, halfWidthMv, raisedFromMv, loweredFromMv, level }: StMapLead,
  xMm: number,
  y: (mv: number) => number,
  bottomMm: number,
): readonly DisplayItem[] => {
  const middle = xMm + columnMm / 2;
  const beyond = level === 'raised' || level === 'lowered';
  const items: DisplayItem[] = [];
  if (stMv !== null) {
    const [top, bottom] = [Math.min(y(0), y(stMv)), Math.max(y(0), y(stMv))];
    items.push({
      kind: 'rect',
      xMm: middle - barMm / 2,
      yMm: top,
      widthMm: barMm,
      heightMm: Math.max(0.15, bottom - top),
      fill: beyond ? 'critical' : 'muted',
      opacity: beyond ? 1 : 0.55,
    });
    if (halfWidthMv !== null)
      items.push({
        kind: 'lines',
        segmentsMm: Float32Array.of(middle, y(stMv - halfWidthMv), middle, y(stMv + halfWidthMv)),
        ink: 'trace',
        strokeMm: 0.25,
      });
  }
  const limits = [raisedFromMv, loweredFromMv].flatMap((mv) => (mv === null ? [] : dashes(xMm, y(mv))));
  if (limits.length > 0)
    items.push({ kind: 'lines', segmentsMm: Float32Array.from(limits), ink: 'accent', strokeMm: 0.25 });
  const words = stMv === null ? '–' : signed(10 * stMv);
  items.push(
    word(label, middle, bottomMm + 3.2, 'text', 'semibold'),
    // Without colour the sign and the heavier figure tell what is beyond its limit.
    word(
      beyond ? `${words} ${level === 'raised' ? '▲' : '▼'}` : words,
      middle,
      bottomMm + 6.6,
      beyond ? 'critical' : 'muted',
      beyond ? 'semibold' : 'regular',
    ),
  );
  return items;
};

const dashes = (xMm: number, yMm: number): number[] =>
  [0, 1, 2, 3].flatMap((dash) => [xMm + 0.6 + 2 * dash, yMm, xMm + 1.8 + 2 * dash, yMm]);

const word = (
  text: string,
  xMm: number,
  yMm: number,
  ink: 'text' | 'muted' | 'critical',
  weight: 'regular' | 'semibold',
): DisplayItem => ({ kind: 'text', xMm, yMm, sizeMm: textMm, text, ink, weight, align: 'center' });
