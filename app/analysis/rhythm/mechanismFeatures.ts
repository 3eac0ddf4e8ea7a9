import type { RhythmEvidence } from './rhythmEvidence.ts';

const odds = (p: number): number => Math.log((p + 0.01) / (1.01 - p));
const between = (low: number, high: number, value: number): number => Math.max(low, Math.min(high, value));

/** What fibrillation and flutter are told by, all finite; null where there are too few intervals to judge. */
export const mechanismFeatures = (evidence: RhythmEvidence) => {
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
  return {
    changes: between(-4, 0, Math.log(irregularity.normalisedRmssd + 0.01)),
    usualChange: between(0, 0.4, irregularity.usualChange),
    differingShare: irregularity.differingShare,
    cosEn: between(-4, 1, irregularity.cosEn),
    markedShare: atria.markedShare,
    prSpread: between(0, 1, (atria.prSpreadMs ?? 60) / 60),
    prominence: between(0, 3, Math.log(1 + atria.prominence)),
    restShare: spectrum?.share ?? 0,
    wholeShare: spectrum?.wholeShare ?? 0,
    meanShare: spectrum?.meanShare ?? 0,
    whole,
    wholeStrong: whole * (spectrum?.wholeShare ?? 0) * (nearest >= 3 ? 1 : 0),
    trainFit:
      train === null
        ? 0
        : between(-1, 1, (train.seenCount - train.missedCount - train.otherCount / 2) / (intervals + 1)),
    networkA: network === null ? 0 : odds(network.A),
    networkN: network === null ? 0 : odds(network.N),
    noNetwork: network === null ? 1 : 0,
    fewIntervals: 1 / intervals,
    ectopicShare: beats.filter(({ kind }) => kind === 'ventricular').length / beats.length,
    fast: between(0, 1, (rateBpm - 90) / 60),
    nearTwoToOne: twoToOne,
    regular,
    markedIrregular: atria.markedShare * (1 - regular),
    unmarkedRegular: (1 - atria.markedShare) * regular,
    waveSize: between(-2, 1, Math.log10((spectrum?.sizeMv ?? 0) + 1e-3) + 1.5),
    likeness,
    likenessIrregular: likeness * (1 - regular),
    steadyChanges: between(-4, 0, Math.log(steady.normalisedRmssd + 0.01)),
    steadyUsualChange: between(0, 0.4, steady.usualChange),
    earlyShare: beats.filter(({ kind }) => kind === 'early').length / beats.length,
    networkIrregular: network === null ? 0 : odds(network.A) * (1 - regular),
    wholeRest: whole * (spectrum?.share ?? 0) * (nearest >= 3 ? 1 : 0),
  };
};
