import { durationS, type Recording } from '../recording/recording.ts';
import type { SignalAnalysis } from './analyzeSignal.ts';
import { analysisSchema, measurementNames } from './schema.ts';

const partSchema = analysisSchema.pick({
  validity: true,
  quality: true,
  beats: true,
  delineation: true,
  measurements: true,
  rhythm: true,
  pacing: true,
});

/** What no heart does, whatever the recording: such a value is invented. Milliseconds; the rate a minute. */
const possible = {
  heartRateBpm: [5, 400],
  pMs: [15, 350],
  prMs: [20, 800],
  qrsMs: [15, 400],
  qtMs: [80, 1200],
} as const;

const ascending = (values: readonly number[]): boolean => values.every((v, i) => i === 0 || v > values[i - 1]!);

const waveProblems = (analysis: SignalAnalysis, lastS: number): string[] =>
  Object.entries(analysis.delineation).flatMap(([lead, waves]) =>
    waves.flatMap(({ wave, onsetS, peakS, offsetS }) => {
      const marks = [onsetS, peakS, offsetS].filter((mark) => mark !== null);
      const inside = marks.every((mark) => mark >= 0 && mark <= lastS);
      const ordered = marks.every((mark, i) => i === 0 || mark >= marks[i - 1]!);
      return inside && ordered ? [] : [`${lead}: ${wave} at ${marks.join(', ')} s is out of order or outside`];
    }),
  );

/**
 * Everything about an analysis that can be wrong without knowing the truth: against the schema; a null without its
 * reason, or a reason beside a value; beats and waves out of order or outside of the recording; values that no heart has;
 * values in a recording that was called INVALID. Empty when nothing is.
 */
export const analysisProblems = (
  recording: Pick<Recording, 'sampleCount' | 'sampleRateHz'>,
  analysis: SignalAnalysis,
): string[] => {
  const { measurements, validity, beats } = analysis;
  const lastS = durationS(recording);
  const invalid = validity.status === 'INVALID';
  const schema = partSchema.safeParse(analysis).error?.issues ?? [];
  const invented = Object.entries(possible).flatMap(([name, [low, high]]) => {
    const value = measurements[name as keyof typeof possible];
    return value !== null && !(value >= low && value <= high) ? [`${name} of ${value}`] : [];
  });
  return [
    ...schema.map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...measurementNames.flatMap((name) => {
      if (measurements[name] !== null && invalid) return [`${name} measured in an INVALID recording`];
      const explained = (measurements.reasons[name] ?? '') !== '';
      return (measurements[name] === null) === explained ? [] : [`${name}: a null needs a reason, and only a null`];
    }),
    ...(ascending(beats.map(({ timeS }) => timeS)) ? [] : ['beats are not ascending']),
    ...(beats.every(({ timeS }) => timeS <= lastS) ? [] : ['a beat lies outside']),
    ...(invalid && validity.reasons.length === 0 ? ['INVALID without a reason'] : []),
    ...(invalid && Object.keys(analysis.delineation).length > 0 ? ['waves marked in an INVALID recording'] : []),
    ...waveProblems(analysis, lastS),
    ...invented,
  ];
};
