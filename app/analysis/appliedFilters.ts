import type { Recording } from '../recording/recording.ts';
import { bridgeGaps } from '../signal/gaps.ts';
import { bandPower, welch } from '../signal/spectrum.ts';
import { type LineEvidence, lineAfterBeats } from './lineAfterBeats.ts';
import type { Analysis } from './schema.ts';

/** What speaks for filters that change what statements judge by. */
export interface AppliedFilters {
  /** One sentence each; [] when nothing speaks against ST and the fine shape of QRS. */
  readonly reasons: readonly string[];
  /** Among them a high-pass, which bends T and moves its end too. */
  readonly highPass: boolean;
}

/** A high-pass from here on displaces ST; a low-pass up to here shrinks QRS and its notches. */
const highPassFromHz = 0.4;
const lowPassUpToHz = 45;

/** What the file's own words say: `high-pass 0.5 Hz`, `lowpass: 40Hz`, `0.5-40 Hz`. */
const fromWords = (words: readonly string[]): string[] =>
  words.flatMap((word) => {
    const range = /(\d+(?:[.,]\d+)?)\s*(?:hz)?\s*(?:-|to)\s*(\d+(?:[.,]\d+)?)\s*hz/i.exec(word);
    const hz = range ? [range[1], range[2]] : [/(\d+(?:[.,]\d+)?)\s*hz/i.exec(word)?.[1]];
    const values = hz.map((value) => (value === undefined ? Number.NaN : Number(value.replace(',', '.'))));
    const high = range ? values[0] : /high[\s-]?pass|\bhp\b/i.test(word) ? values[0] : undefined;
    const low = range ? values[1] : /low[\s-]?pass|\blp\b/i.test(word) ? values[0] : undefined;
    return [
      ...(high !== undefined && high >= highPassFromHz ? [`The file names a high-pass of ${high} Hz.`] : []),
      ...(low !== undefined && low <= lowPassUpToHz ? [`The file names a low-pass of ${low} Hz.`] : []),
    ];
  });

/** Power densities of bands against each other, dB, each the median over the leads looked at. */
export interface LowPassEvidence {
  /** 65 to 90 Hz against 25 to 35. */
  readonly highOverQrsDb: number;
  /** 100 to 140 Hz against 65 to 90. */
  readonly fallDb: number;
}
export interface HighPassEvidence {
  /** 0.1 to 0.2 Hz against 0.3 to 0.5: below and at the cut-off. */
  readonly edgeDb: number;
  /** 0.1 to 0.3 Hz against 3 to 6. */
  readonly slowOverBeatsDb: number;
  /** How far the mean of a lead is from zero against how far it is from the lead's usual level: a high-pass makes it 0. */
  readonly meanShare: number;
}

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};
const decibel = (power: number, other: number): number =>
  10 * Math.log10(Math.max(power, 1e-14) / Math.max(other, 1e-14));

/** Leads that between them hold the QRS from all sides. */
const lowPassLeads = ['I', 'II', 'V2', 'V5'];
const leastRateHz = 290;
const segmentS = 1;
const mostSegments = 8;

/** null below 290 Hz and without leads. */
export const lowPassEvidence = ({ leads, sampleRateHz }: Recording): LowPassEvidence | null => {
  if (!(sampleRateHz >= leastRateHz)) return null;
  const wanted = leads.filter(({ name }) => lowPassLeads.includes(name));
  const used = (wanted.length > 0 ? wanted : leads.slice(0, 2)).filter(({ samplesMv }) => samplesMv.length > 0);
  if (used.length === 0) return null;
  const each = used.map(({ samplesMv }) => {
    const spectrum = welch(bridgeGaps(samplesMv).bridged, sampleRateHz, segmentS, mostSegments);
    const density = (fromHz: number, toHz: number): number => bandPower(spectrum, fromHz, toHz) / (toHz - fromHz);
    return {
      highOverQrsDb: decibel(density(65, 90), density(25, 35)),
      fallDb: decibel(density(100, 140), density(65, 90)),
    };
  });
  return {
    highOverQrsDb: middle(each.map(({ highOverQrsDb }) => highOverQrsDb)),
    fallDb: middle(each.map(({ fallDb }) => fallDb)),
  };
};

/** The slow part is looked at in this many values a second. */
const slowRateHz = 12.5;
const leastDurationS = 8;
const windowS = 10;

