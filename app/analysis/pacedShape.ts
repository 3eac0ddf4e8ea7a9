/** QRS and T of a paced beat, s around its largest deflection: T turns with QRS. */
const window = { from: -0.1, to: 0.3 } as const;
/** A beat's largest deflection may be another one of the same complex. */
const mostShiftS = 0.06;
const comparedHz = 100;
const averaged = 60;
const leastAveraged = 3;
const leastLikeness = 0.9;

/**
 * For each beat: has it the shape of those that a ventricular pulse starts (`pulsed`)? Then one started it as well, seen or not. All
 * false with fewer than 3 such beats. The correlation over all leads with their mean has to reach 0.9.
 * `leads` of one length, mV; `beatTimesS` ascending, with one entry of `pulsed` each. Linear time.
 */
export const ofPacedShape = (
  leads: readonly ArrayLike<number>[],
  rateHz: number,
  beatTimesS: readonly number[],
  pulsed: readonly boolean[],
): boolean[] => {
  const step = Math.max(1, Math.floor(rateHz / comparedHz));
  const size = Math.round(((window.to - window.from) * rateHz) / step);
  const cut = (timeS: number, shift: number): Float64Array => {
    const out = new Float64Array(size * leads.length);
    const from = Math.round((timeS + window.from) * rateHz) + shift * step;
    leads.forEach((mv, l) => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += out[l * size + i] = mv[from + i * step] ?? Number.NaN;
      for (let i = 0; i < size; i++) out[l * size + i]! -= sum / size;
    });
    return out;
  };
  const known = beatTimesS.filter((_, k) => pulsed[k] === true);
  const every = Math.max(1, Math.ceil(known.length / averaged));
  const some = known.filter((_, i) => i % every === 0).map((timeS) => cut(timeS, 0));
  const whole = some.filter((values) => values.every(Number.isFinite));
  if (whole.length < leastAveraged || leads.length === 0) return beatTimesS.map(() => false);
  const mean = Float64Array.from(whole[0]!, (_, i) => whole.reduce((sum, values) => sum + values[i]!, 0));
  const most = Math.round((mostShiftS * rateHz) / step);
  return beatTimesS.map((timeS) => {
    for (let shift = -most; shift <= most; shift++) if (likeness(mean, cut(timeS, shift)) >= leastLikeness) return true;
    return false;
  });
};

const likeness = (a: Float64Array, b: Float64Array): number => {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
};
