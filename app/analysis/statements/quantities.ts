import { type MeasurementName, otherUncertainties } from '../schema.ts';
import type { LeadMorphology } from './morphology.ts';
import { type Measured, type Quantity, readLead, type StatementInput } from './statementInput.ts';

/** Half widths of 90 % intervals where the measurement brings none: an axis of earlier versions, degrees; a duration in one lead, ms. */
const axisHalfWidthDeg = 10;
const leadDurationHalfWidthMs = 10;
/** Of an amplitude: what IEC 60601-2-25 allows, 25 uV or 5 %, beside the noise left in the median beat. */
const amplitudeFloorMv = 0.025;
const amplitudeShare = 0.05;
/** From a standard deviation to the half width of a 90 % interval. */
const normal90 = 1.645;
/** Of a ratio or share read from the shape of a wave. */
const ratioHalfWidth = 0.1;

const amplitude = (value: number, noiseMv: number): Measured => ({
  value,
  halfWidth: Math.hypot(amplitudeFloorMv, amplitudeShare * value, normal90 * noiseMv),
});

const once = <K extends string, V>(make: (key: K) => V): ((key: K) => V) => {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
};

const intervalLabels: Partial<Record<MeasurementName, string>> = {
  pMs: 'P duration',
  prMs: 'PR interval',
  qrsMs: 'QRS duration',
  qtcFridericiaMs: 'QTc (Fridericia)',
  qrsAxisDeg: 'QRS axis',
  heartRateBpm: 'heart rate',
};

/** A global interval or axis. */
export const global = once(
  (name: MeasurementName): Quantity => ({
    id: name,
    label: intervalLabels[name] ?? name,
    unit: name.endsWith('Deg') ? 'degrees' : name === 'heartRateBpm' ? null : 'ms',
    leads: [],
    of: ({ measurements }) => {
      const value = measurements[name];
      const other = otherUncertainties.find((each) => each === name);
      const halfWidth =
        (other === undefined ? measurements.uncertaintyMs[name] : measurements.uncertainty?.[other]) ??
        (name.endsWith('Deg') ? axisHalfWidthDeg : 0.01);
      return value === null ? null : { value, halfWidth };
    },
  }),
);

const wideQrsMs = 120;
/** Of a wide QRS, what it adds to QT (Bogossian 2014). */
const wideQrsShare = 0.485;

/** QTc (Fridericia); where QRS is 120 ms or wider, of QT less 48.5 % of QRS. */
export const narrowQtc: Quantity = {
  id: 'narrowQtcMs',
  label: 'QTc (Fridericia; with QRS from 120 ms on, of QT less 48.5 % of QRS)',
  unit: 'ms',
  leads: [],
  of: (input) => {
    const qtc = global('qtcFridericiaMs').of(input);
    const qrs = global('qrsMs').of(input);
    const { qtMs } = input.measurements;
    if (qtc === null || qrs === null || qrs.value < wideQrsMs) return qtc;
    if (qtMs === null) return null;
    const share = wideQrsShare * (qtc.value / qtMs);
    return { value: qtc.value - share * qrs.value, halfWidth: Math.hypot(qtc.halfWidth, share * qrs.halfWidth) };
  },
};

const stNames = { stJMv: 'ST at J', stJ60Mv: 'ST at J+60', stJ80Mv: 'ST at J+80' } as const;

const stAt = (name: keyof typeof stNames) =>
  once(
    (lead: string): Quantity => ({
      id: `${name}.${lead}`,
      label: `${stNames[name]} in ${lead}`,
      unit: 'mV',
      leads: [lead],
      of: (input) => {
        const read = readLead(input, lead);
        const value = read?.amplitudes[name] ?? null;
        if (read === null || value === null) return null;
        const halfWidth = input.measurements.perLeadUncertaintyMv?.[lead]?.[name] ?? null;
        return halfWidth === null ? amplitude(value, read.shape.noiseMv) : { value, halfWidth };
      },
    }),
  );

export const stJ = stAt('stJMv');
export const stJ80 = stAt('stJ80Mv');

/** Of an S that is deeper than R is high, how much of ST follows from it in a wide QRS. */
const secondaryShare = 0.25;

/** ST at J; where QRS is 120 ms or wider, what is explained neither by an R' that reaches over J nor by a QRS that points down. */
export const stRise = once(
  (lead: string): Quantity => ({
    id: `stRise.${lead}`,
    label: `ST elevation in ${lead}`,
    unit: 'mV',
    leads: [lead],
    of: (input) => {
      const j = stJ(lead).of(input);
      const { qrsMs } = input.measurements;
      if (j === null || qrsMs === null || qrsMs < wideQrsMs) return j;
      const j80 = stJ80(lead).of(input);
      const shape = readLead(input, lead)?.shape;
      if (j80 === null || shape === undefined) return null;
      const lower = j80.value < j.value ? j80 : j;
      const secondary = secondaryShare * Math.max(0, shape.deepestMv - shape.highestMv);
      return { ...lower, value: lower.value - secondary };
    },
  }),
);

