import { standardLeads } from '../recording/recording.ts';

/** What a named preparation fixes about an input, so that a manifest cannot contradict the code that makes it. */
export interface Preparation {
  readonly sampleRateHz: number;
  readonly unit: 'mV';
  /** Leads that an input may hold, in the only order allowed. */
  readonly leadOrder: readonly string[];
  readonly limitMv: number;
}

/**
 * `mv100-meanfree-v1`: millivolts at 100 Hz, the first samples of each lead, the mean of what is present subtracted, missing
 * samples 0 (that is, at the mean), clipped to +-5 mV, zeros at the end of a shorter recording.
 * models/training makes its inputs the same way; a change here is a new name.
 */
export const preparations: ReadonlyMap<string, Preparation> = new Map([
  ['mv100-meanfree-v1', { sampleRateHz: 100, unit: 'mV', leadOrder: standardLeads, limitMv: 5 }],
]);
