import type { Recording } from '../../app/recording/recording.ts';
import { butterworth, butterworthTwoPass, type PassKind } from '../../app/signal/butterworth.ts';
import { zeroPhase } from '../../app/signal/zeroPhase.ts';
import { causalFilter } from './causalFilter.ts';

/** How a filter was applied: one pass, as a device does, or both ways. */
export interface FilterKind {
  readonly name: string;
  readonly pass: PassKind;
  readonly order: number;
  readonly cutoffHz: number;
  readonly bothWays: boolean;
}
const filter = (pass: PassKind, order: number, cutoffHz: number, bothWays: boolean): FilterKind => ({
  name: `${pass} ${cutoffHz} Hz, order ${order}, ${bothWays ? 'both ways' : 'one way'}`,
  pass,
  order,
  cutoffHz,
  bothWays,
});
export const filterKinds: readonly FilterKind[] = [
  filter('low-pass', 1, 40, false),
  filter('low-pass', 2, 40, false),
  filter('low-pass', 4, 40, false),
  filter('low-pass', 2, 40, true),
  filter('high-pass', 1, 0.5, false),
  filter('high-pass', 2, 0.5, false),
  filter('high-pass', 2, 0.5, true),
];

/** Every lead changed by a function of its samples, in steps of 1 uV. */
export const eachLead = (
  recording: Recording,
  of: (samplesMv: Float64Array, lead: number) => Float64Array,
): Recording => ({
  ...recording,
  leads: recording.leads.map((lead, l) => ({
    ...lead,
    samplesMv: Float32Array.from(
      of(
        Float64Array.from(lead.samplesMv, (mv) => (Number.isFinite(mv) ? mv : 0)),
        l,
      ),
      (mv) => Math.round(1000 * mv) / 1000,
    ),
  })),
});

/** A copy as a filter leaves it; missing samples become 0 before it. */
export const filtered = (recording: Recording, { pass, order, cutoffHz, bothWays }: FilterKind): Recording =>
  eachLead(recording, (samplesMv) =>
    bothWays
      ? zeroPhase(
          samplesMv,
          butterworthTwoPass(pass, order, cutoffHz, recording.sampleRateHz),
          2 * recording.sampleRateHz,
        )
      : causalFilter(samplesMv, butterworth(pass, order, cutoffHz, recording.sampleRateHz)),
  );

/** Only every n-th sample, without a filter before it. */
export const thinned = (recording: Recording, n: number): Recording => ({
  ...recording,
  sampleRateHz: recording.sampleRateHz / n,
  sampleCount: Math.ceil(recording.sampleCount / n),
  leads: recording.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.filter((_, i) => i % n === 0) })),
});

export const cutTo = (recording: Recording, seconds: number): Recording => {
  const sampleCount = Math.min(recording.sampleCount, Math.round(seconds * recording.sampleRateHz));
  const leads = recording.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(0, sampleCount) }));
  return { ...recording, sampleCount, leads };
};

export const withoutLeads = (recording: Recording, names: readonly string[]): Recording => ({
  ...recording,
  leads: recording.leads.filter(({ name }) => !names.includes(name)),
});
