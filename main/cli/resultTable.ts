import type { Analysis, Refused } from '../../app/analysis/schema.ts';
import { summarise } from '../../app/workflow/summarise.ts';
import { alignTable, type Column } from './alignTable.ts';

const columns: readonly Column[] = [
  { title: 'record', align: 'left' },
  { title: 'HR', align: 'right' },
  { title: 'PR', align: 'right' },
  { title: 'QRS', align: 'right' },
  { title: 'QT/QTcF', align: 'right' },
  { title: 'axis', align: 'right' },
  { title: 'quality', align: 'left' },
  { title: 'validity', align: 'left' },
  { title: 'findings', align: 'left' },
];

/** What the columns between the record's name and the findings take, with the space around them. */
const numbersWidth = 59;
const tableWidth = 120;
const longestName = 28;

/** Beats a minute, milliseconds and degrees; 120 characters wide at most: the longer texts are cut, and end in «…» there. */
export const resultTable = (rows: readonly (readonly string[])[]): string[] => {
  const names = rows.map(([record = '']) => cut(record, longestName));
  const left = tableWidth - numbersWidth - Math.max(6, ...names.map((name) => name.length));
  return alignTable(
    columns,
    rows.map((row, i) => [names[i]!, ...row.slice(1, -1), cut(row.at(-1) ?? '', left)]),
  );
};

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

export function resultRow(result: Analysis | Refused): readonly string[] {
  if ('error' in result) {
    const blank = columns.slice(2).map(() => '-');
    return [result.record, ...blank, `refused (${result.error.code}): ${result.error.message}`];
  }
  const { record, measurements, quality, validity } = result;
  const { heartRateBpm, prMs, qrsMs, qtMs, qtcFridericiaMs, qrsAxisDeg } = measurements;
  return [
    record,
    whole(heartRateBpm),
    whole(prMs),
    whole(qrsMs),
    `${whole(qtMs)}/${whole(qtcFridericiaMs)}`,
    whole(qrsAxisDeg),
    quality.verdict,
    validity.status,
    summarise(result) || '-',
  ];
}

const whole = (value: number | null): string => (value === null ? '-' : String(Math.round(value)));
