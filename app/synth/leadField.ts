import type { Vec3 } from './vector.ts';

/** Electrodes that carry a signal; the right leg is the reference and does not appear in any lead. */
export const electrodes = ['RA', 'LA', 'LL', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
export type Electrode = (typeof electrodes)[number];

/**
 * Lead vectors (mV per mV of Frank x, y, z) of the eight independent leads. Dower GE, Machado HB, Osborne JA. On
 * deriving the electrocardiogram from vectorcardiographic leads. Clin Cardiol 1980;3:87-95.
 */
const dower = {
  I: [0.632, -0.235, 0.059],
  II: [0.235, 1.066, -0.132],
  V1: [-0.515, 0.157, -0.917],
  V2: [0.044, 0.164, -1.387],
  V3: [0.882, 0.098, -1.277],
  V4: [1.213, 0.127, -0.601],
  V5: [1.125, 0.127, -0.086],
  V6: [0.831, 0.076, 0.23],
} as const satisfies Record<string, Vec3>;

export type LeadField = Readonly<Record<Electrode, Vec3>>;

const combine = (a: Vec3, factorA: number, b: Vec3, factorB: number): Vec3 => [
  a[0] * factorA + b[0] * factorB,
  a[1] * factorA + b[1] * factorB,
  a[2] * factorA + b[2] * factorB,
];

/**
 * Potential of each electrode per unit of heart vector, with Wilson's terminal as zero: RA + LA + LL = 0,
 * LA - RA = I, LL - RA = II. Electrodes rather than leads, because noise and loose contacts belong to electrodes.
 */
export const standardLeadField: LeadField = {
  RA: combine(dower.I, -1 / 3, dower.II, -1 / 3),
  LA: combine(dower.I, 2 / 3, dower.II, -1 / 3),
  LL: combine(dower.I, -1 / 3, dower.II, 2 / 3),
  V1: dower.V1,
  V2: dower.V2,
  V3: dower.V3,
  V4: dower.V4,
  V5: dower.V5,
  V6: dower.V6,
};

/**
 * The field of calibration and analytic recordings (IEC 60601-2-25): Frank x alone counts; I, II and V1 to V6 show it
 * in full size, III is nothing, aVR its negative, aVL and aVF its half.
 */
export const analyticLeadField: LeadField = {
  RA: [-2 / 3, 0, 0],
  LA: [1 / 3, 0, 0],
  LL: [1 / 3, 0, 0],
  V1: [1, 0, 0],
  V2: [1, 0, 0],
  V3: [1, 0, 0],
  V4: [1, 0, 0],
  V5: [1, 0, 0],
  V6: [1, 0, 0],
};

/** What the leads see when cables hang on each other's electrodes. */
export const swapElectrodes = (
  field: LeadField,
  swaps: readonly (readonly [one: Electrode, other: Electrode])[],
): LeadField => {
  const swapped = { ...field };
  for (const [one, other] of swaps) [swapped[one], swapped[other]] = [swapped[other], swapped[one]];
  return swapped;
};

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** What the twelve leads (paper order) show of one heart vector when all electrodes hold. */
export const projectTwelve = (field: LeadField, vector: Vec3): number[] => {
  const at = (electrode: Electrode): number => dot(field[electrode], vector);
  const [ra, la, ll] = [at('RA'), at('LA'), at('LL')];
  const terminal = (ra + la + ll) / 3;
  const one = la - ra;
  const two = ll - ra;
  return [
    one,
    two,
    two - one,
    -(one + two) / 2,
    one - two / 2,
    two - one / 2,
    ...(['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const).map((name) => at(name) - terminal),
  ];
};
