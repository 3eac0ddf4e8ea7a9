import type { RhythmEvidence } from './rhythmEvidence.ts';

/** What fibrillation and flutter are told by, in the order of `fittedMechanisms.ts`; all finite. */
export const mechanismFeatureNames = [
  'changes',
  'usualChange',
  'differingShare',
  'cosEn',
  'markedShare',
  'prSpread',
  'prominence',
  'restShare',
  'wholeShare',
  'meanShare',
  'whole',
  'wholeStrong',
  'trainFit',
  'networkA',
  'networkN',
  'noNetwork',
  'fewIntervals',
  'ectopicShare',
  'fast',
  'nearTwoToOne',
  'regular',
  'markedIrregular',
  'unmarkedRegular',
  'waveSize',
  'likeness',
  'likenessIrregular',
  'steadyChanges',
  'steadyUsualChange',
  'earlyShare',
  'networkIrregular',
  'wholeRest',
] as const;

const odds = (p: number): number => Math.log((p + 0.01) / (1.01 - p));
const between = (low: number, high: number, value: number): number => Math.max(low, Math.min(high, value));

/** null where there are too few intervals to judge. */
export const mechanismFeatures = (evidence: RhythmEvidence): number[] | null => {
  const { irregularity, atria, spectrum, network, beats, rateBpm, usualRrS } = evidence;
  if (irregularity === null || rateBpm === null) return null;
  const intervals = Math.max(1, beats.length - 1);
  const perBeat = spectrum === null || !Number.isFinite(usualRrS) ? 0 : spectrum.hz * usualRrS;
  const nearest = Math.round(perBeat);
  const whole = nearest >= 2 && nearest <= 6 ? 1 - 2 * Math.abs(perBeat - nearest) : 0;
  const regular = 1 / (1 + Math.exp((irregularity.variation - 0.05) / 0.01));
  const { train } = atria;
  const likeness = between(-0.2, 1, atria.likeness ?? 0.3);
  const steady = evidence.steadyIrregularity ?? irregularity;
  const twoToOne = Math.exp(-(((rateBpm - 145) / 20) ** 2));
  return [
    between(-4, 0, Math.log(irregularity.normalisedRmssd + 0.01)),
    between(0, 0.4, irregularity.usualChange),
    irregularity.differingShare,
    between(-4, 1, irregularity.cosEn),
    atria.markedShare,
    between(0, 1, (atria.prSpreadMs ?? 60) / 60),
    between(0, 3, Math.log(1 + atria.prominence)),
    spectrum?.share ?? 0,
    spectrum?.wholeShare ?? 0,
    spectrum?.meanShare ?? 0,
    whole,
    whole * (spectrum?.wholeShare ?? 0) * (nearest >= 3 ? 1 : 0),
    train === null ? 0 : between(-1, 1, (train.seenCount - train.missedCount - train.otherCount / 2) / (intervals + 1)),
    network === null ? 0 : odds(network.A),
    network === null ? 0 : odds(network.N),
    network === null ? 1 : 0,
    1 / intervals,
    beats.filter(({ kind }) => kind === 'ventricular').length / beats.length,
    between(0, 1, (rateBpm - 90) / 60),
    twoToOne,
    regular,
    atria.markedShare * (1 - regular),
    (1 - atria.markedShare) * regular,
    between(-2, 1, Math.log10((spectrum?.sizeMv ?? 0) + 1e-3) + 1.5),
    likeness,
    likeness * (1 - regular),
    between(-4, 0, Math.log(steady.normalisedRmssd + 0.01)),
    between(0, 0.4, steady.usualChange),
    beats.filter(({ kind }) => kind === 'early').length / beats.length,
    network === null ? 0 : odds(network.A) * (1 - regular),
    whole * (spectrum?.share ?? 0) * (nearest >= 3 ? 1 : 0),
  ];
};
