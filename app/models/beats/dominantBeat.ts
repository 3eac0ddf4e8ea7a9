import { correlation, parts, windowLength } from './beatWindow.ts';

/** From this correlation of their QRS on two beats are alike. */
const alikeFrom = 0.9;
/** Pairs of beats further apart than this are not compared. */
export const comparedBeats = 120;
/** The dominant beat is the median of at most this many. */
const medianOf = 21;
/** Peaks of alike beats differ by up to this many grid values. */
const jitter = 2;

/** Likeness of beats to those before them, filled as beats come. */
export interface Likenesses {
  readonly add: (window: Float32Array) => void;
  /** Best correlation of the QRS of two beats at most `comparedBeats` apart; 1 for a beat with itself. */
  readonly between: (a: number, b: number) => number;
  readonly windows: readonly Float32Array[];
  /** Lets the oldest go; the others move up. */
  readonly forget: (beats: number) => void;
}

export const createLikenesses = (): Likenesses => {
  const windows: Float32Array[] = [];
  const rows: Float32Array[] = [];
  return {
    windows,
    forget: (beats) => {
      windows.splice(0, beats);
      rows.splice(0, beats);
    },
    add: (window) => {
      const at = windows.length;
      const row = new Float32Array(Math.min(at, comparedBeats));
      for (let d = 1; d <= row.length; d++) row[d - 1] = bestCorrelation(window, windows[at - d]!);
      windows.push(window);
      rows.push(row);
    },
    between: (a, b) => {
      const [late, early] = a > b ? [a, b] : [b, a];
      return late === early ? 1 : (rows[late]![late - early - 1] ?? 0);
    },
  };
};

const bestCorrelation = (a: Float32Array, b: Float32Array): number => {
  let best = -1;
  for (let lag = -jitter; lag <= jitter; lag++) best = Math.max(best, correlation(a, b, parts.qrs, lag));
  return best;
};

export interface DominantBeat {
  readonly window: Float32Array;
  /** Of the beats looked at, the share that is alike. */
  readonly share: number;
}

/**
 * The beat that stands for the patient's own rhythm among `beats` (indices, at most `comparedBeats` apart): the
 * group of alike beats that fills most time, each beat counting for the interval before it, so that premature beats do not
 * win by number. Its window is the median of those of its beats that lie nearest to `near`, spread over them.
 * null when there is no beat to look at.
 */
export const dominantBeat = (
  { windows, between }: Likenesses,
  intervalsS: ArrayLike<number>,
  { beats, near }: { readonly beats: readonly number[]; readonly near: number },
): DominantBeat | null => {
  if (beats.length === 0) return null;
  let best = beats[0]!;
  let most = -1;
  for (const i of beats) {
    let filled = 0;
    for (const j of beats) if (between(i, j) >= alikeFrom) filled += intervalWeight(intervalsS[j]!);
    if (filled > most) {
      most = filled;
      best = i;
    }
  }
  const alike = beats
    .filter((j) => between(best, j) >= alikeFrom)
    .sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  const step = Math.max(1, Math.floor(alike.length / medianOf));
  const taken = alike.filter((_, i) => i % step === 0).slice(0, medianOf);
  return { window: medianWindow(taken.map((i) => windows[i]!)), share: alike.length / beats.length };
};

/** A pause does not make a beat count for a whole minute. */
const intervalWeight = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.max(0.3, Math.min(seconds, 2)) : 0.8;

const medianWindow = (windows: readonly Float32Array[]): Float32Array => {
  const out = new Float32Array(windowLength);
  const n = windows.length;
  const sorted = new Float32Array(n);
  for (let i = 0; i < windowLength; i++) {
    for (let w = 0; w < n; w++) {
      const value = windows[w]![i]!;
      let at = w;
      while (at > 0 && sorted[at - 1]! > value) {
        sorted[at] = sorted[at - 1]!;
        at -= 1;
      }
      sorted[at] = value;
    }
    out[i] = n % 2 === 1 ? sorted[n >> 1]! : (sorted[(n >> 1) - 1]! + sorted[n >> 1]!) / 2;
  }
  return out;
};
