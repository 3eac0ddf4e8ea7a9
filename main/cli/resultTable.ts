import type { Analysis, Refused } from '../../app/analysis/schema.ts';
import { summarise } from '../../app/workflow/summarise.ts';
import { alignTable, type Column } from './alignTable.ts';

const columns: readonly Column[] = [
  { title: 'record', align: 'left' },
  { title: 'leads', align: 'right' },
  { title: 'rate', align: 'right' },
  { title: 'duration', align: 'right' },
  { title: 'HR', align: 'right' },
  { title: 'quality', align: 'left' },
  { title: 'validity', align: 'left' },
  { title: 'findings', align: 'left' },
];

export const resultTable = (rows: readonly (readonly string[])[]): string[] => alignTable(columns, rows);

export function resultRow(result: Analysis | Refused): readonly string[] {
  if ('error' in result) {
    return [result.record, '-', '-', '-', '-', '-', '-', `refused (${result.error.code}): ${result.error.message}`];
  }
  const { record, recording, measurements, quality, validity } = result;
  return [
    record,
    String(recording.leads.length),
    `${rounded(recording.sampleRateHz)} Hz`,
    `${rounded(recording.durationS)} s`,
    measurements.heartRateBpm === null ? '-' : `${Math.round(measurements.heartRateBpm)} bpm`,
    quality.verdict,
    validity.status,
    summarise(result) || '-',
  ];
}

const rounded = (value: number): string => String(Math.round(value * 10) / 10);
