import type { DisplayItem, DisplayList, LinesItem, TextItem } from './displayList.ts';

export interface DrawnAxis {
  readonly wave: 'P' | 'QRS' | 'T';
  /** null: not measured. */
  readonly deg: number | null;
  /** Half width of its 90 % interval; null: not known. */
  readonly halfWidthDeg: number | null;
}

const radiusMm = 24;
const marginMm = 10;
const sizeMm = 2 * (radiusMm + marginMm);
const textMm = 2.8;
/** Half the width of a label and some air. */
const asideMm = 6;

/** Where the positive end of each frontal lead points, degrees. */
const leadsAt: readonly (readonly [string, number])[] = [
  ['I', 0],
  ['II', 60],
  ['aVF', 90],
  ['III', 120],
  ['aVR', -150],
  ['aVL', -30],
];

/** Length, stroke and dash tell the waves apart without colour. */
const styles = {
  QRS: { lengthMm: 21, strokeMm: 0.7, dashMm: null, ink: 'trace' },
  T: { lengthMm: 16, strokeMm: 0.45, dashMm: 2.2, ink: 'accent' },
  P: { lengthMm: 11, strokeMm: 0.45, dashMm: 0.8, ink: 'accent' },
} as const;

const middle = radiusMm + marginMm;
const at = (deg: number, mm: number): readonly [number, number] => [
  middle + mm * Math.cos((deg * Math.PI) / 180),
  middle + mm * Math.sin((deg * Math.PI) / 180),
];

/** An arc from one direction to another, a point every 3 degrees. */
const arc = (fromDeg: number, toDeg: number, mm: number): Float32Array => {
  const steps = Math.max(1, Math.ceil((toDeg - fromDeg) / 3));
  return Float32Array.from(
    Array.from({ length: steps + 1 }, (_, i) => at(fromDeg + ((toDeg - fromDeg) * i) / steps, mm)).flat(),
  );
};

const degrees = (deg: number): string => `${Math.round(deg)}°`.replace('-', '−');

/**
 * The hexaxial diagram: the frontal leads at their angles, the usual range of the QRS axis (-30 to 90 degrees) as a strong arc, and
 * the axes of P, QRS and T as arrows, each with an arc of its uncertainty. An axis that was not measured has no arrow.
 */
export const layoutAxes = (axes: readonly DrawnAxis[]): DisplayList => {
  const spokes = leadsAt.flatMap(([, deg]) => [...at(deg, radiusMm), ...at(deg + 180, radiusMm)]);
  const items: DisplayItem[] = [
    { kind: 'rect', xMm: 0, yMm: 0, widthMm: sizeMm, heightMm: sizeMm, fill: 'paper', opacity: 1 },
    { kind: 'lines', segmentsMm: Float32Array.from(spokes), ink: 'gridMajor', strokeMm: 0.2 },
    { kind: 'polyline', pointsMm: arc(0, 360, radiusMm), ink: 'gridMajor', strokeMm: 0.25 },
    { kind: 'polyline', pointsMm: arc(-30, 90, radiusMm), ink: 'muted', strokeMm: 0.7 },
    ...leadsAt.map(([lead, deg]) => label(lead, at(deg, radiusMm + 4.6), 'muted', 'regular')),
    ...[...axes].sort((a, b) => styles[b.wave].lengthMm - styles[a.wave].lengthMm).flatMap((axis) => arrow(axis, axes)),
  ];
  return { widthMm: sizeMm, heightMm: sizeMm, items };
};

const label = (
  text: string,
  [xMm, yMm]: readonly [number, number],
  ink: 'muted' | 'trace' | 'accent',
  weight: 'regular' | 'semibold',
): TextItem => ({ kind: 'text', xMm, yMm: yMm + textMm * 0.36, sizeMm: textMm, text, ink, weight, align: 'center' });

/** Behind the tip of the QRS arrow; beside those of P and T, away from QRS, near the middle and near the tip, for all three are often close. */
const labelPlace = (
  { wave, deg }: { readonly wave: DrawnAxis['wave']; readonly deg: number },
  axes: readonly DrawnAxis[],
): readonly [number, number] => {
  if (wave === 'QRS') return at(deg, styles.QRS.lengthMm + 2.4);
  const qrs = axes.find((axis) => axis.wave === 'QRS')?.deg ?? null;
  const apart = qrs === null ? 1 : ((((deg - qrs) % 360) + 540) % 360) - 180;
  const [x, y] = at(deg, wave === 'P' ? styles.P.lengthMm - 4 : styles.T.lengthMm + 2);
  const turned = ((deg + (apart < 0 ? -90 : 90)) * Math.PI) / 180;
  return [x + asideMm * Math.cos(turned), y + 3 * Math.sin(turned)];
};

const arrow = ({ wave, deg, halfWidthDeg }: DrawnAxis, axes: readonly DrawnAxis[]): readonly DisplayItem[] => {
  if (deg === null) return [];
  const { lengthMm, strokeMm, dashMm, ink } = styles[wave];
  const shaft: number[] = [];
  const pieceMm = dashMm ?? lengthMm;
  for (let from = 0; from < lengthMm; from += 2 * pieceMm)
    shaft.push(...at(deg, from), ...at(deg, Math.min(lengthMm, from + pieceMm)));
  const head = (side: number): number[] => {
    const [x, y] = at(deg, lengthMm);
    const turned = ((deg + 180 + 25 * side) * Math.PI) / 180;
    return [x, y, x + 2.2 * Math.cos(turned), y + 2.2 * Math.sin(turned)];
  };
  const lines: LinesItem = {
    kind: 'lines',
    segmentsMm: Float32Array.from([...shaft, ...head(1), ...head(-1)]),
    ink,
    strokeMm,
  };
  const spread: DisplayItem[] =
    halfWidthDeg === null
      ? []
      : [
          {
            kind: 'polyline',
            pointsMm: arc(deg - Math.min(180, halfWidthDeg), deg + Math.min(180, halfWidthDeg), lengthMm - 3),
            ink,
            strokeMm: 0.2,
          },
        ];
  return [lines, ...spread, label(`${wave} ${degrees(deg)}`, labelPlace({ wave, deg }, axes), ink, 'semibold')];
};
