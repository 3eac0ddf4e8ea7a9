import { gridRateHz, growingBeatSignal } from './beatGrid.ts';
import {
  alikeFrom,
  type BeatInputs,
  beatChannels,
  beatWindowLength,
  bestShift,
  compare,
  halve,
  isJudgeable,
  memory,
  usualFrom,
} from './beatInputs.ts';
import { cutWindow, levelled } from './beatWindow.ts';
import { createLikenesses, dominantBeat } from './dominantBeat.ts';
import { longIntervalFeatures } from './longIntervals.ts';
import { pStretch, restedFeatures } from './restedBeats.ts';
import { intervalsBefore, rhythmFeatures } from './rhythmFeatures.ts';
import { createRrIrregularity, type Irregularity } from './rrIrregularity.ts';
import { type BeatShape, beatShape, shapeFeatures } from './shapeFeatures.ts';

export interface CausalBeatInputs {
  /** The next sample of the lead, mV, NaN where missing. */
  readonly push: (valueMv: number) => void;
  /**
   * The row of the next beat, by the index of its peak's sample; beats come in order, each once the samples up to it +
   * `causalDelayS` were pushed, and at most a second later.
   */
  readonly next: (sample: number) => BeatInputs;
}

/** A beat looks back at 300 intervals and fewer shapes. */
const keptBeats = 400;

/**
 * `beatInputs` with the causal view, beat by beat as a live signal comes in: row for row the same numbers. Constant memory.
 * RangeError unless the rate is positive and finite.
 */
export const createCausalBeatInputs = (sampleRateHz: number): CausalBeatInputs => {
  if (!(sampleRateHz > 0 && Number.isFinite(sampleRateHz))) throw new RangeError(`no beats at ${sampleRateHz} Hz`);
  const signal = growingBeatSignal(sampleRateHz);
  const nextIrregularity = createRrIrregularity();
  const likenesses = createLikenesses();
  const timesS: number[] = [];
  const shapes: BeatShape[] = [];
  const usual: boolean[] = [];
  const stretches: Float32Array[] = [];
  const irregularities: Irregularity[] = [];

  return {
    push: signal.push,
    next: (sample) => {
      if (timesS.length >= 2 * keptBeats) {
        likenesses.forget(keptBeats);
        for (const values of [timesS, shapes, usual, stretches, irregularities]) values.splice(0, keptBeats);
      }
      const timeS = sample / sampleRateHz;
      const k = timesS.length;
      timesS.push(timeS);
      const intervalsS = intervalsBefore(timesS);
      const { values, origin } = signal.known();
      const peak = Math.round(timeS * gridRateHz) - origin;
      const first = cutWindow(values, peak);
      const before = dominantBeat(likenesses, intervalsS, { beats: memory(k, 'causal', k).slice(0, -1), near: k });
      const shift = before === null ? 0 : bestShift(levelled(first), before.window);
      likenesses.add(levelled(shift === 0 ? first : cutWindow(values, peak + shift)));

      const { window, dominant, residual, scaleMv } = compare(likenesses, intervalsS, k, 'causal');
      const shape = beatShape(window, dominant.window, residual, scaleMv);
      const isUsual = shape.qrsCorrelation >= usualFrom;
      shapes.push(shape);
      usual.push(isUsual);
      stretches.push(pStretch(window));
      irregularities.push(nextIrregularity(intervalsS[k]!, isUsual));

      const windows = new Float32Array(beatChannels.length * beatWindowLength);
      [window, residual].forEach((channel, c) => {
        halve(channel, scaleMv, windows.subarray(c * beatWindowLength, (c + 1) * beatWindowLength));
      });
      const others = memory(k, 'causal', k + 1).filter((i) => i !== k);
      const alike = others.filter((i) => likenesses.between(i, k) >= alikeFrom);
      const features = Float32Array.from([
        ...rhythmFeatures(intervalsS, irregularities, k),
        ...longIntervalFeatures(intervalsS, k),
        ...shapeFeatures(
          {
            shapes,
            others,
            dominantShare: dominant.share,
            alikeShare: others.length > 0 ? alike.length / others.length : 1,
            between: likenesses.between,
          },
          k,
        ),
        ...restedFeatures({ stretches, intervalsS, usual, others, scaleMv }, k),
      ]);
      return { count: 1, windows, features, judgeable: [isJudgeable(first)] };
    },
  };
};
