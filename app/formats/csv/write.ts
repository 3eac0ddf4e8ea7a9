import type { Recording } from '../../recording/recording.ts';
import type { NamedBytes } from '../format.ts';

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim();

/** RFC 4180: quoted when it holds a separator or a quote. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** At most four decimals (0.1 uV), no trailing zeros, no "-0"; empty when missing. */
const value = (mv: number): string => (Number.isFinite(mv) ? String(Math.round(mv * 10_000) / 10_000 + 0) : '');

/**
 * A recording as text: facts in `#` lines, a row of lead names, then one row of millivolts per instant. An empty cell
 * is a missing sample. Identity is written only by `furtherFacts`, lines of `key: value`.
 */
export const encodeCsv = (recording: Recording, name: string, furtherFacts: readonly string[] = []): NamedBytes => {
  const { leads, patient, startTime, device } = recording;
  const lines = [
    '# einthoven csv 1',
    `# sampleRateHz: ${recording.sampleRateHz}`,
    '# unit: mV',
    ...(startTime === null ? [] : [`# startTime: ${oneLine(startTime)}`]),
    ...(patient.ageYears === null ? [] : [`# age: ${patient.ageYears}`]),
    ...(patient.sex === null ? [] : [`# sex: ${patient.sex}`]),
    ...(device === null ? [] : [`# device: ${oneLine(device)}`]),
    ...furtherFacts.map((fact) => `# ${oneLine(fact)}`),
    leads.map((lead) => cell(oneLine(lead.name))).join(','),
  ];
  for (let i = 0; i < recording.sampleCount; i++) lines.push(leads.map((lead) => value(lead.samplesMv[i]!)).join(','));
  return { name: `${name}.csv`, bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) };
};