type ShapeNumber = {
  [K in keyof LeadMorphology]: LeadMorphology[K] extends number | null ? K : never;
}[keyof LeadMorphology];

const shapeLabels: Partial<Record<ShapeNumber, readonly [label: string, unit: Quantity['unit']]>> = {
  qMv: ['Q depth', 'mV'],
  qMs: ['Q duration', 'ms'],
  rMv: ['R', 'mV'],
  rMs: ['R duration', 'ms'],
  sMv: ['S depth', 'mV'],
  sMs: ['S duration', 'ms'],
  r2Mv: ["R'", 'mV'],
  highestMv: ['highest R', 'mV'],
  deepestMv: ['deepest S', 'mV'],
  rPeakMs: ['R peak time', 'ms'],
  notches: ['notches of QRS', null],
  endNotchMv: ['notch at the end of QRS', 'mV'],
  initialSlope: ['slope of the first 30 ms against the steepest', null],
  lateMv: ['mean of the last third of QRS', 'mV'],
  tHighestMv: ['T summit', 'mV'],
  tLowestMv: ['T lowest point', 'mV'],
  tHalfWidthMs: ['T width at half height', 'ms'],
  pHighestMv: ['P height', 'mV'],
  pTerminalMvMs: ['P terminal force', 'mV ms'],
  prLevelMv: ['PR level', 'mV'],
};

const shapeQuantities = once((name: ShapeNumber) =>
  once((lead: string): Quantity => {
    const [label, unit] = shapeLabels[name] ?? [name, null];
    return {
      id: `${name}.${lead}`,
      label: `${label} in ${lead}`,
      unit,
      leads: [lead],
      of: (input) => {
        const read = readLead(input, lead);
        const value = read?.shape[name] ?? null;
        if (read === null || value === null) return null;
        if (unit === 'mV') return amplitude(value, read.shape.noiseMv);
        if (unit === 'mV ms') return { value, halfWidth: Math.hypot(1, 0.2 * value) };
        return { value, halfWidth: unit === 'ms' ? leadDurationHalfWidthMs : ratioHalfWidth };
      },
    };
  }),
);

/** A number of one lead's median beat. */
export const shape = (name: ShapeNumber, lead: string): Quantity => shapeQuantities(name)(lead);

/** Several quantities made into one; null as soon as one of them is. The half widths add as those of independent errors. */
export const combined = (
  id: string,
  label: string,
  unit: Quantity['unit'],
  parts: readonly Quantity[],
  make: (values: readonly number[]) => number,
  gain: (values: readonly number[]) => readonly number[] = (values) => values.map(() => 1),
): Quantity => ({
  id,
  label,
  unit,
  leads: [...new Set(parts.flatMap(({ leads }) => leads))],
  of: (input: StatementInput) => {
    const found: Measured[] = [];
    for (const part of parts) {
      const measured = part.of(input);
      if (measured === null) return null;
      found.push(measured);
    }
    const values = found.map(({ value }) => value);
    const gains = gain(values);
    const value = make(values);
    if (!Number.isFinite(value)) return null;
    return { value, halfWidth: Math.hypot(...found.map(({ halfWidth }, i) => (gains[i] ?? 1) * halfWidth)) };
  },
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const sumOf = (id: string, label: string, parts: readonly Quantity[]): Quantity =>
  combined(id, label, 'mV', parts, sum);

/** The larger of several, of those that were measured; null when none was. */
export const largestOf = (id: string, label: string, parts: readonly Quantity[], needsAll = false): Quantity => ({
  id,
  label,
  unit: parts[0]?.unit ?? null,
  leads: parts.flatMap(({ leads }) => leads),
  of: (input) => {
    const found = parts.map((part) => {
      const measured = part.of(input);
      return measured === null ? null : { leads: part.leads, ...measured };
    });
    if (needsAll && found.some((each) => each === null)) return null;
    return found.reduce<Measured | null>(
      (best, each) => (each !== null && (best === null || each.value > best.value) ? each : best),
      null,
    );
  },
});

const countWhere = (
  id: string,
  label: string,
  parts: readonly Quantity[],
  isBeyond: (value: number) => boolean,
): Quantity => ({
  id,
  label,
  unit: null,
  leads: parts.flatMap(({ leads }) => leads),
  of: (input) => {
    const found = parts.flatMap((part) => {
      const measured = part.of(input);
      return measured === null ? [] : [{ part, value: measured.value }];
    });
    if (found.length === 0) return null;
    const beyond = found.filter(({ value }) => isBeyond(value));
    return {
      value: beyond.length,
      halfWidth: ratioHalfWidth,
      leads: beyond.flatMap(({ part }) => part.leads),
    };
  },
});

/** How many of these quantities are beyond the limit, and in which leads; the half width is that of whole numbers. */
export const countBelow = (id: string, label: string, parts: readonly Quantity[], limit: number): Quantity =>
  countWhere(id, label, parts, (value) => value <= limit);
export const countAbove = (id: string, label: string, parts: readonly Quantity[], limit: number): Quantity =>
  countWhere(id, label, parts, (value) => value >= limit);
