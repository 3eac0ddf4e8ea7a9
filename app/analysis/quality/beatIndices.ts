import { median } from '../../signal/windows.ts';

/** What the beats say of one lead. */
export interface BeatIndices {
  /** Mean correlation of the beats with the lead's own average beat, within 120 ms of the R; -1..1. */
  readonly correlation: number;
  /** RMS of what differs from the average beat, from 240 ms before to 440 ms after the R, mV; median over the beats. */
  readonly residualRmsMv: number;
  /** Peak to peak of the average beat within 60 ms of the R, mV. */
  readonly qrsMv: number;
}

/** Average beat of one lead in cells of `cellS` from `fromS` before the R on, each beat levelled at its own mean. */
export interface LeadBeat extends BeatIndices {
  readonly averageMv: Float64Array;
}

export const cellS = 0.01;
export const fromS = -0.24;
export const cells = 68;
const near = (seconds: number): number => Math.round((seconds - fromS) / cellS);
const [nearFrom, nearTo] = [near(-0.12), near(0.12)];
const [qrsFrom, qrsTo] = [near(-0.06), near(0.06)];
/** Beats looked at, spread over the recording. */
const mostBeats = 40;

/**
 * The average beat of a lead and how its beats differ from it (after Orphanidou et al., IEEE J Biomed Health Inform
 * 2015;19:832-838, who correlate each beat with the average). Beats with a missing sample are left out; null where fewer
 * than three are left. `beats` in samples.
 */
export const leadBeat = (samplesMv: Float32Array, beats: readonly number[], rateHz: number): LeadBeat | null => {
  const stride = Math.max(1, Math.ceil(beats.length / mostBeats));
  const rows: Float64Array[] = [];
  for (let k = 0; k < beats.length; k += stride) {
    const row = beatRow(samplesMv, beats[k]!, rateHz);
    if (row !== null) rows.push(row);
  }
  if (rows.length < 3) return null;
  const averageMv = new Float64Array(cells);
  for (const row of rows) for (let c = 0; c < cells; c++) averageMv[c]! += row[c]! / rows.length;
  let correlations = 0;
  const residuals = rows.map((row) => {
    correlations += correlationOf(row, averageMv);
    let sum = 0;
    for (let c = 0; c < cells; c++) sum += (row[c]! - averageMv[c]!) ** 2;
    return Math.sqrt(sum / cells);
  });
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let c = qrsFrom; c < qrsTo; c++) {
    low = Math.min(low, averageMv[c]!);
    high = Math.max(high, averageMv[c]!);
  }
  return {
    averageMv,
    correlation: correlations / rows.length,
    residualRmsMv: median(residuals),
    qrsMv: high - low,
  };
};

/** One beat in cells, its mean taken away; null where a cell has no sample. */
const beatRow = (samplesMv: Float32Array, beat: number, rateHz: number): Float64Array | null => {
  const row = new Float64Array(cells);
  let total = 0;
  for (let c = 0; c < cells; c++) {
    const from = Math.round(beat + (fromS + c * cellS) * rateHz);
    const to = Math.max(from + 1, Math.round(beat + (fromS + (c + 1) * cellS) * rateHz));
    if (from < 0 || to > samplesMv.length) return null;
    let sum = 0;
    for (let i = from; i < to; i++) sum += samplesMv[i]!;
    if (!Number.isFinite(sum)) return null;
    row[c] = sum / (to - from);
    total += row[c]!;
  }
  for (let c = 0; c < cells; c++) row[c]! -= total / cells;
  return row;
};

/** Pearson's correlation near the R; 0 where one of both does not move. */
const correlationOf = (one: Float64Array, other: Float64Array): number => {
  const n = nearTo - nearFrom;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let c = nearFrom; c < nearTo; c++) {
    const [a, b] = [one[c]!, other[c]!];
    sa += a;
    sb += b;
    saa += a * a;
    sbb += b * b;
    sab += a * b;
  }
  const [va, vb] = [saa - (sa * sa) / n, sbb - (sb * sb) / n];
  return va > 1e-12 && vb > 1e-12 ? (sab - (sa * sb) / n) / Math.sqrt(va * vb) : 0;
};
