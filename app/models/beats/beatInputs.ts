import { median } from '../../signal/windows.ts';
import { beatSignal, gridRateHz } from './beatGrid.ts';
import {
  correlation,
  cutWindow,
  greatestShiftS,
  levelled,
  parts,
  presentShare,
  range,
  windowLength,
} from './beatWindow.ts';
import { createLikenesses, type DominantBeat, dominantBeat, type Likenesses } from './dominantBeat.ts';
import {
  laterLongIntervalFeatureNames,
  laterLongIntervalFeatures,
  longIntervalFeatureNames,
  longIntervalFeatures,
} from './longIntervals.ts';
import { pStretch, restedFeatureNames, restedFeatures } from './restedBeats.ts';
import {
  intervalsBefore,
  laterRhythmFeatureNames,
  laterRhythmFeatures,
  rhythmFeatureNames,
  rhythmFeatures,
} from './rhythmFeatures.ts';
import { rrIrregularity } from './rrIrregularity.ts';
import {
  beatShape,
  laterShapeFeatureNames,
  laterShapeFeatures,
  type ShapeContext,
  shapeFeatureNames,
  shapeFeatures,
} from './shapeFeatures.ts';

/**
 * `causal`: nothing of a beat's input lies later than `causalDelayS` after its peak, and no later beat is known.
 * `diagnostic`: the whole recording may be looked at.
 */
export type BeatView = 'causal' | 'diagnostic';

/** A beat can be judged causally when the samples up to its peak + this are there. */
export const causalDelayS = 0.6;

/** Rate of the windows that a model gets, Hz. */
export const beatWindowRateHz = 120;
/** Values of each channel. */
export const beatWindowLength = windowLength / 2;
/** The beat, and the beat minus the dominant beat, both in units of the usual range of the QRS. */
export const beatChannels = ['beat', 'residual'] as const;

const knownAtOnce = [...rhythmFeatureNames, ...longIntervalFeatureNames, ...shapeFeatureNames, ...restedFeatureNames];
export const beatFeatureNames: Readonly<Record<BeatView, readonly string[]>> = {
  causal: knownAtOnce,
  diagnostic: [...knownAtOnce, ...laterRhythmFeatureNames, ...laterLongIntervalFeatureNames, ...laterShapeFeatureNames],
};

export interface BeatInputs {
  readonly count: number;
  /** [count x 2 x 108], see `beatChannels`. */
  readonly windows: Float32Array;
  /** [count x features], in the order of `beatFeatureNames`. */
  readonly features: Float32Array;
  /** False where too much of the QRS is missing to judge the beat; its row is then of no use. */
  readonly judgeable: readonly boolean[];
}

/** Beats that a beat is compared with: causally those before it, otherwise half before and half behind. */
const memoryBeats = { causal: 80, diagnostic: 100 } as const;
/** Greatest value of a window, in units of the usual QRS. */
const limit = 6;
const leastQrsShare = 0.5;
/** Whether enough of its QRS is there to judge a beat by this window. */
export const isJudgeable = (window: Float32Array): boolean => presentShare(window, parts.qrs) >= leastQrsShare;
export const alikeFrom = 0.9;
/** From this correlation with the dominant beat a beat has the usual shape. */
export const usualFrom = 0.85;
/** Alignment on less likeness than this would be by chance. */
const alignFrom = 0.5;
/** No smaller unit than this, mV: a flat lead has no QRS. */
const leastScaleMv = 0.05;

/**
 * What the beat classifier gets of each beat of one lead, for training and at run time alike.
 *
 * `samplesMv`: the lead, NaN where missing. `beats`: sample indices of the QRS peaks, ascending. Never throws for a positive finite rate;
 * linear in time. With `causal`, row k depends on the samples up to beats[k] + `causalDelayS` and on beats[0..k] alone.
 *
 * Each beat is cut out (-0.4 to 0.5 s), levelled at its median and aligned with the dominant beat of those around (or before) it; see
 * `dominantBeat`. The residual against a patient's usual beat and the intervals against those of the last 10, 40 and 300 beats carry most.
 */
