import { boundsWith } from '../analysis/correctedMarks.ts';
import type { MedianBeatsResult } from '../analysis/medianBeats.ts';
import type { DisplayItem } from '../tracing/displayList.ts';
import { layoutMedianGrid, layoutMedianTogether } from '../tracing/layoutMedian.ts';
import { textWidthMm, wrapText } from '../tracing/textWidth.ts';
import { footerHeightMm } from './footer.ts';
import { headerEndMm } from './header.ts';
import {
  amplitudeColumns,
  amplitudeNoteBeside,
  amplitudeRows,
  type MeasurementRow,
  measurementRows,
  uncertaintyNote,
} from './measurementTable.ts';
import { moved, type PageSize, rule, sizes, text } from './page.ts';
import type { ReportInput } from './reportInput.ts';

const titleMm = headerEndMm + 4.4;
const gridTopMm = titleMm + 1.8;
const speedMmPerS = 50;
const gridGainMmPerMv = 10;
const togetherGainMmPerMv = 20;
/** Of the grid with its caption; the tables need what is left of the smaller paper. */
const gridHeightMm = 90;
const partGapMm = 5.5;
const lineMm = 4.2;
const amplitudeColumnMm = 10.4;
const leadColumnMm = 9;
const intervalsMm = 96;
const valueColumnMm = 34;

interface Place {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
}

/** The head of a table and its rule; rows begin a line below. */
const tableHead = (label: string, { xMm, yMm, widthMm }: Place): readonly DisplayItem[] => [
  text(label, xMm, yMm, widthMm, sizes.small, { ink: 'muted' }),
  rule(xMm, xMm + widthMm, yMm + 1.2),
];

const intervalRow = (row: MeasurementRow, { xMm, yMm, widthMm }: Place): readonly DisplayItem[] => {
  const label = text(row.label, xMm, yMm, valueColumnMm - 10, sizes.body);
  if (row.value === null) {
    const reasonX = xMm + valueColumnMm - 9;
    return [label, text('not measured', reasonX, yMm, xMm + widthMm - reasonX, sizes.small, { ink: 'muted' })];
  }
  const valueX = xMm + valueColumnMm;
  const unitMm = textWidthMm(row.unit, sizes.small, 'regular');
  const unitX = valueX + 0.8;
  return [
    label,
    text(row.value, valueX, yMm, 12, sizes.body, { weight: 'semibold', align: 'right' }),
    text(row.unit, unitX, yMm, unitMm, sizes.small, { ink: 'muted' }),
    text(row.uncertainty, valueX + 7, yMm, widthMm - valueColumnMm - 7, sizes.small, { ink: 'muted' }),
  ];
};

/** Reasons, each once, with what they hold for. */
const reasonLines = (rows: readonly MeasurementRow[], widthMm: number): readonly string[] => {
  const labelsByReason = new Map<string, string[]>();
  for (const { reason, label } of rows)
    if (reason !== null) labelsByReason.set(reason, [...(labelsByReason.get(reason) ?? []), label]);
  return [...labelsByReason].flatMap(([reason, labels]) =>
    wrapText(`${labels.join(', ')} not measured: ${reason}`, widthMm, sizes.small, 'regular'),
  );
};

const intervalTable = (
  { analysis, corrections }: ReportInput,
  place: Place,
  bottomMm: number,
): readonly DisplayItem[] => {
  const rows = measurementRows(analysis.measurements, corrections?.values);
  const at = (line: number): Place => ({ ...place, yMm: place.yMm + (line + 1) * lineMm + 0.8 });
  const notes = [...reasonLines(rows, place.widthMm), uncertaintyNote];
  const noteMm = 3.4;
  const notesTop = at(rows.length).yMm;
  const most = Math.max(1, Math.floor((bottomMm - notesTop) / noteMm) + 1);
  return [
    ...tableHead('Intervals and axes', place),
    ...rows.flatMap((row, index) => intervalRow(row, at(index))),
    ...notes
      .slice(0, most)
      .map((note, index) =>
        text(note, place.xMm, notesTop + index * noteMm, place.widthMm, sizes.small, { ink: 'muted' }),
      ),
  ];
};

