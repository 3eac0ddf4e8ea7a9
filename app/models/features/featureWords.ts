import { standardLeads } from '../../recording/recording.ts';

const wholeWords: Readonly<Record<string, string>> = {
  pMs: 'P duration',
  prMs: 'PR interval',
  qrsMs: 'QRS duration',
  qtMs: 'QT interval',
  qtcFridericiaMs: 'QTc (Fridericia)',
  qtcBazettMs: 'QTc (Bazett)',
  pAxisDeg: 'P axis, cosine',
  pAxisDegSin: 'P axis, sine',
  qrsAxisDeg: 'QRS axis, cosine',
  qrsAxisDegSin: 'QRS axis, sine',
  tAxisDeg: 'T axis, cosine',
  tAxisDegSin: 'T axis, sine',
  qrsTFrontalDeg: 'angle between QRS and T axis',
  qrsTSpatialDeg: 'spatial angle between QRS and T',
  qrsVectorMvMs: 'area of the QRS vector',
  tVectorMvMs: 'area of the T vector',
  sokolowMv: 'Sokolow-Lyon voltage',
  cornellMv: 'Cornell voltage',
  cornellMvMs: 'Cornell product',
  lewisMv: 'Lewis index',
  voltageSumMv: 'sum of QRS voltages',
  highestLimbMv: 'highest QRS of the limb leads',
  highestChestMv: 'highest QRS of the chest leads',
  transition: 'chest lead of transition',
  rV1OverRV6: 'R in V1 against R in V6',
  qrsRank2: 'second component of the QRS over leads',
  qrsRank3: 'third component of the QRS over leads',
  tRank2: 'second component of T over leads',
  tRank3: 'third component of T over leads',
  beatsAlikePart: 'part of the beats that are alike',
  rrMeanMs: 'mean RR interval',
  rrCv: 'variation of RR',
  rrStepCv: 'variation of RR from beat to beat',
  rrLeastPart: 'shortest RR against the mean',
  rrMostPart: 'longest RR against the mean',
  rrStepsBeyond50Part: 'part of RR steps beyond 50 ms',
  stHighMv: 'highest ST',
  stLowMv: 'lowest ST',
  tHighMv: 'highest point of T',
  tLowMv: 'lowest point of T',
  qMv: 'Q depth',
  qMs: 'Q duration',
  rLeastMv: 'smallest R',
  restMv: 'size between the beats',
  pHighMv: 'highest point of P',
  pLowMv: 'lowest point of P',
  pAreaMvMs: 'area of P',
  rMv: 'R height',
  sMv: 'S depth',
  qrsHeightMv: 'height of the QRS',
  qOverR: 'Q against R',
  rOverS: 'R in R + S',
  qrsAreaMvMs: 'area of the QRS',
  rPeakMs: 'time to the R peak',
  qrsTurns: 'turns of the QRS',
  first40Mv: 'first 40 ms of the QRS',
  last40Mv: 'last 40 ms of the QRS',
  stJMv: 'ST at J',
  st40Mv: 'ST at J+40',
  st80Mv: 'ST at J+80',
  stSlopeMv: 'ST slope, J to J+80',
  tOverR: 'T against QRS',
  stTAreaMvMs: 'area of ST and T',
  tPeakPart: 'place of the T summit between J and the end of T',
  rmsMv: 'size of the whole signal',
  skewness: 'skewness of the signal',
  kurtosis: 'peakedness of the signal',
  mobility: 'speed of the signal against its size',
  medianHz: 'middle of the spectrum',
  edge95Hz: '95 % edge of the spectrum',
  spectralEntropy: 'evenness of the spectrum',
};

/** A measured feature in a reader's words. */
export interface FeatureWords {
  readonly text: string;
  /** mV, ms, mV ms, Hz or nothing; empty for parts and ratios. */
  readonly unit: string;
}

const unitOf = (name: string): string =>
  name.endsWith('MvMs')
    ? 'mV·ms'
    : name.endsWith('Mv')
      ? 'mV'
      : name.endsWith('Ms')
        ? 'ms'
        : name.endsWith('Hz')
          ? 'Hz'
          : '';

const patterns: readonly (readonly [RegExp, (found: RegExpMatchArray) => string])[] = [
  [/^qrs(\d\d)Mv$/, ([, part]) => `QRS at ${part} % of its length`],
  [/^stT(\d\d)Mv$/, ([, part]) => `ST-T at ${part} % of the way from J to the end of T`],
  [/^(qrs|t)([XYZ])MvMs$/, ([, wave, axis]) => `area of ${wave === 't' ? 'T' : 'the QRS'} along ${axis}`],
  [/^band([\d.]+)-(\d+)$/, ([, from, to]) => `share of ${from} to ${to} Hz in the signal`],
];

const wordsOf = (name: string): string => {
  const known = wholeWords[name];
  if (known !== undefined) return known;
  for (const [pattern, text] of patterns) {
    const found = name.match(pattern);
    if (found !== null) return text(found);
  }
  return name;
};

/** `V5.tLowMv` is "lowest point of T, V5" in mV. A name that is not known is given as it is. */
export const featureWords = (name: string): FeatureWords => {
  const parts = name.replace(/^rhythm\./, '').match(/^(?:([A-Za-z0-9]+)\.)?(.+)$/);
  const [place, base] = [parts?.[1], parts?.[2] ?? name];
  const isPlace = place !== undefined && (isLead(place) || isTerritory(place));
  const text = wordsOf(isPlace ? base : name.replace(/^rhythm\./, ''));
  if (!isPlace) return { text, unit: unitOf(name) };
  return { text: `${text}, ${isLead(place) ? place : `${place} leads`}`, unit: unitOf(base) };
};

const isLead = (place: string): boolean => (standardLeads as readonly string[]).includes(place);
const isTerritory = (place: string): boolean => ['inferior', 'septal', 'anterior', 'lateral'].includes(place);
