import { rateLimits, rhythmCatalogue } from './catalogue.ts';
import { type SynthSpec, specRanges, synthSpecSchema } from './spec.ts';

/** The largest value of a 16-bit sample. */
const largestStep = 32_767;

/** A longer recording is made on the command line, where nobody waits in front of a window. */
const longestOnScreenS = 600;

const outOfRange = (spec: SynthSpec): string[] =>
  Object.entries(specRanges).flatMap(([name, { title, from, to, unit }]) => {
    const value = spec[name as keyof typeof specRanges];
    return Number.isFinite(value) && value >= from && value <= to
      ? []
      : [`${title}: ${from} to ${to}${unit === '' ? '' : ` ${unit}`}${name === 'seed' ? ', a whole number' : ''}.`];
  });

/** Beats a minute, lowest and highest, of a pacemaker. */
export const pacedRateLimits = [30, 150] as const;

/** The rate decides what some rhythms are called, and how long others have for what they do. */
const rateProblems = ({ rhythm, pacing, heartRateBpm }: SynthSpec): string[] => {
  const [from, to] = pacing === null ? rateLimits(rhythm) : pacedRateLimits;
  if (heartRateBpm >= from && heartRateBpm <= to) return [];
  const what = pacing === null ? rhythmCatalogue[rhythm].title : 'a pacemaker';
  return [`${heartRateBpm} beats a minute do not go with ${what}: ${from} to ${to}.`];
};

const electrodeProblems = ({ swapped, electrodesOff, durationS }: SynthSpec): string[] => [
  ...swapped.flatMap(([one, other]) => (one === other ? [`${one} cannot be swapped with itself.`] : [])),
  ...electrodesOff.flatMap(({ electrode, fromS, toS }) => [
    ...(fromS < durationS ? [] : [`${electrode} comes off at ${fromS} s, after the end of the recording.`]),
    ...(toS === null || toS > fromS ? [] : [`${electrode} holds again at ${toS} s, before it comes off.`]),
  ]),
];

/** The finest step that our CSV keeps. */
const finestTextUv = 0.1;

const stepProblems = ({ railMv, resolutionUv }: SynthSpec, format: 'wfdb' | 'csv'): string[] => {
  if (format === 'csv')
    return resolutionUv >= finestTextUv ? [] : [`CSV keeps steps of ${finestTextUv} uV, not of ${resolutionUv} uV.`];
  return (1000 * railMv) / resolutionUv <= largestStep
    ? []
    : [
        `Steps of ${resolutionUv} uV reach ${((largestStep * resolutionUv) / 1000).toPrecision(3)} mV in 16 bits, clipping is at ${railMv} mV: take larger steps or clip earlier.`,
      ];
};

/**
 * Why a person's choice makes no recording, one sentence each; none when it does. Stricter than the schema, which also
 * lets a program make what no heart does.
 */
export const choiceProblems = (spec: SynthSpec, format: 'wfdb' | 'csv' = 'wfdb'): readonly string[] => {
  const ranges = outOfRange(spec);
  if (ranges.length > 0) return ranges;
  const parsed = synthSpecSchema.safeParse(spec);
  if (!parsed.success) return parsed.error.issues.map(({ message, path }) => sentence(message, path));
  return [...rateProblems(spec), ...electrodeProblems(spec), ...stepProblems(spec, format)];
};

/** The same for a choice made in the window. */
export const screenProblems = (spec: SynthSpec): readonly string[] => [
  ...choiceProblems(spec),
  ...(spec.durationS > longestOnScreenS
    ? [`At most ${longestOnScreenS} s in the window; "einthoven synth" makes longer recordings.`]
    : []),
];

const sentence = (message: string, path: readonly PropertyKey[]): string =>
  /^[a-z]/.test(message)
    ? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
    : `${path.map(String).join('.')}: ${message}.`;
