import { beatCourse, courseLength, courseReach } from './beatCourse.ts';
import {
  orderLimit,
  orderLimitOneLead,
  orderNet,
  orderSure,
  uprightLimit,
  uprightNet,
  uprightSure,
} from './beatOrderWeights.ts';
import type { SlowLead } from './slowLead.ts';

/** One hidden layer of rectified sums. `hidden`: [units x courseLength], unit by unit. */
export interface BeatOrderNet {
  readonly hidden: readonly number[];
  readonly hiddenBias: readonly number[];
  readonly out: readonly number[];
  readonly outBias: number;
}

export interface NamedSlowLead extends SlowLead {
  readonly name: string;
}

/** Leads in which P, QRS and T of nearly every heart point up, with the sign that makes it so. */
const upwards: Readonly<Record<string, number>> = { I: 1, II: 1, aVR: -1, V4: 1, V5: 1, V6: 1 };
const fewestUpwards = 4;
/** Faster, T and P melt together, and a tachycardia of the ventricles may point anywhere, s. */
const shortestRrS = 0.46;
/** From this many leads on, the mean over them is as steady as the limit assumes. */
const manyLeads = 6;

export type Answer = 'yes' | 'doubtful' | 'no';

export interface BeatOrder {
  /** Does what comes before and after the deflections look like P, QRS and T, in this order, at a heart's pace? */
  readonly forward: Answer;
  /** no: every lead is upside down. */
  readonly upright: Answer;
}

/**
 * Judges the average course of the beats by two nets of one hidden layer (validation/beatOrderNet.py: PTB-XL folds 1 to 7 and
 * synthetic hearts against backwards, shuffled, upside-down and made-up signals). Null where there are too few beats to say.
 */
export const judgeBeatOrder = (leads: readonly NamedSlowLead[], beatTimesS: readonly number[]): BeatOrder | null => {
  const courses = leads.flatMap((lead) => {
    const course = beatCourse(lead, beatTimesS);
    return course === null ? [] : [{ name: lead.name, course }];
  });
  if (courses.length === 0) return null;
  const scores = courses.map(({ course }) => answer(orderNet, course));
  const [limit, sure] = courses.length >= manyLeads ? [orderLimit, orderSure] : [orderLimitOneLead, orderLimitOneLead];
  const upward = courses.flatMap(({ name, course }) => {
    const sign = upwards[name];
    return sign === undefined ? [] : [answer(uprightNet, signed(course, sign))];
  });
  const meanRrS = (beatTimesS[beatTimesS.length - 1]! - beatTimesS[0]!) / (beatTimesS.length - 1);
  return {
    forward: answerOf(mean(scores), limit, sure),
    upright:
      upward.length < fewestUpwards || meanRrS < shortestRrS
        ? 'yes'
        : answerOf(mean(upward), uprightLimit, uprightSure),
  };
};

const answerOf = (score: number, limit: number, sure: number): Answer =>
  score >= limit ? 'yes' : score >= sure ? 'doubtful' : 'no';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const signed = (course: Float32Array, sign: number): Float32Array =>
  course.map((value, i) => (i <= 2 * courseReach ? sign * value : value));

const answer = ({ hidden, hiddenBias, out, outBias }: BeatOrderNet, course: Float32Array): number => {
  let sum = outBias;
  for (let unit = 0; unit < out.length; unit++) {
    let value = hiddenBias[unit]!;
    for (let i = 0; i < courseLength; i++) value += hidden[unit * courseLength + i]! * course[i]!;
    if (value > 0) sum += out[unit]! * value;
  }
  return sum;
};