/** null for less than 8 s and without leads. */
export const highPassEvidence = ({ leads, sampleRateHz }: Recording): HighPassEvidence | null => {
  const step = Math.round(sampleRateHz / slowRateHz);
  const recorded = leads.filter(({ derived }) => !derived);
  const each = recorded.flatMap(({ samplesMv }) => {
    if (step < 1 || samplesMv.length < leastDurationS * sampleRateHz) return [];
    const slow = new Float64Array(Math.floor(Math.min(samplesMv.length, 12 * windowS * sampleRateHz) / step));
    for (let i = 0; i < slow.length; i++) {
      let sum = 0;
      for (let k = 0; k < step; k++) sum += samplesMv[i * step + k]!;
      slow[i] = sum / step;
    }
    const { bridged } = bridgeGaps(slow);
    const spectrum = welch(bridged, sampleRateHz / step, windowS);
    const density = (fromHz: number, toHz: number): number => bandPower(spectrum, fromHz, toHz) / (toHz - fromHz);
    const mean = bridged.reduce((sum, value) => sum + value, 0) / bridged.length;
    const usual = middle(Array.from(bridged));
    return [
      {
        edgeDb: decibel(density(0.1, 0.2), density(0.3, 0.5)),
        slowOverBeatsDb: decibel(density(0.1, 0.3), density(3, 6)),
        meanShare: Math.abs(mean) / (Math.abs(mean - usual) + 0.002),
      },
    ];
  });
  if (each.length === 0) return null;
  return {
    edgeDb: middle(each.map(({ edgeDb }) => edgeDb)),
    slowOverBeatsDb: middle(each.map(({ slowOverBeatsDb }) => slowOverBeatsDb)),
    meanShare: middle(each.map(({ meanShare }) => meanShare)),
  };
};

/**
 * Logistic rules fitted to recordings of PTB-XL with even numbers (100 and 500 Hz, not fold 10), of LUDB with odd ones (low-pass alone) and to
 * synthetic hearts at rest, each as it is and filtered by Butterworth of order 1 to 4, one way and both; above 0: filtered. validation/gates.ts measures them.
 */
const seemsLowPassed = ({ highOverQrsDb, fallDb }: LowPassEvidence): boolean =>
  -0.38 * highOverQrsDb - 0.71 * fallDb - 13.598 > 0;
/** A recording whose mean is where its beats put it has not lost its slow part. */
const mostMeanShare = 0.6;
const lostSlowPart = ({ edgeDb, slowOverBeatsDb, meanShare }: HighPassEvidence): boolean =>
  meanShare < mostMeanShare && -0.425 * edgeDb - 0.198 * slowOverBeatsDb - 1.278 > 0;
/** A pole at 0.5 Hz brings the line back by 3.1 of its distance a second. */
const leastReturnPerS = 0.5;
/** Fitted to PTB-XL alone, even numbers of folds 1 to 8, against one pole and two poles one way; for a single pole leaves much of the slow part. */
const returnsToZero = (
  { likeness, returnPerS }: LineEvidence,
  { edgeDb, slowOverBeatsDb }: HighPassEvidence,
): boolean =>
  returnPerS > leastReturnPerS &&
  5.505 * likeness - 0.372 * Math.min(6, returnPerS) - 0.14 * edgeDb - 0.244 * slowOverBeatsDb - 2.29 > 0;

/**
 * Filters that the file names or that the signal shows. Without noise and wander a heart cannot be told from a filtered one, and counts as
 * filtered. `waves`: beats and waves found in the recording. A few milliseconds.
 */
export const appliedFilters = (
  recording: Recording,
  waves: Pick<Analysis, 'beats' | 'delineation'>,
): AppliedFilters => {
  const named = fromWords(recording.appliedFilters);
  const low = lowPassEvidence(recording);
  const high = highPassEvidence(recording);
  const line = lineAfterBeats(recording, waves);
  const slow =
    high === null
      ? []
      : lostSlowPart(high)
        ? ['The slow part of the signal is missing as behind a high-pass of 0.5 Hz.']
        : line !== null && returnsToZero(line, high)
          ? ['The line returns to zero after each beat as behind a high-pass of 0.5 Hz.']
          : [];
  return {
    reasons: [
      ...named,
      ...(low !== null && seemsLowPassed(low) ? ['The spectrum falls as behind a low-pass of 40 Hz.'] : []),
      ...slow,
    ],
    highPass: slow.length > 0 || named.some((reason) => reason.includes('high-pass')),
  };
};
