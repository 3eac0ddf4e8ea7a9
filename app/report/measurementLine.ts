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
}

const cell = (label: string, value: number | null, unit: string): Cell => ({
  label,
  value: rounded(value),
  unit: value === null ? '' : unit,
});

const cellsOf = (measured: Measurements): readonly Cell[] => [
  cell('Rate', measured.heartRateBpm, 'bpm'),
  cell('RR mean', measured.rrMeanMs, 'ms'),
  cell('RR SD', measured.rrSdMs, 'ms'),
  cell('P', measured.pMs, 'ms'),
  cell('PR', measured.prMs, 'ms'),
  cell('QRS', measured.qrsMs, 'ms'),
  cell('QT', measured.qtMs, 'ms'),
  cell('QTc Bazett', measured.qtcBazettMs, 'ms'),
  cell('QTc Fridericia', measured.qtcFridericiaMs, 'ms'),
  cell('P axis', measured.pAxisDeg, '°'),
  cell('QRS axis', measured.qrsAxisDeg, '°'),
  cell('T axis', measured.tAxisDeg, '°'),
];

const cellItems = ({ label, value, unit }: Cell, xMm: number, widthMm: number): readonly DisplayItem[] => {
  const unitGapMm = unit === '°' ? 0.3 : 1;
  const unitWidth = textWidthMm(unit, sizes.small, 'regular');
  const shown = text(value, xMm, valueBaselineMm, widthMm - unitWidth - unitGapMm, sizes.value, {
    weight: 'semibold',
  });
  const unitX = xMm + textWidthMm(shown.text, sizes.value, 'semibold') + unitGapMm;
  return [
    text(label, xMm, labelBaselineMm, widthMm, sizes.small, { ink: 'muted' }),
    shown,
    ...(unit === '' ? [] : [text(unit, unitX, valueBaselineMm, unitWidth, sizes.small, { ink: 'muted' })]),
  ];
};

/** One line of measurements in even columns; what could not be measured is an en dash. */
export const measurementLine = (measured: Measurements, size: PageSize): readonly DisplayItem[] => {
  const left = size.marginMm;
  const right = size.widthMm - size.marginMm;
  const cells = cellsOf(measured);
  const columnMm = (right - left) / cells.length;
  return [
    ...cells.flatMap((each, column) => cellItems(each, left + column * columnMm, columnMm - 1.5)),
    rule(left, right, measurementEndMm),
  ];
};
