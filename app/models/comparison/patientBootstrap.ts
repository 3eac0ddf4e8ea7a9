import { createRandom } from '../../synth/random.ts';

/**
 * Weights [rows] of each draw: whole patients are drawn with replacement, as many as there are, so that the recordings of one
 * patient stay together (Efron & Tibshirani 1993, ch. 13). The same array is filled anew for each draw.
 */
export function* patientDraws(
  patients: readonly string[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Generator<Float64Array> {
  const numbers = new Map<string, number>();
  for (const patient of patients) if (!numbers.has(patient)) numbers.set(patient, numbers.size);
  const owners = patients.map((patient) => numbers.get(patient)!);
  const times = new Float64Array(numbers.size);
  const weights = new Float64Array(patients.length);
  const { uniform } = createRandom(seed, 'patients');
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let i = 0; i < times.length; i++) times[Math.floor(uniform() * times.length)]! += 1;
    for (const [row, owner] of owners.entries()) weights[row] = times[owner]!;
    yield weights;
  }
}

/** A figure with its 95 % percentile interval; null where it cannot be given. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * @param drawn the figure in each draw; draws without the figure (no positives among them) don't count.
 * @param centred moves the draws until their mean is the value, and stops at 0: drawing with replacement inflates figures such
 * as the calibration error, so that plain percentiles may lie wholly above the estimate.
 */
export const estimate = (value: number, drawn: readonly number[], centred: 'centred' | 'plain'): Estimate => {
  const finite = Float64Array.from(drawn.filter(Number.isFinite)).sort();
  const shift = centred === 'centred' ? value - finite.reduce((sum, each) => sum + each, 0) / finite.length : 0;
  const at = (q: number): number | null => {
    if (finite.length === 0) return null;
    const place = q * (finite.length - 1);
    const low = Math.floor(place);
    const [a, b] = [finite[low]!, finite[Math.min(low + 1, finite.length - 1)]!];
    return a + (place - low) * (b - a) + shift;
  };
  const bound = (limit: number | null): number | null =>
    limit !== null && centred === 'centred' ? Math.max(0, limit) : limit;
  return { value: Number.isFinite(value) ? value : null, low: bound(at(0.025)), high: bound(at(0.975)) };
};
