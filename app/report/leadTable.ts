import type { MedianBeats } from '../analysis/medianBeats.ts';
import type { Analysis } from '../analysis/schema.ts';
import { qrsShape } from '../analysis/statements/qrsShape.ts';

/** Durations of the waves in one lead of the median beat, ms; null: the lead has no such wave. */
export interface LeadDurations {
  readonly pMs: number | null;
  readonly qMs: number | null;
  readonly rMs: number | null;
  readonly sMs: number | null;
  readonly qrsMs: number;
  /** From the onset of QRS to the end of T in this lead alone. */
  readonly qtMs: number | null;
}

export const durationColumns = {
  pMs: 'P',
  qMs: 'Q',
  rMs: 'R',
  sMs: 'S',
  qrsMs: 'QRS',
  qtMs: 'QT',
} as const satisfies Record<keyof LeadDurations, string>;

/** Durations lead by lead between this lead's own marks; statements use the intervals over all leads instead. */
export const leadDurations = ({ leads, sampleRateHz, zero }: MedianBeats): ReadonlyMap<string, LeadDurations> =>
  new Map(
    leads.map(({ name, samplesMv, marks: { p, qrs, t } }) => {
      const place = (timeS: number): number => zero + timeS * sampleRateHz;
      const shape = qrsShape(samplesMv, place(qrs.onsetS), place(qrs.offsetS), 1000 / sampleRateHz);
      const named = (ms: number | undefined): number | null => (ms === undefined || ms === 0 ? null : ms);
      return [
        name,
        {
          pMs: p === null ? null : 1000 * (p.offsetS - p.onsetS),
          qMs: named(shape?.qMs),
          rMs: named(shape?.rMs),
          sMs: named(shape?.sMs),
          qrsMs: 1000 * (qrs.offsetS - qrs.onsetS),
          qtMs: t === null ? null : 1000 * (t.offsetS - qrs.onsetS),
        },
      ];
    }),
  );

const csvAmplitudes = ['pMv', 'qMv', 'rMv', 'sMv', 'stJMv', 'stJ60Mv', 'stJ80Mv', 'tMv'] as const;
const csvDurations = ['pMs', 'qMs', 'rMs', 'sMs', 'qrsMs', 'qtMs'] as const;

/**
 * The lead-by-lead table as CSV (RFC 4180, lines end in CRLF): mV with four decimals and their half widths, ms with one. What a lead
 * does not have is empty. Lead names are the recording's; none of them can break a row.
 */
export const leadTableCsv = (
  { measurements, recording }: Pick<Analysis, 'measurements' | 'recording'>,
  durations: ReadonlyMap<string, LeadDurations>,
): string => {
  const head = ['lead', ...csvAmplitudes.flatMap((name) => [name, `${name}HalfWidth`]), ...csvDurations];
  const cell = (value: number | null | undefined, digits: number): string =>
    value === null || value === undefined || !Number.isFinite(value) ? '' : value.toFixed(digits);
  const rows = recording.leads.map((lead) => [
    quoted(lead),
    ...csvAmplitudes.flatMap((name) => [
      cell(measurements.perLead[lead]?.[name], 4),
      cell(measurements.perLeadUncertaintyMv?.[lead]?.[name], 4),
    ]),
    ...csvDurations.map((name) => cell(durations.get(lead)?.[name], 1)),
  ]);
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
};

/** A field that a spreadsheet takes for text, never for a formula. */
const quoted = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
