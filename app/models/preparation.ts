import { standardLeads } from '../recording/recording.ts';
import { lead100, lead100WindowStarts, lead100Windows, prepareLead100Band } from './lead100Band.ts';

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

/** The same for the windows of one lead. */
export interface LeadPreparation {
  readonly sampleRateHz: number;
  /** Of the lead that it takes. */
  readonly unit: 'mV';
  readonly windowSamples: number;
  /** Where the windows of so many samples at `sampleRateHz` begin. */
  readonly windowStarts: (samples: number) => number[];
  /** [windows x windowSamples], at least one window, all finite. @param samplesMv missing = NaN. */
  readonly windows: (samplesMv: Float32Array, sampleRateHz: number) => Float32Array;
}

export const leadPreparations: ReadonlyMap<string, LeadPreparation> = new Map([
  [
    'lead100-band-v1',
    {
      sampleRateHz: lead100.sampleRateHz,
      unit: 'mV',
      windowSamples: lead100.windowSamples,
      windowStarts: lead100WindowStarts,
      windows: (samplesMv, sampleRateHz) => lead100Windows(prepareLead100Band(samplesMv, sampleRateHz)),
    },
  ],
]);
