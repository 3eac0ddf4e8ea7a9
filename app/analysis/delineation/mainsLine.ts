/** Cosine and sine of the two mains frequencies at each sample, shared by all leads of a recording. */
export type MainsWaves = readonly { readonly cos: Float64Array; readonly sin: Float64Array; readonly hz: number }[];

export const mainsWaves = (sampleCount: number, rateHz: number): MainsWaves =>
  [50, 60]
    .filter((hz) => hz < 0.45 * rateHz)
    .map((hz) => {
      const cos = new Float64Array(sampleCount);
      const sin = new Float64Array(sampleCount);
      // One second of either holds whole periods: the rest repeats it where the rate is a whole number.
      const period = Number.isInteger(rateHz) ? Math.min(sampleCount, rateHz) : sampleCount;
      const turn = (2 * Math.PI * hz) / rateHz;
      for (let i = 0; i < period; i++) {
        cos[i] = Math.cos(turn * i);
        sin[i] = Math.sin(turn * i);
      }
      for (let i = period; i < sampleCount; i++) {
        cos[i] = cos[i - period]!;
        sin[i] = sin[i - period]!;
      }
      return { cos, sin, hz };
    });

/** The line is followed over this time: slow enough to see no heart, fast enough for the drift of the mains. */
const followS = 1;
/** Part of the power above 25 Hz, QRS cut down, from which on there is a line worth taking out. */
const leastShare = 0.08;

/**
 * Takes a line at 50 or 60 Hz out of a lead in place: what goes round with it over one second at a time, in the lead
 * less its mean over 20 ms and with the QRS complexes cut down to the size of the rest. A notch would ring at every QRS, right where
 * its bounds are looked for.
 */
export const subtractMains = (x: Float64Array, rateHz: number, waves: MainsWaves): void => {
  const n = x.length;
  const span = Math.min(n, Math.round(followS * rateHz));
  const half = Math.max(1, Math.round((0.02 * rateHz - 1) / 2));
  if (waves.length === 0 || span < 0.2 * rateHz) return;
  const width = 2 * half + 1;
  const quick = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < width && i < n; i++) sum += x[i]!;
  for (let i = half; i + half < n; i++) {
    if (i > half) sum += x[i + half]! - x[i - half - 1]!;
    quick[i] = x[i]! - sum / width;
  }
  const stride = Math.max(1, Math.floor(n / 500));
  const sizes = new Float64Array(Math.ceil(n / stride));
  for (let k = 0; k < sizes.length; k++) sizes[k] = Math.abs(quick[k * stride]!);
  sizes.sort();
  const limit = 4 * sizes[sizes.length >> 1]!;
  let power = 0;
  for (let i = 0; i < n; i++) {
    quick[i] = Math.max(-limit, Math.min(limit, quick[i]!));
    power += quick[i]! * quick[i]!;
  }
  if (!(power > 0)) return;
  for (const { cos, sin, hz } of waves) {
    // Running sums, so that the mean over any second is a difference.
    const re = new Float64Array(n + 1);
    const im = new Float64Array(n + 1);
    for (let i = 0; i < n; i++) {
      re[i + 1] = re[i]! + quick[i]! * cos[i]!;
      im[i + 1] = im[i]! + quick[i]! * sin[i]!;
    }
    const from = (i: number): number => Math.max(0, Math.min(n - span, i - (span >> 1)));
    let line = 0;
    for (let i = span >> 1; i < n; i += span) {
      const a = from(i);
      line += 2 * ((re[a + span]! - re[a]!) ** 2 + (im[a + span]! - im[a]!) ** 2) * (1 / span);
    }
    if (line < leastShare * power) continue;
    const gain = 1 - Math.sin((width * Math.PI * hz) / rateHz) / (width * Math.sin((Math.PI * hz) / rateHz));
    const scale = 2 / (span * gain);
    for (let i = 0; i < n; i++) {
      const a = from(i);
      x[i]! -= scale * ((re[a + span]! - re[a]!) * cos[i]! + (im[a + span]! - im[a]!) * sin[i]!);
    }
  }
};