const amplitudeTable = (
  { analysis, corrections }: ReportInput,
  place: Place,
  bottomMm: number,
): readonly DisplayItem[] => {
  const names = Object.values(amplitudeColumns);
  const rightOf = (column: number): number => place.xMm + leadColumnMm + (column + 1) * amplitudeColumnMm;
  const all = amplitudeRows(analysis);
  const at = (line: number): number => place.yMm + (line + 1) * lineMm + 0.8;
  const notes = wrapText(amplitudeNoteBeside(corrections?.values ?? []), place.widthMm, sizes.small, 'regular');
  const most = Math.max(0, Math.floor((bottomMm - notes.length * 3.4 - at(0)) / lineMm) + 1);
  const shown = all.slice(0, all.length > most ? most - 1 : most);
  const more = all.length - shown.length;
  const end = at(shown.length + (more > 0 ? 1 : 0));
  return [
    ...tableHead('mV', { ...place, widthMm: leadColumnMm + names.length * amplitudeColumnMm }),
    ...names.map((name, column) =>
      text(name, rightOf(column), place.yMm, amplitudeColumnMm, sizes.small, { ink: 'muted', align: 'right' }),
    ),
    ...shown.flatMap(({ lead, values, reason }, line) => {
      const y = at(line);
      const name = text(lead, place.xMm, y, leadColumnMm - 1, sizes.body, { weight: 'semibold' });
      if (reason !== null)
        return [
          name,
          text(
            `not measured: ${reason}`,
            place.xMm + leadColumnMm + 2,
            y,
            place.widthMm - leadColumnMm - 2,
            sizes.small,
            {
              ink: 'muted',
            },
          ),
        ];
      return [
        name,
        ...values.map((value, column) => {
          const absent = !/\d/.test(value);
          const style = absent ? ({ ink: 'muted', align: 'right' } as const) : ({ align: 'right' } as const);
          return text(value, rightOf(column), y, amplitudeColumnMm, absent ? sizes.small : sizes.body, style);
        }),
      ];
    }),
    ...(more > 0
      ? [
          text(`${more} more leads are in the result file`, place.xMm, at(shown.length), place.widthMm, sizes.small, {
            ink: 'muted',
          }),
        ]
      : []),
    ...notes.map((note, index) =>
      text(note, place.xMm, end + index * 3.4, place.widthMm, sizes.small, { ink: 'muted' }),
    ),
  ];
};

const title = 'Median beats';

/**
 * What stands between header and footer of the page of median beats: every lead at 50 mm/s with its marks and the global
 * bounds, all leads on one baseline, intervals and amplitudes. Without a median the reason takes the place of the traces.
 */
export const medianPageItems = (
  input: ReportInput,
  median: MedianBeatsResult,
  size: PageSize,
): readonly DisplayItem[] => {
  const left = size.marginMm;
  const widthMm = size.widthMm - 2 * size.marginMm;
  const bottom = size.heightMm - footerHeightMm - 2;
  const heading = text(title, left, titleMm, widthMm, sizes.body, { weight: 'semibold' });
  if ('reason' in median) {
    const tablesTop = gridTopMm + 14;
    return [
      heading,
      text(`not measured: ${median.reason}`, left, titleMm + 6, widthMm, sizes.body),
      ...intervalTable(input, { xMm: left, yMm: tablesTop, widthMm: 110 }, bottom),
      ...amplitudeTable(input, { xMm: left + 120, yMm: tablesTop, widthMm: widthMm - 120 }, bottom),
    ];
  }
  const names = input.recording.leads.map(({ name }) => name);
  const grid = layoutMedianGrid(
    median,
    names,
    { speedMmPerS, gainMmPerMv: gridGainMmPerMv },
    { widthMm, heightMm: gridHeightMm },
    boundsWith(median.bounds, input.corrections?.marks.median ?? {}),
  );
  const partsTop = gridTopMm + grid.list.heightMm + partGapMm;
  const together = layoutMedianTogether(
    median,
    { speedMmPerS, gainMmPerMv: togetherGainMmPerMv },
    bottom - partsTop + 2.6,
    boundsWith(median.bounds, input.corrections?.marks.median ?? {}),
  );
  const intervalsX = left + together.list.widthMm + partGapMm;
  const amplitudesMm = leadColumnMm + Object.keys(amplitudeColumns).length * amplitudeColumnMm;
  const amplitudesX = left + widthMm - amplitudesMm;
  const headMm = partsTop + 1.6;
  const roomMm = amplitudesX - partGapMm - intervalsX;
  return [
    heading,
    ...moved(grid.list.items, left, gridTopMm),
    ...moved(together.list.items, left, partsTop - 1),
    ...intervalTable(input, { xMm: intervalsX, yMm: headMm, widthMm: Math.min(intervalsMm, roomMm) }, bottom),
    ...amplitudeTable(input, { xMm: amplitudesX, yMm: headMm, widthMm: amplitudesMm }, bottom),
  ];
};
