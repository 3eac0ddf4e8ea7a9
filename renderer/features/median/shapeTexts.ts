import type { StMapLead, StPoint } from '../../../app/analysis/stMap.ts';

const mm = (mv: number): string => (10 * mv).toFixed(1).replace('-', '−');

/** What is said of the shape of the median beat. */
export const shapeTexts = {
  stMap: 'ST over the leads, mm at 10 mm/mV',
  stPoint: 'Instant of ST',
  stPoints: { stJMv: 'at J', stJ60Mv: 'J + 60 ms', stJ80Mv: 'J + 80 ms' } satisfies Record<StPoint, string>,
  stMapAlt: (point: string, map: readonly StMapLead[]) =>
    `ST ${point} by lead: ${map
      .map(({ label, stMv, level }) =>
        stMv === null
          ? `${label} not measured`
          : `${label} ${mm(stMv)} mm${level === 'raised' || level === 'lowered' ? ` ${level}` : ''}`,
      )
      .join(', ')}`,
  stMapNote:
    'Dashes: from there on ST counts as raised or lowered at J, by lead, age and sex (Fourth universal definition); a finding needs two neighbouring leads. Thin line: 90 % uncertainty. aVR is turned over.',
  stMapLaterNote: 'The limits hold at J. Thin line: 90 % uncertainty. aVR is turned over.',

  axes: 'Axes in the frontal plane',
  axesAlt: (axes: readonly (readonly [string, number | null])[]) =>
    `Axes: ${axes.map(([wave, deg]) => (deg === null ? `${wave} not measured` : `${wave} ${Math.round(deg)} degrees`)).join(', ')}`,
  axesNote: 'Strong arc: usual range of the QRS axis, −30° to 90°. Thin arcs: 90 % uncertainty.',
  noAxes: 'No axis could be measured.',

  durations: 'Durations by lead, ms',
  durationsNote:
    'Between the marks of each lead alone. The intervals above weigh all leads together, and the statements rest on those.',
  copy: 'Copy amplitudes and durations as CSV',
  copied: 'Copied.',
  notCopied: 'Nothing could be copied: the clipboard did not take it.',
} as const;
