import type { Recording } from '../recording/recording.ts';

/** Filters that change what statements judge by; null: none known or seen. */
export interface AppliedFilters {
  /** Why the ST segment cannot be trusted, one sentence each; [] when nothing speaks against it. */
  readonly reasons: readonly string[];
}

/** A high-pass from here on displaces ST; a low-pass up to here shrinks QRS and its notches. */
const highPassFromHz = 0.4;
const lowPassUpToHz = 45;

const number = /(\d+(?:[.,]\d+)?)\s*hz/gi;

/** What the file's own words say: `high-pass 0.5 Hz`, `lowpass: 40Hz`, `0.5-40 Hz`. */
const fromHeader = (words: readonly string[]): string[] =>
  words.flatMap((word) => {
    const range = /(\d+(?:[.,]\d+)?)\s*(?:hz)?\s*(?:-|to)\s*(\d+(?:[.,]\d+)?)\s*hz/i.exec(word);
    const hz = range ? [range[1], range[2]] : [...word.matchAll(number)].map(([, value]) => value);
    const values = hz.map((value) => Number((value ?? '').replace(',', '.')));
    const high = range ? values[0] : /high[\s-]?pass|\bhp\b|baseline/i.test(word) ? values[0] : undefined;
    const low = range ? values[1] : /low[\s-]?pass|\blp\b|muscle/i.test(word) ? values[0] : undefined;
    return [
      ...(high !== undefined && high >= highPassFromHz ? [`The file names a high-pass of ${high} Hz.`] : []),
      ...(low !== undefined && low <= lowPassUpToHz ? [`The file names a low-pass of ${low} Hz.`] : []),
    ];
  });

export const appliedFilters = (recording: Recording): AppliedFilters => ({
  reasons: fromHeader(recording.appliedFilters),
});
