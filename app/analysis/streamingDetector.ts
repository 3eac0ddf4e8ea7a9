import { butterworth } from '../signal/butterworth.ts';
import { causalFilter } from '../signal/causalFilter.ts';
import { type EnvelopeGrid, envelopeGrid, type LeadEnvelope, qrsBandHz } from './qrsEnvelope.ts';
import { belowQrs, clearlyQrs, type Strength, strengthAt, typicalStrength } from './qrsFloor.ts';
import {
  greatest,
  least,
  localRange,
  lowestLead,
  meanFrequency,
  ratio,
  steepestSlope,
  widthAtHalf,
} from './qrsLocal.ts';
import { aloneS, isVentricularAt, leastAlike } from './qrsOverlooked.ts';
import {
  addWindow,
  bestFit,
  emptyModel,
  type Likeness,
  type Model,
  measurePowers,
  type Probe,
  probesAt,
  type ShapeSpace,
  sameClass,
  summit,
  windowsAt,
} from './qrsShape.ts';
import { streamingTrees } from './streamingTrees.ts';
import { treeSum } from './trees.ts';

/** A beat as the stream reports it. */
export interface Detection {
  /** Sample index of the largest QRS deflection, counted from the first sample pushed. */
  readonly sample: number;
  readonly timeS: number;
}

export interface StreamingDetector {
  /**
   * Takes the next samples of every lead (equal lengths, any length, millivolts, NaN where missing) and returns the beats that
   * became certain, ascending. What was returned is never revised.
   */
  readonly push: (samplesByLead: readonly ArrayLike<number>[]) => readonly Detection[];
  /** The stream has ended: judges what is still waiting, with what there is. */
  readonly flush: () => readonly Detection[];
}

export interface StreamingOptions {
  readonly sampleRateHz: number;
  readonly leadCount: number;
}

/** A beat at time t is reported when the samples up to t + this have been pushed, at the latest. */
export const streamingDelayS = 0.4;
/** In the first two seconds the detector learns the size of the beats and reports none. */
export const streamingLearningS = 2;

/** From the middle of a candidate to its judgement. */
const lookAheadS = 0.285;
/** The largest deflection lies this near to the middle of the energy. */
const peakReachS = 0.06;
const candidateSpacingS = 0.12;
const lowestHeight = 0.06;
const refractoryS = 0.2;
const energyWindowS = 0.1;
const historyS = 2.5;
const surroundS = 0.6;
const blocksKept = 9;
const floorMv = 0.008;
const classesKept = 6;
const beatsKept = 9;
const strengthsKept = 5;
/** How long a candidate that was left out may wait for others of its shape, s. */
const overlookedS = 10;
/** A beat of one focus comes again like this, noise does not. */
const sameShape = 0.93;
/** Wide ones as tall as this part of the usual beat, of one shape, in a silence of so long: a tachycardia, s. */
const wideHeight = 0.5;
const wideShape = 0.96;
const silentS = 1;
/** A class remembers about this many beats. */
const memoryBeats = 60;

/** What a candidate is judged by, in this order. Ratios are natural logarithms; "beat before" is the last one reported. */
export const streamingFeatureNames = [
  'height against the usual beat',
  'height against what was no beat lately',
  'usual beat against what was no beat lately',
  'height against the deepest point of the 300 ms before',
  'height against the deepest point after',
  'highest point 120 to 450 ms before against height',
  'highest point from 120 ms after on against height',
  'width at half height, s',
  'mean frequency, Hz',
  'mean frequency against the usual beat',
  'correlation with the class it resembles most',
  'size against that class',
  'share of that class',
  'best correlation with the last four beats',
  'second-best correlation with the last four beats',
  'usual correlation of beats with their classes',
  'time since the beat before, s',
  'time since the beat before against the usual interval',
  'time since the beat before against the interval before',
  'regularity of the rhythm',
  'height against the beat before',
  'lowest relative height of the leads that count',
  'height against what usually follows a beat like the one before, here',
  'steepest slope against the usual beat',
  'steepest slope against the beat before',
  'range within 160 ms against the usual beat',
  'range within 160 ms against the beat before',
  'height against the usual highest point of 2 s',
  'steepest slope against that height',
] as const;

/** Says how likely a candidate is a beat (log-odds) from its features; `sample` is where its largest deflection lies. */
export type StreamingJudge = (row: Float32Array, sample: number) => number;

