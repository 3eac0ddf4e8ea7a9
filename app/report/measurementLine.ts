import type { Measurements } from '../analysis/schema.ts';
import type { DisplayItem } from '../tracing/displayList.ts';
import { textWidthMm } from '../tracing/textWidth.ts';
import { headerEndMm } from './header.ts';
import { type PageSize, rule, sizes, text } from './page.ts';

const labelBaselineMm = headerEndMm + 3.9;
const valueBaselineMm = headerEndMm + 9;
/** Where the line of measurements ends, with its rule. */
export const measurementEndMm = headerEndMm + 11.4;

const missing = '–';

const rounded = (value: number | null): string =>
  value === null ? missing : String(Math.round(value)).replace('-', '−');

interface Cell {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Share of the width. */
  readonly share: number;
}

const cellsOf = (measured: Measurements): readonly Cell[] => {
  const axes = [measured.pAxisDeg, measured.qrsAxisDeg, measured.tAxisDeg];
  return [
    { label: 'Rate', value: rounded(measured.heartRateBpm), unit: 'bpm', share: 1 },
    { label: 'RR mean', value: rounded(measured.rrMeanMs), unit: 'ms', share: 1 },
    { label: 'RR SD', value: rounded(measured.rrSdMs), unit: 'ms', share: 1 },
    { label: 'P', value: rounded(measured.pMs), unit: 'ms', share: 1 },
    { label: 'PR', value: rounded(measured.prMs), unit: 'ms', share: 1 },
    { label: 'QRS', value: rounded(measured.qrsMs), unit: 'ms', share: 1 },
    { label: 'QT', value: rounded(measured.qtMs), unit: 'ms', share: 1 },
    {
      label: 'QTc Bazett / Fridericia',
      value: `${rounded(measured.qtcBazettMs)} / ${rounded(measured.qtcFridericiaMs)}`,
      unit: 'ms',
      share: 1.55,
    },
    { label: 'Axis P / QRS / T', value: axes.map(rounded).join(' / '), unit: '°', share: 1.6 },
  ];
};

const cellItems = (cell: Cell, xMm: number, widthMm: number): readonly DisplayItem[] => {
  const unitGapMm = 1;
  const unitWidth = textWidthMm(cell.unit, sizes.small, 'regular');
  const value = text(cell.value, xMm, valueBaselineMm, widthMm - unitWidth - unitGapMm, sizes.value, {
    weight: 'semibold',
  });
  const unitX = xMm + textWidthMm(value.text, sizes.value, 'semibold') + unitGapMm;
  const measured = cell.value.split(' / ').some((part) => part !== missing);
  return [
    text(cell.label, xMm, labelBaselineMm, widthMm, sizes.small, { ink: 'muted' }),
    value,
    ...(measured ? [text(cell.unit, unitX, valueBaselineMm, unitWidth, sizes.small, { ink: 'muted' })] : []),
  ];
};

/** One line of measurements; what could not be measured is an en dash. */
export const measurementLine = (measured: Measurements, size: PageSize): readonly DisplayItem[] => {
  const left = size.marginMm;
  const right = size.widthMm - size.marginMm;
  const cells = cellsOf(measured);
  const shareMm = (right - left) / cells.reduce((sum, cell) => sum + cell.share, 0);
  let xMm = left;
  const items = cells.flatMap((cell) => {
    const drawn = cellItems(cell, xMm, cell.share * shareMm - 2);
    xMm += cell.share * shareMm;
    return drawn;
  });
  return [...items, rule(left, right, measurementEndMm)];
};
