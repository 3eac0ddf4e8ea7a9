import type { Section } from '../../app/signal/butterworth.ts';

/** Sections run forwards once, as a device does, each started in the steady state of its first value. */
export const causalFilter = (samples: Float64Array, sections: readonly Section[]): Float64Array => {
  const y = samples.slice();
  for (const { b0, b1, b2, a1, a2 } of sections) {
    const first = y[0] ?? 0;
    const steady = (first * (b0 + b1 + b2)) / (1 + a1 + a2);
    let z2 = b2 * first - a2 * steady;
    let z1 = b1 * first - a1 * steady + z2;
    for (let i = 0; i < y.length; i++) {
      const input = y[i]!;
      const output = b0 * input + z1;
      z1 = b1 * input - a1 * output + z2;
      z2 = b2 * input - a2 * output;
      y[i] = output;
    }
  }
  return y;
};
