import { butterworthTwoPass } from '../signal/butterworth.ts';
import { bridgeGaps } from '../signal/gaps.ts';
import { zeroPhase } from '../signal/zeroPhase.ts';

/** Rate of a slow lead: enough for waves of the heart, cheap to look through. */
export const slowRateHz = 125;
export const slowBandHz: readonly [number, number] = [1, 30];

/** A lead from 1 to 30 Hz at 125 samples a second, for questions about whole waves. */
export interface SlowLead {
  readonly mv: Float64Array;
  /** Of each slow sample's time, whether the lead recorded something there. */
  readonly present: Uint8Array;
}

/** Means of the samples around each instant, then a two-pass Butterworth band. Linear time. */
export const slowLead = (samplesMv: Float32Array, rateHz: number): SlowLead => {
  const [fromHz, toHz] = slowBandHz;
  const { bridged, gaps } = bridgeGaps(samplesMv);
  const length = Math.floor((samplesMv.length / rateHz) * slowRateHz);
  const step = rateHz / slowRateHz;
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const from = Math.max(0, Math.round((i - 0.5) * step));
    const to = Math.min(bridged.length, Math.max(from + 1, Math.round((i + 0.5) * step)));
    let sum = 0;
    for (let k = from; k < to; k++) sum += bridged[k]!;
    out[i] = to > from ? sum / (to - from) : 0;
  }
  const present = new Uint8Array(length).fill(1);
  for (const { start, end } of gaps) present.fill(0, Math.floor(start / step), Math.ceil(end / step));
  const high = zeroPhase(out, butterworthTwoPass('high-pass', 2, fromHz, slowRateHz), slowRateHz);
  const mv = zeroPhase(high, butterworthTwoPass('low-pass', 2, toHz, slowRateHz), slowRateHz / 5);
  return { mv, present };
};
