import type { CorrectedValue } from '../analysis/correctedMarks.ts';
import { measurementLabels } from '../analysis/measurementLabels.ts';
import type { MeasurementName, Measurements } from '../analysis/schema.ts';
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

const { pMs, prMs, qrsMs, qtMs, qtcBazettMs, qtcFridericiaMs, pAxisDeg, qrsAxisDeg, tAxisDeg } = measurementLabels;

/** What stands in the line, in its order, with its label. */
export const measuredOnPaper = {
  heartRateBpm: 'Rate',
  rrMeanMs: 'RR mean',
  rrSdMs: 'RR SD',
  pMs,
  prMs,
  qrsMs,
  qtMs,
  qtcBazettMs,
  qtcFridericiaMs,
  pAxisDeg,
  qrsAxisDeg,
  tAxisDeg,
} as const satisfies Partial<Record<MeasurementName, string>>;

const unitOf = (name: MeasurementName): string => (name.endsWith('Bpm') ? 'bpm' : name.endsWith('Deg') ? '°' : 'ms');

/** Behind the label of a value that a reader corrected; the line below the findings says what the computer's was. */
export const correctedSign = '*';

const cellsOf = (measured: Measurements, values: readonly CorrectedValue[]): readonly Cell[] =>
  (Object.entries(measuredOnPaper) as [MeasurementName, string][]).map(([name, label]) => {
    const byReader = values.find((each) => each.name === name);
    return byReader === undefined
      ? cell(label, measured[name], unitOf(name))
      : cell(`${label}${correctedSign}`, byReader.corrected, unitOf(name));
  });

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
export const measurementLine = (
  measured: Measurements,
  size: PageSize,
  values: readonly CorrectedValue[] = [],
): readonly DisplayItem[] => {
  const left = size.marginMm;
  const right = size.widthMm - size.marginMm;
  const cells = cellsOf(measured, values);
  const columnMm = (right - left) / cells.length;
  return [
    ...cells.flatMap((each, column) => cellItems(each, left + column * columnMm, columnMm - 1.5)),
    rule(left, right, measurementEndMm),
  ];
};
