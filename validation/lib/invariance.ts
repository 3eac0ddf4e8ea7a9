import { analyzeSignal, type SignalAnalysis } from '../../app/analysis/analyzeSignal.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { resample } from '../../app/recording/resample.ts';

/** How far results may move, by kind of result. */
export interface Tolerance {
  readonly beatMs: number;
  readonly intervalMs: number;
  readonly axisDeg: number;
  /** Amplitudes: this part of the greater one, and this much. */
  readonly amplitudeShare: number;
  readonly amplitudeUv: number;
}

export interface Transformation {
  readonly name: string;
  readonly apply: (recording: Recording) => Recording;
  readonly tolerance: Tolerance;
  /** What amplitudes are multiplied by; null: of the lead that was turned over they are not compared. */
  readonly gain: number;
  readonly skipLead?: number;
  /** Seconds cut from the start. */
  readonly shiftS?: number;
}

const eachLead = (recording: Recording, change: (samplesMv: Float32Array, lead: number) => Float32Array): Recording => {
  const leads = recording.leads.map((lead, l) => ({ ...lead, samplesMv: change(lead.samplesMv, l) }));
  return { ...recording, leads, sampleCount: leads[0]?.samplesMv.length ?? 0 };
};
const atRate = (recording: Recording, toHz: number): Recording => ({
  ...eachLead(recording, (samples) => resample(samples, recording.sampleRateHz, toHz)),
  sampleRateHz: toHz,
});

const exact: Tolerance = { beatMs: 0, intervalMs: 0, axisDeg: 0, amplitudeShare: 0, amplitudeUv: 0 };
const resampled: Tolerance = { beatMs: 8, intervalMs: 8, axisDeg: 4, amplitudeShare: 0.05, amplitudeUv: 20 };
/** V1 to V6: turning over I or aVF turns the axis too. */
const turnedLead = 8;
const shiftS = 0.2;

export const transformations: readonly Transformation[] = [
  { name: 'at 250 Hz', apply: (r) => atRate(r, 250), tolerance: resampled, gain: 1 },
  { name: 'at 360 Hz', apply: (r) => atRate(r, 360), tolerance: resampled, gain: 1 },
  { name: 'at 1000 Hz', apply: (r) => atRate(r, 1000), tolerance: resampled, gain: 1 },
  {
    name: 'V3 turned over',
    apply: (r) => eachLead(r, (samples, l) => (l === turnedLead ? samples.map((mv) => -mv) : samples)),
    tolerance: { beatMs: 4, intervalMs: 4, axisDeg: 2, amplitudeShare: 0.02, amplitudeUv: 5 },
    gain: 1,
    skipLead: turnedLead,
  },
  {
    name: 'gain of 2',
    apply: (r) => eachLead(r, (samples) => samples.map((mv) => 2 * mv)),
    // Bounds also follow slopes and departures in mV, as an eye with a ruler does: what is twice as large is seen earlier.
    tolerance: { beatMs: 4, intervalMs: 8, axisDeg: 4, amplitudeShare: 0.05, amplitudeUv: 20 },
    gain: 2,
  },
  {
    name: 'leads in reverse order',
    apply: (r) => ({ ...r, leads: [...r.leads].reverse() }),
    tolerance: exact,
    gain: 1,
  },
  {
    name: `${shiftS} s cut from the start`,
    apply: (r) => eachLead(r, (samples) => samples.slice(Math.round(shiftS * r.sampleRateHz))),
    tolerance: { beatMs: 4, intervalMs: 8, axisDeg: 4, amplitudeShare: 0.05, amplitudeUv: 20 },
    gain: 1,
    shiftS,
  },
  {
    name: 'constants of -2 to 2 mV added',
    apply: (r) => eachLead(r, (samples, l) => samples.map((mv) => mv + (((l * 5) % 9) - 4) / 2)),
    tolerance: { beatMs: 1, intervalMs: 1, axisDeg: 1, amplitudeShare: 0.01, amplitudeUv: 5 },
    gain: 1,
  },
];

