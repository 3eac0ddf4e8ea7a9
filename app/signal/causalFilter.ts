import type { Section } from './butterworth.ts';

/**
 * A filter that knows only the past: one value in, one value out, O(1). Starts in the steady state of its first value, so that a
 * constant makes no transient. Values must be finite.
 */
export const causalFilter = (sections: readonly Section[]): ((value: number) => number) => {
  const z1 = new Float64Array(sections.length);
  const z2 = new Float64Array(sections.length);
  let started = false;
  return (value) => {
    let x = value;
    if (!started) {
      started = true;
      let level = value;
      sections.forEach(({ b0, b1, b2, a1, a2 }, s) => {
        const steady = (level * (b0 + b1 + b2)) / (1 + a1 + a2);
        z2[s] = b2 * level - a2 * steady;
        z1[s] = b1 * level - a1 * steady + z2[s]!;
        level = steady;
      });
    }
    for (let s = 0; s < sections.length; s++) {
      const { b0, b1, b2, a1, a2 } = sections[s]!;
      const y = b0 * x + z1[s]!;
      z1[s] = b1 * x - a1 * y + z2[s]!;
      z2[s] = b2 * x - a2 * y;
      x = y;
    }
    return x;
  };
};
