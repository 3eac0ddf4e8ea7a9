import { analysisProblems } from '../../app/analysis/analysisProblems.testing.ts';
import { analyzeSignal, type SignalAnalysis } from '../../app/analysis/analyzeSignal.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { drawSpec } from '../../app/synth/population.ts';
import { noNoise, restingNoise, type SynthSpec } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';
import type { Truth } from '../../app/synth/truth.ts';
import { scoreBeats } from './beatScore.ts';

/** Greatest difference from the truth that is called right: ms, degrees; the rate in beats a minute. */
export const truthTolerances = {
  pMs: 30,
  prMs: 20,
  qrsMs: 20,
  qtMs: 40,
  pAxisDeg: 20,
  qrsAxisDeg: 10,
  tAxisDeg: 20,
} as const;
export type TruthName = keyof typeof truthTolerances;
export const truthNames = Object.keys(truthTolerances) as TruthName[];
/** The rate is right within 1 % or 1 a minute, whichever is more. */
const rateToleranceOf = (bpm: number): number => Math.max(1, 0.01 * bpm);

const beatToleranceS = 0.15;
/** A QRS cut by the edge of the recording may be found or not. */
const edgeS = 0.15;

/** Any rhythm, any shape, a heart of its own for every seed; half without noise, half at rest; mostly 500 Hz. */
export const propertySpec = (seed: number): SynthSpec =>
  drawSpec({
    seed,
    noise: seed % 2 === 0 ? noNoise : restingNoise,
    sampleRateHz: seed % 10 === 3 ? 250 : seed % 10 === 6 ? 1000 : 500,
  });

/** Measured minus true; or which of the two is null. */
export type Compared = number | 'not measured' | 'invented' | null;

export interface TruthCheck {
  readonly seed: number;
  readonly rhythm: string;
  readonly morphology: string;
  readonly clean: boolean;
  /** What is wrong whatever the truth is; an exception among it. */
  readonly problems: readonly string[];
  readonly invalid: boolean;
  readonly beats: { readonly hit: number; readonly missed: number; readonly false: number };
  readonly rateRight: boolean;
  readonly values: Readonly<Record<TruthName, Compared>>;
}

const difference = (name: string, found: number | null, truth: number | null): Compared => {
  if (found === null) return truth === null ? null : 'not measured';
  if (truth === null) return 'invented';
  const by = found - truth;
  return name.endsWith('Deg') ? ((((by + 180) % 360) + 360) % 360) - 180 : by;
};

export const beyond = (name: TruthName, compared: Compared): boolean =>
  typeof compared === 'number' && Math.abs(compared) > truthTolerances[name];

const beatCounts = (analysis: SignalAnalysis, truth: Truth, lastS: number): TruthCheck['beats'] => {
  const inner = (timeS: number): boolean => timeS >= edgeS && timeS <= lastS - edgeS;
  const known = truth.beats.map(({ timeS }) => timeS);
  const score = scoreBeats(
    { timesS: known, flutterS: [] },
    analysis.beats.map(({ timeS }) => timeS),
    { toleranceS: beatToleranceS, skipStartS: 0 },
  );
  if (score.fn + score.fp === 0) return { hit: score.tp, missed: 0, false: 0 };
  const near = (times: readonly number[], timeS: number): boolean =>
    times.some((other) => Math.abs(other - timeS) <= beatToleranceS);
  const found = analysis.beats.map(({ timeS }) => timeS);
  const edgeMisses = known.filter((timeS) => !inner(timeS) && !near(found, timeS)).length;
  const edgeFalse = found.filter((timeS) => !inner(timeS) && !near(known, timeS)).length;
  return { hit: score.tp, missed: score.fn - edgeMisses, false: score.fp - edgeFalse };
};

/** Beats a minute over the true beats, where those at the ends of the recording are in doubt: with each of them and without. */
const possibleRates = (truth: Truth, foundS: readonly number[], lastS: number): number[] => {
  const atEnd = (timeS: number): boolean => timeS < edgeS || timeS > lastS - edgeS;
  const known = truth.beats.map(({ timeS }) => timeS);
  const sure = known.filter((timeS) => !atEnd(timeS));
  const doubtful = [...known, ...foundS].filter(atEnd);
  const starts = [sure[0], ...doubtful.filter((timeS) => timeS < edgeS)];
  const ends = [sure.at(-1), ...doubtful.filter((timeS) => timeS > lastS - edgeS)];
  return starts.flatMap((from) =>
    ends.flatMap((to) => {
      if (from === undefined || to === undefined || to <= from) return [];
      const gaps = sure.length - 1 + (from === sure[0] ? 0 : 1) + (to === sure.at(-1) ? 0 : 1);
      return gaps < 1 ? [] : [(60 * gaps) / (to - from)];
    }),
  );
};

const analyseSafely = (recording: Recording): SignalAnalysis | string => {
  try {
    return analyzeSignal(recording, { lead: null });
  } catch (error) {
    return `exception: ${String(error)}`;
  }
};

/** One synthetic recording through the analysis, held against its truth. */
export const checkAgainstTruth = (
  seed: number,
): { readonly check: TruthCheck; readonly recording: Recording; readonly analysis: SignalAnalysis | null } => {
  const spec = propertySpec(seed);
  const { recording, truth } = synthesise(spec);
  const about = { seed, rhythm: spec.rhythm, morphology: spec.morphology, clean: seed % 2 === 0 };
  const analysis = analyseSafely(recording);
  if (typeof analysis === 'string') {
    const values = Object.fromEntries(truthNames.map((name) => [name, null])) as Record<TruthName, Compared>;
    const beats = { hit: 0, missed: truth.beats.length, false: 0 };
    return {
      check: { ...about, problems: [analysis], invalid: false, beats, rateRight: false, values },
      recording,
      analysis: null,
    };
  }
  const { measurements } = analysis;
  const lastS = recording.sampleCount / recording.sampleRateHz;
  const bpm = measurements.heartRateBpm;
  const rates = possibleRates(
    truth,
    analysis.beats.map(({ timeS }) => timeS),
    lastS,
  );
  return {
    check: {
      ...about,
      problems: analysisProblems(recording, analysis),
      invalid: analysis.validity.status === 'INVALID',
      beats: beatCounts(analysis, truth, lastS),
      rateRight:
        bpm === null ? rates.length === 0 : rates.some((rate) => Math.abs(bpm - rate) <= rateToleranceOf(rate)),
      values: Object.fromEntries(
        truthNames.map((name) => [name, difference(name, measurements[name], truth.measurements[name])]),
      ) as Record<TruthName, Compared>,
    },
    recording,
    analysis,
  };
};