const intervalNames = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;
const axisNames = ['pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const;
export const comparedNames = ['validity', 'beats', ...intervalNames, ...axisNames, 'amplitudes'] as const;
export type ComparedName = (typeof comparedNames)[number];

export interface Movement {
  readonly name: ComparedName;
  /** By how much; infinite: there in one and not in the other. */
  readonly by: number;
  readonly allowed: number;
}

const turn = (deg: number): number => Math.abs(((((deg + 180) % 360) + 360) % 360) - 180);
const changed = (a: number | null, b: number | null, by: (difference: number) => number): number =>
  a === null || b === null ? (a === b ? 0 : Number.POSITIVE_INFINITY) : by(b - a);

/** Beats near a cut may come or go; the others stand where they stood. */
const beatMovementMs = (before: SignalAnalysis, after: SignalAnalysis, shift: number): number => {
  const edge = shift > 0 ? 0.5 : 0;
  const a = before.beats.map(({ timeS }) => timeS - shift).filter((t) => t >= edge);
  const b = after.beats.map(({ timeS }) => timeS).filter((t) => t >= edge);
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...a.map((timeS, i) => 1000 * Math.abs(timeS - b[i]!)));
};

/** Greatest movement over all leads and amplitudes, in units of what is allowed there. */
const amplitudeMovement = (
  before: SignalAnalysis,
  after: SignalAnalysis,
  how: Transformation,
  skip?: string,
): number => {
  let worst = 0;
  const [rows, others] = [before.measurements.perLead, after.measurements.perLead];
  if (Object.keys(rows).length !== Object.keys(others).length) return Number.POSITIVE_INFINITY;
  for (const [lead, row] of Object.entries(rows)) {
    if (lead === skip) continue;
    const other = others[lead];
    if (other === undefined) return Number.POSITIVE_INFINITY;
    for (const name of ['rMv', 'sMv', 'tMv', 'stJMv'] as const) {
      const [a, b] = [row[name], other[name]];
      // A wave at the border of what counts as one comes and goes.
      if (a === null || b === null) continue;
      const allowedMv =
        how.tolerance.amplitudeShare * Math.max(Math.abs(how.gain * a), Math.abs(b)) + how.tolerance.amplitudeUv / 1000;
      const by = Math.abs(b - how.gain * a);
      worst = Math.max(worst, by === 0 ? 0 : allowedMv === 0 ? Number.POSITIVE_INFINITY : by / allowedMv);
    }
  }
  return worst;
};

/** How far each result moved under one transformation. */
export const movements = (recording: Recording, before: SignalAnalysis, how: Transformation): Movement[] => {
  const after = analyzeSignal(how.apply(recording), { lead: null });
  const { tolerance } = how;
  const skip = how.skipLead === undefined ? undefined : recording.leads[how.skipLead]?.name;
  return [
    { name: 'validity', by: before.validity.status === after.validity.status ? 0 : 1, allowed: 0 },
    { name: 'beats', by: beatMovementMs(before, after, how.shiftS ?? 0), allowed: tolerance.beatMs },
    ...intervalNames.map((name) => ({
      name,
      by: changed(before.measurements[name], after.measurements[name], Math.abs),
      allowed: tolerance.intervalMs,
    })),
    ...axisNames.map((name) => ({
      name,
      by: changed(before.measurements[name], after.measurements[name], turn),
      allowed: tolerance.axisDeg,
    })),
    {
      name: 'amplitudes',
      by: amplitudeMovement(before, after, how, skip),
      allowed: tolerance.amplitudeShare > 0 ? 1 : 0,
    },
  ];
};

/** Rounding of 32-bit samples and of the resampled grid is no movement. */
export const moved = ({ by, allowed }: Movement): boolean => by > allowed + 1e-6;
