/** Cells of 10 ms of the average beat (`leadBeat`), which begins 240 ms before the R; as in models/training/tasks/reversal/fit.py. */
const waves = [
  { from: 0, to: 17, bins: 3, floorMv: 0.01 },
  { from: 18, to: 32, bins: 7, floorMv: 0.05 },
  { from: 34, to: 66, bins: 4, floorMv: 0.02 },
] as const;
const [levelFrom, levelTo] = [15, 18];
const smallestMv = 0.02;
const clamp = (value: number): number => Math.max(-4, Math.min(4, value));

/**
 * What the net sees of an arrangement: for P, QRS and T, each brought to unit size over all leads, how every two of the leads
 * I, II, V1 to V6 go together, the size of each, and its course in a few steps; then how large I, II and III are beside the rest.
 * The correlation of limb with chest leads is what tells swapped limbs (Jekova et al., Comput Methods Programs Biomed
 * 2016;134:31-41; Han et al., J Electrocardiol 2014;47:781-787). `beats`: eight average beats, mV.
 */
export const swapInputs = (beats: readonly Float32Array[]): Float64Array => {
  const count = beats.length;
  const x = beats.map((beat) => {
    let level = 0;
    for (let c = levelFrom; c < levelTo; c++) level += beat[c]! / (levelTo - levelFrom);
    return beat.map((mv) => mv - level);
  });
  const out: number[] = [];
  for (const { from, to, bins, floorMv } of waves) {
    const n = to - from;
    let power = 0;
    for (const lead of x) for (let c = from; c < to; c++) power += lead[c]! ** 2 / (n * count);
    const size = Math.sqrt(power) + floorMv;
    const product = (a: number, b: number): number => {
      let sum = 0;
      for (let c = from; c < to; c++) sum += x[a]![c]! * x[b]![c]!;
      return sum / (n * size * size);
    };
    const norms = x.map((_, a) => Math.sqrt(product(a, a)) + 0.1);
    for (let a = 0; a < count; a++)
      for (let b = a + 1; b < count; b++) out.push(product(a, b) / (norms[a]! * norms[b]!));
    out.push(...norms);
    const width = Math.floor(n / bins);
    for (const lead of x)
      for (let k = 0; k < bins; k++) {
        let sum = 0;
        for (let c = from + k * width; c < from + (k + 1) * width; c++) sum += lead[c]!;
        out.push(sum / (width * size));
      }
  }
  const rms = (values: Float32Array): number => Math.sqrt(values.reduce((sum, mv) => sum + mv * mv, 0) / values.length);
  const whole = Math.sqrt(x.reduce((sum, lead) => sum + rms(lead) ** 2, 0) / count);
  for (const limb of [x[0]!, x[1]!, x[1]!.map((mv, c) => mv - x[0]![c]!)])
    out.push(Math.log10(rms(limb) / (whole + smallestMv) + 0.01));
  return Float64Array.from(out, clamp);
};
