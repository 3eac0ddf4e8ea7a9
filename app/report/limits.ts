import type { Analysis, MeasurementName } from '../analysis/schema.ts';
import { measuredOnPaper } from './measurementLine.ts';

/** The page and the models read the first ten seconds. */
const readS = 10;
const toleranceS = 0.05;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const notJudged = ({ rhythm, pacing }: Analysis): readonly string[] => {
  const reasons = [
    ...(rhythm.statements.length === 0 ? [rhythm.reason ?? 'No rhythm is stated.'] : []),
    ...(pacing.limitation === null ? [] : [pacing.limitation]),
  ];
  return reasons.length === 0 ? [] : [`Not judged: ${[...new Set(reasons)].map(sentence).join(' ')}`];
};

const notMeasured = ({ measurements }: Analysis): readonly string[] => {
  const namesByReason = new Map<string, string[]>();
  for (const [name, label] of Object.entries(measuredOnPaper) as [MeasurementName, string][]) {
    if (measurements[name] !== null) continue;
    const reason = measurements.reasons[name] ?? 'no reason given';
    namesByReason.set(reason, [...(namesByReason.get(reason) ?? []), label]);
  }
  const groups = [...namesByReason].map(([reason, labels]) => `${labels.join(', ')} – ${sentence(reason)}`);
  return groups.length === 0 ? [] : [`Not measured: ${groups.join(' ')}`];
};

const durationText = ({ durationS }: Analysis['recording']): string => `${Number(durationS.toFixed(1))} s`;

const notWhole = ({ recording, measurements, diagnoses }: Analysis): readonly string[] => {
  if (recording.durationS <= readS + toleranceS) return [];
  const rate = measurements.heartRateBpm === null ? [] : [`rate over the whole recording (${durationText(recording)})`];
  const read = diagnoses.length === 0 ? [] : [`the model read 0–${readS} s`];
  const parts = [...rate, ...read].join('; ');
  return parts === '' ? [] : [sentence(`${parts.charAt(0).toUpperCase()}${parts.slice(1)}`)];
};

/** What this report does not say and why, a line each: a blank must not be read as "nothing there". */
export const limitLines = (analysis: Analysis): readonly string[] => [
  ...notJudged(analysis),
  ...notMeasured(analysis),
  ...notWhole(analysis),
];