interface RunningClass {
  /** Sum of the windows of its beats, leads one after the other, fading. */
  readonly sum: Model;
  count: number;
  /** Envelope after its beats in units of their height, fading mean; index: grid values after the beat. */
  readonly after: Float64Array;
  afterCount: number;
}

interface PastBeat {
  /** Grid index since the start of the stream. */
  readonly at: number;
  readonly height: number;
  readonly slope: number;
  readonly range: number;
  readonly frequencyHz: number;
  readonly correlation: number;
  readonly window: Model;
  readonly of: RunningClass;
  afterDone: boolean;
}

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};

/** Trees trained on the tuning records; see docs/decisions/0005-qrs.md. */
export const streamingJudge = (): StreamingJudge => {
  const sum = treeSum(streamingTrees);
  return (row) => sum(row, 0) + beatBias;
};
/** Missing a beat of a clean recording weighs more than the noisy training records would have it. */
const beatBias = 0.5;

/**
 * Strictly causal QRS detector for a live ECG of one or more leads. Constant memory, O(1) work per sample, independent
 * of how the samples are cut into blocks. RangeError for a rate below 30 Hz or without leads.
 *
 * Method: means over about 8 ms, one-pass Butterworth band of 5 to 22 Hz, energy over 100 ms, leads in units of their
 * recent beats and weighted by how clearly these stand out; local peaks are judged 285 ms later against the beats reported
 * so far: their size, shapes, surroundings and rhythm.
 */
