import { standardLeads } from '../recording/recording.ts';

/** One signal of parity.json, in its own words; models/training has the formula. */
export interface ParityFormula {
  readonly periodSamples: number;
  readonly lengthSamples: number;
  readonly waves: readonly {
    readonly centreS: number;
    readonly widthS: number;
    readonly amplitudeMv: readonly number[];
  }[];
  readonly sines: readonly {
    readonly frequencyHz: number;
    readonly phaseRad: number;
    readonly amplitudeMv: readonly number[];
  }[];
}

/** Twelve leads at 100 Hz, millivolts. */
export const paritySignal = ({ periodSamples, lengthSamples, waves, sines }: ParityFormula): Float32Array[] =>
  standardLeads.map((_, lead) =>
    Float32Array.from({ length: lengthSamples }, (_, t) => {
      const u = (t % periodSamples) / 100;
      const fromWaves = waves.map(
        ({ centreS, widthS, amplitudeMv }) => amplitudeMv[lead]! * Math.exp(-0.5 * ((u - centreS) / widthS) ** 2),
      );
      const fromSines = sines.map(
        ({ frequencyHz, phaseRad, amplitudeMv }) =>
          amplitudeMv[lead]! * Math.sin((2 * Math.PI * frequencyHz * t) / 100 + phaseRad),
      );
      return [...fromWaves, ...fromSines].reduce((a, b) => a + b, 0);
    }),
  );