export const beatInputs = (
  samplesMv: Float32Array,
  sampleRateHz: number,
  beats: readonly number[],
  { view }: { readonly view: BeatView },
): BeatInputs => {
  const count = beats.length;
  const timesS = beats.map((sample) => sample / sampleRateHz);
  const intervalsS = intervalsBefore(timesS);
  const { likenesses, judgeable } = alignAll(beatSignal(samplesMv, sampleRateHz), timesS, intervalsS);
  const compared = timesS.map((_, k) => compare(likenesses, intervalsS, k, view));
  const shapes = compared.map(({ window, dominant, residual, scaleMv }) =>
    beatShape(window, dominant.window, residual, scaleMv),
  );

  const usual = shapes.map(({ qrsCorrelation }) => qrsCorrelation >= usualFrom);
  const irregularities = rrIrregularity(intervalsS, usual);
  const stretches = likenesses.windows.map(pStretch);

  const featureCount = beatFeatureNames[view].length;
  const windows = new Float32Array(count * beatChannels.length * beatWindowLength);
  const features = new Float32Array(count * featureCount);
  compared.forEach(({ window, dominant, residual, scaleMv }, k) => {
    [window, residual].forEach((channel, c) => {
      const at = (k * beatChannels.length + c) * beatWindowLength;
      halve(channel, scaleMv, windows.subarray(at, at + beatWindowLength));
    });
    const others = memory(k, view, count).filter((i) => i !== k);
    const alike = others.filter((i) => likenesses.between(i, k) >= alikeFrom);
    const context: ShapeContext = {
      shapes,
      others,
      dominantShare: dominant.share,
      alikeShare: others.length > 0 ? alike.length / others.length : 1,
      between: likenesses.between,
    };
    features.set(
      [
        ...rhythmFeatures(intervalsS, irregularities, k),
        ...longIntervalFeatures(intervalsS, k),
        ...shapeFeatures(context, k),
        ...restedFeatures({ stretches, intervalsS, usual, others, scaleMv }, k),
        ...(view === 'diagnostic'
          ? [
              ...laterRhythmFeatures(intervalsS, irregularities, k),
              ...laterLongIntervalFeatures(intervalsS, k),
              ...laterShapeFeatures(context, k),
            ]
          : []),
      ],
      k * featureCount,
    );
  });
  return { count, windows, features, judgeable };
};

/** Indices of the beats that beat `k` is compared with, itself among them. */
export const memory = (k: number, view: BeatView, count: number): number[] => {
  const half = memoryBeats.diagnostic / 2;
  const from = Math.max(0, k - (view === 'causal' ? memoryBeats.causal : half));
  const to = view === 'causal' ? k + 1 : Math.min(count, k + half + 1);
  return Array.from({ length: to - from }, (_, i) => from + i);
};

/** All beats in order, each aligned with the dominant one of those before it. */
const alignAll = (
  signal: Float32Array,
  timesS: readonly number[],
  intervalsS: Float64Array,
): { readonly likenesses: Likenesses; readonly judgeable: readonly boolean[] } => {
  const likenesses = createLikenesses();
  const judgeable = timesS.map((timeS, k) => {
    const peak = Math.round(timeS * gridRateHz);
    const first = cutWindow(signal, peak);
    const before = dominantBeat(likenesses, intervalsS, { beats: memory(k, 'causal', k).slice(0, -1), near: k });
    const shift = before === null ? 0 : bestShift(levelled(first), before.window);
    likenesses.add(levelled(shift === 0 ? first : cutWindow(signal, peak + shift)));
    return isJudgeable(first);
  });
  return { likenesses, judgeable };
};

/** Where the QRS lies in its window against the dominant beat, grid values. */
export const bestShift = (window: Float32Array, dominant: Float32Array): number => {
  const most = Math.round(greatestShiftS * gridRateHz);
  let shift = 0;
  let best = alignFrom;
  for (let lag = -most; lag <= most; lag++) {
    const here = correlation(dominant, window, parts.qrs, lag);
    if (here > best) {
      best = here;
      shift = lag;
    }
  }
  return shift;
};

export interface Compared {
  readonly window: Float32Array;
  readonly dominant: DominantBeat;
  /** Levelled again: a difference of baselines is none of shape. */
  readonly residual: Float32Array;
  readonly scaleMv: number;
}

export const compare = (likenesses: Likenesses, intervalsS: Float64Array, k: number, view: BeatView): Compared => {
  const { windows } = likenesses;
  const window = windows[k]!;
  const around = memory(k, view, windows.length);
  // Causally the beat itself is no witness of what is usual, unless it is the first.
  const witnesses = view === 'causal' && k > 0 ? around.filter((i) => i !== k) : around;
  const dominant = dominantBeat(likenesses, intervalsS, { beats: witnesses, near: k }) ?? { window, share: 1 };
  return {
    window,
    dominant,
    residual: levelled(window.map((value, i) => value - dominant.window[i]!)),
    scaleMv: Math.max(leastScaleMv, median(around.map((i) => range(windows[i]!, parts.qrs)))),
  };
};

/** Pairs of grid values become one value of the model's window, in units of the scale. */
export const halve = (window: Float32Array, scaleMv: number, out: Float32Array): void => {
  for (let i = 0; i < out.length; i++) {
    const value = (window[2 * i]! + window[2 * i + 1]!) / 2 / scaleMv;
    out[i] = Math.max(-limit, Math.min(limit, value));
  }
};