export const createStreamingDetector = (
  { sampleRateHz, leadCount }: StreamingOptions,
  judge: StreamingJudge = streamingJudge(),
): StreamingDetector => {
  if (!(sampleRateHz >= 30 && Number.isFinite(sampleRateHz)) || !(leadCount >= 1))
    throw new RangeError(`no detector for ${leadCount} leads at ${sampleRateHz} Hz`);
  const grid: EnvelopeGrid = { ...envelopeGrid(sampleRateHz), blockValues: Number.POSITIVE_INFINITY };
  const { step, rateHz } = grid;
  const values = (seconds: number): number => Math.max(1, Math.round(seconds * rateHz));
  const half = values(energyWindowS / 2);
  const ahead = Math.floor(lookAheadS * rateHz);
  const spacing = values(candidateSpacingS);
  const blockLength = values(streamingLearningS);
  const history = values(historyS);
  const capacity = 2 * history;
  const surround = values(surroundS);
  const sections = [
    ...butterworth('high-pass', 2, qrsBandHz.low, rateHz),
    ...butterworth('low-pass', 2, Math.min(qrsBandHz.high, 0.4 * rateHz), rateHz),
  ];
  const delay = filterDelay(sections, rateHz);

  const leads = Array.from({ length: leadCount }, () => ({
    filter: causalFilter(sections),
    held: 0,
    sum: 0,
    present: 0,
    sinceGap: 0,
    energy: 0,
    block: new Float64Array(blockLength),
    peaks: [] as number[],
    middles: [] as number[],
    longMv: 0,
    envelope: {
      valuesMv: new Float64Array(capacity),
      bandMv: new Float64Array(capacity),
      wideMv: new Float64Array(capacity),
      scaleMv: new Float64Array(1),
      prominence: new Float64Array(1),
    } satisfies LeadEnvelope,
  }));
  const weights = leads.map(() => new Float64Array(1));
  const precision = leads.map(() => new Float64Array(1));
  const space: ShapeSpace = {
    leads: leads.map(({ envelope }) => envelope),
    grid,
    length: capacity,
    reach: Math.max(2, Math.round(0.1 * rateHz)),
    shift: Math.max(1, Math.round(0.034 * rateHz)),
    precision,
    crosses: new Float64Array(3),
  };
  const combined = new Float64Array(capacity);
  const row = new Float32Array(streamingFeatureNames.length);

  /** Buffers hold the grid values from `origin` on; `count` values have come in all. */
  let origin = 0;
  let count = 0;
  let phase = 0;
  let samples = 0;
  let candidates: number[] = [];
  let beats: PastBeat[] = [];
  let noBeats: number[] = [];
  let strengths: Strength[] = [];
  let overlooked: { readonly at: number; readonly isSharp: boolean; readonly window: Model }[] = [];
  let classes: RunningClass[] = [];

  const learnBlock = (): void => {
    for (const lead of leads) {
      const sorted = lead.block.slice().sort();
      lead.peaks = [...lead.peaks, sorted[sorted.length - 1]!].slice(-blocksKept);
      lead.middles = [...lead.middles, sorted[sorted.length >> 1]!].slice(-blocksKept);
      const beat = middle(lead.peaks);
      lead.longMv = lead.longMv === 0 ? beat : lead.longMv + 0.02 * (beat - lead.longMv);
      lead.envelope.scaleMv[0] = Math.max(beat, 0.2 * lead.longMv, floorMv);
      lead.envelope.prominence[0] = beat > floorMv ? beat / Math.max(middle(lead.middles), 0.02 * beat) : 0;
    }
    let total = 0;
    leads.forEach(({ envelope }, l) => {
      const p = envelope.prominence[0]!;
      weights[l]![0] = p <= 0 ? 0 : Math.max(0.05, Math.min(p, 30) - 2) ** 2;
      precision[l]![0] = p <= 0 ? 0 : (p / envelope.scaleMv[0]!) ** 2;
      total += weights[l]![0]!;
    });
    if (total > 0) for (const w of weights) w[0] = w[0]! / total;
  };

  const forgetOld = (): void => {
    if (count - origin < capacity) return;
    const drop = count - origin - history;
    for (const { envelope } of leads)
      for (const x of [envelope.valuesMv, envelope.bandMv, envelope.wideMv]) x.copyWithin(0, drop);
    combined.copyWithin(0, drop);
    origin += drop;
  };

  const classLikeness = (probe: Probe): { of: RunningClass | null; likeness: Likeness } => {
    let of: RunningClass | null = null;
    let likeness: Likeness = { correlation: 0, gain: 0, lag: 0 };
    for (const one of classes) {
      const here = bestFit(space, one.sum, probe);
      if (here.correlation > likeness.correlation) {
        likeness = { ...here, gain: here.gain * one.count };
        of = one;
      }
    }
    return { of, likeness };
  };

  /** Judges the candidate at grid index `at`; values up to `count` are known. */
  const consider = (at: number): Detection | null => {
    const k = at - origin;
    const known = count - origin;
    const view = combined.subarray(0, Math.max(0, known - half));
    const height = combined[k]!;
    const last = beats.at(-1);
    const usual = middle(beats.map((beat) => beat.height));
    const noise = noBeats.length > 0 ? middle(noBeats) : lowestHeight;
    const beat = beats.length > 0 ? usual : 1;
    const intervals = beats.slice(1).map((b, i) => (b.at - beats[i]!.at) / rateHz);
    const interval = middle(intervals);
    const deviation = middle(intervals.map((rr) => Math.abs(rr - interval) / interval));
    const sinceS = last === undefined ? Number.NaN : (at - last.at) / rateHz;
    const probe = probesAt(space, [k])[0]!;
    const frequencyHz = meanFrequency(space, weights, k);
    const slope = steepestSlope(space, weights, k);
    const range = localRange(space, weights, k);
    const { of, likeness } = classLikeness(probe);
    const shapes = beats
      .slice(-4)
      .map((b) => bestFit(space, b.window, probe).correlation)
      .sort((a, b) => b - a);
    const expected = last === undefined ? undefined : last.of.after[at - last.at];
    const total = classes.reduce((sum, one) => sum + one.count, 0);
    row.set([
      ratio(height, beat),
      ratio(height, noise),
      ratio(beat, noise),
      ratio(height, least(view, k - values(0.3), k)),
      ratio(height, least(view, k, k + values(0.24))),
      ratio(greatest(view, k - values(0.45), k - spacing), height),
      ratio(greatest(view, k + spacing, k + values(0.24)), height),
      widthAtHalf(view, k, values(0.2)) / rateHz,
      frequencyHz,
      ratio(frequencyHz, middle(beats.map((b) => b.frequencyHz))),
      likeness.correlation,
      ratio(likeness.gain, 1),
      of === null ? 0 : of.count / total,
      shapes[0] ?? Number.NaN,
      shapes[1] ?? Number.NaN,
      middle(beats.map((b) => b.correlation)),
      Math.min(sinceS, 4),
      ratio(sinceS, interval),
      ratio(sinceS, intervals.at(-1) ?? Number.NaN),
      deviation,
      last === undefined ? Number.NaN : ratio(height, last.height),
      lowestLead(space, weights, k),
      expected === undefined || last === undefined || last.of.afterCount === 0
        ? Number.NaN
        : ratio(height, expected * last.height),
      ratio(slope, middle(beats.map((b) => b.slope))),
      last === undefined ? Number.NaN : ratio(slope, last.slope),
      ratio(range, middle(beats.map((b) => b.range))),
      last === undefined ? Number.NaN : ratio(range, last.range),
      ratio(height, 1),
      ratio(slope, 1),
    ]);
    const place = origin + largestDeflection(k, known) - delay;
    const sample = Math.max(0, Math.min(samples - 1, Math.round(place * step + grid.centre)));
    const tooSoon = last !== undefined && sinceS < refractoryS;
    const isBeat = judge(row, sample) > 0 || (!(sinceS < aloneS) && comesAgain(at, probe, height / beat, sinceS));
    if (!isBeat || tooSoon || faint(k)) {
      noBeats = [...noBeats, height].slice(-20);
      return null;
    }
    const home = join(of, likeness, k);
    beats = [
      ...beats,
      {
        at,
        height,
        slope,
        range,
        frequencyHz,
        correlation: likeness.correlation,
        window: windowsAt(space, [k])[0]!,
        of: home,
        afterDone: false,
      },
    ].slice(-beatsKept);
    return { sample, timeS: sample / sampleRateHz };
  };

  /**
   * Left out by the trees, and yet the third of its shape lately and sharp; see overlookedBeats. Wide ones of noise come again too, and so do
   * T waves: they must be tall, more alike, and the only ones for a while.
   */
  const comesAgain = (at: number, probe: Probe, part: number, sinceS: number): boolean => {
    const isSharp = isVentricularAt(space, at - origin, 'sharp');
    if (!isSharp && !(part >= wideHeight && isVentricularAt(space, at - origin, 'wide'))) return false;
    const lately = overlooked.filter((one) => at - one.at < values(overlookedS));
    const least = isSharp ? sameShape : wideShape;
    const alike = lately.filter(
      (one) => one.isSharp === isSharp && bestFit(space, one.window, probe).correlation >= least,
    );
    overlooked = [...lately, { at, isSharp, window: windowsAt(space, [at - origin])[0]! }].slice(-beatsKept);
    return alike.length >= leastAlike - 1 && (isSharp || !(sinceS < silentS));
  };

  /** Too faint for a QRS, itself or what was taken for beats lately; a clear one ends that at once. */
  const faint = (k: number): boolean => {
    const strength = strengthAt(space, k);
    strengths = [...strengths, strength].slice(-strengthsKept);
    return belowQrs(strength) || (!clearlyQrs(strength) && belowQrs(typicalStrength(strengths)));
  };

  const join = (of: RunningClass | null, likeness: Likeness, k: number): RunningClass => {
    let home = likeness.correlation >= sameClass ? of : null;
    if (home === null) {
      if (classes.length >= classesKept) {
        const rarest = classes.reduce((a, b) => (b.count < a.count ? b : a));
        classes = classes.filter((one) => one !== rarest);
      }
      home = {
        sum: emptyModel(space),
        count: 0,
        after: new Float64Array(surround),
        afterCount: 0,
      };
      classes = [...classes, home];
    }
    for (const one of classes) {
      // Classes that no longer occur make room in time.
      const keep = 1 - 1 / memoryBeats;
      const { values: faded } = one.sum;
      for (let i = 0; i < faded.length; i++) faded[i]! *= keep;
      one.count *= keep;
    }
    const at = home.count === 0 ? k : k + likeness.lag;
    addWindow(space, home.sum.values, at, 1);
    home.count += 1;
    for (const one of classes) measurePowers(space, one.sum);
    return home;
  };

  const learnSurroundings = (): void => {
    for (const beat of beats) {
      if (beat.afterDone || count - half - beat.at <= surround) continue;
      beat.afterDone = true;
      const { of } = beat;
      of.afterCount += 1;
      const share = Math.max(1 / of.afterCount, 1 / 20);
      for (let o = 0; o < surround; o++) {
        const value = Math.min(1.5, combined[beat.at - origin + o]! / beat.height);
        of.after[o]! += share * (value - of.after[o]!);
      }
    }
  };

  const largestDeflection = (k: number, known: number): number => {
    const reach = values(peakReachS);
    const from = Math.max(0, k - reach);
    const to = Math.min(known - 1, k + reach);
    const energy = new Float64Array(to - from + 1);
    leads.forEach(({ envelope }, l) => {
      const factor = weights[l]![0]! / envelope.scaleMv[0]! ** 2;
      for (let i = from; i <= to; i++) energy[i - from]! += factor * envelope.bandMv[i]! ** 2;
    });
    return from + summit(energy, 0, energy.length - 1);
  };

  /** One value of the grid is complete in all leads. */
  const advance = (found: Detection[]): void => {
    forgetOld();
    const n = count - origin;
    const gapMargin = values(0.04);
    for (const lead of leads) {
      const { envelope } = lead;
      const wide = lead.present > 0 ? lead.sum / lead.present : lead.held;
      if (lead.present > 0) {
        // After a gap the new level is taken as it is: a step is not a beat.
        lead.sinceGap += 1;
        lead.held = wide;
      } else lead.sinceGap = 0;
      lead.sum = 0;
      lead.present = 0;
      const band = lead.filter(wide);
      envelope.wideMv[n] = wide;
      envelope.bandMv[n] = lead.sinceGap < gapMargin * 5 ? 0 : band;
      const entering = envelope.bandMv[n]!;
      const leaving = n - 2 * half - 1 >= 0 ? envelope.bandMv[n - 2 * half - 1]! : 0;
      lead.energy = Math.max(0, lead.energy + entering * entering - leaving * leaving);
      const value = Math.sqrt(lead.energy / (2 * half + 1));
      lead.block[count % blockLength] = value;
      if (n >= half) envelope.valuesMv[n - half] = value;
    }
    count += 1;
    if (count % blockLength === 0) {
      learnBlock();
      // Rounding must not pile up over hours.
      for (const lead of leads) {
        let energy = 0;
        for (let i = Math.max(0, n - 2 * half); i <= n; i++) energy += lead.envelope.bandMv[i]! ** 2;
        lead.energy = energy;
      }
    }
    if (count <= blockLength || n < half) return;
    const centre = n - half;
    let sum = 0;
    leads.forEach(({ envelope }, l) => {
      sum += weights[l]![0]! * (envelope.valuesMv[centre]! / envelope.scaleMv[0]!) ** 2;
    });
    combined[centre] = Math.sqrt(sum);
    noteCandidate(centre - 1);
    learnSurroundings();
    while (candidates.length > 0 && candidates[0]! + ahead < count) {
      const at = candidates.shift()!;
      const detection = consider(at);
      if (detection !== null) found.push(detection);
    }
  };

  const noteCandidate = (k: number): void => {
    if (k < 1) return;
    const value = combined[k]!;
    if (value < lowestHeight || value < combined[k - 1]! || value <= combined[k + 1]!) return;
    const at = origin + k;
    const last = candidates.at(-1);
    if (last !== undefined && at - last < spacing) {
      if (value > combined[last - origin]!) candidates[candidates.length - 1] = at;
    } else candidates.push(at);
  };

  return {
    push: (samplesByLead) => {
      const found: Detection[] = [];
      const length = samplesByLead[0]?.length ?? 0;
      for (let i = 0; i < length; i++) {
        for (let l = 0; l < leadCount; l++) {
          const value = samplesByLead[l]?.[i] ?? Number.NaN;
          if (Number.isFinite(value)) {
            leads[l]!.sum += value;
            leads[l]!.present += 1;
          }
        }
        samples += 1;
        phase += 1;
        if (phase === step) {
          phase = 0;
          advance(found);
        }
      }
      return found;
    },
    flush: () => {
      const found: Detection[] = [];
      const waiting = candidates;
      candidates = [];
      for (const at of waiting) {
        const detection = consider(at);
        if (detection !== null) found.push(detection);
      }
      return found;
    },
  };
};

/** Standard deviation of the pulse that stands for an R wave, s. */
const pulseS = 0.012;

/** How much later than itself the filter puts the peak of an R wave, grid values. */
const filterDelay = (sections: ReturnType<typeof butterworth>, rateHz: number): number => {
  const filter = causalFilter(sections);
  const middleAt = Math.round(0.1 * rateHz);
  const response = Float64Array.from({ length: 3 * middleAt }, (_, k) =>
    Math.abs(filter(Math.exp(-0.5 * ((k - middleAt) / rateHz / pulseS) ** 2))),
  );
  return summit(response, 0, response.length - 1) - middleAt;
};
