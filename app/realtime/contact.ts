/** What an electrode's lead says of its own contact. */
export type Contact = 'live' | 'missing' | 'still';

export interface ContactWatch {
  /** The next sample of every lead, mV, NaN where missing. */
  readonly push: (samplesMv: ArrayLike<number>) => void;
  readonly of: (lead: number) => Contact;
}

/** A digital filter or a radio link may leave out this much, s. */
const missingS = 0.5;
/** No electrode on a skin gives one and the same value for so long, s; a T-P segment of coarse resolution may for less. */
const stillS = 2;

/** Whether each lead is connected, by its own samples alone; O(1) a sample. */
export const createContactWatch = (leadCount: number, sampleRateHz: number): ContactWatch => {
  const missing = new Uint32Array(leadCount);
  const still = new Uint32Array(leadCount);
  const before = new Float64Array(leadCount).fill(Number.NaN);
  const mostMissing = missingS * sampleRateHz;
  const mostStill = stillS * sampleRateHz;
  return {
    push: (samplesMv) => {
      for (let l = 0; l < leadCount; l++) {
        const value = samplesMv[l] ?? Number.NaN;
        if (!Number.isFinite(value)) {
          missing[l]! += 1;
          continue;
        }
        missing[l] = 0;
        still[l] = value === before[l] ? still[l]! + 1 : 0;
        before[l] = value;
      }
    },
    of: (lead) => (missing[lead]! >= mostMissing ? 'missing' : still[lead]! >= mostStill ? 'still' : 'live'),
  };
};
