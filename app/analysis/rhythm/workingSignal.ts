import type { Recording } from '../../recording/recording.ts';
import { bridgeGaps } from '../../signal/gaps.ts';

/** What the atria are looked for in: few independent leads at 100 to 125 Hz. */
export interface WorkingSignal {
  readonly rateHz: number;
  /** mV, all finite, of one length. */
  readonly leads: readonly { readonly name: string; readonly mv: Float64Array }[];
}

/** The other limb leads follow from I and II. */
const independent = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const mostLeads = 8;
const wantedHz = 100;

/** Means over whole numbers of samples, so that nothing of mains and muscle folds back visibly. Linear time. */
export const workingSignal = (recording: Pick<Recording, 'leads' | 'sampleRateHz'>): WorkingSignal => {
  const chosen = recording.leads.filter(({ name }) => independent.includes(name));
  const recorded = recording.leads.filter(({ derived }) => !derived);
  const some = chosen.length >= 2 ? chosen : recorded.length > 0 ? recorded : recording.leads;
  const step = Math.max(1, Math.floor(recording.sampleRateHz / wantedHz));
  return {
    rateHz: recording.sampleRateHz / step,
    leads: some.slice(0, mostLeads).map(({ name, samplesMv }) => ({ name, mv: decimated(samplesMv, step) })),
  };
};

const decimated = (samplesMv: Float32Array, step: number): Float64Array => {
  const { bridged } = bridgeGaps(samplesMv);
  if (step === 1) return bridged;
  const out = new Float64Array(Math.floor(bridged.length / step));
  for (let k = 0; k < out.length; k++) {
    let sum = 0;
    for (let i = k * step; i < (k + 1) * step; i++) sum += bridged[i]!;
    out[k] = sum / step;
  }
  return out;
};
