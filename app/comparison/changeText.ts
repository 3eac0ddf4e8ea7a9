import type { ComparedMeasurement, Difference } from './differences.ts';

export const unitOf = (name: ComparedMeasurement): string =>
  name === 'heartRateBpm' ? 'bpm' : name.endsWith('Deg') ? '°' : 'ms';

/** Rounded to `digits`, with a true minus and, where asked for, a plus; nought has no sign. */
export const figureOf = (value: number, digits: number, withPlus: boolean): string => {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return text.replace('-', '');
  return value < 0 ? text.replace('-', '−') : withPlus ? `+${text}` : text;
};

/** "92 → 130", "+38", "± 9"; a dash for what is not there. */
export const differenceWords = (
  { before, after, change, halfWidth }: Difference,
  digits: number,
): { readonly values: string; readonly change: string; readonly halfWidth: string } => {
  const side = (value: number | null): string => (value === null ? '–' : figureOf(value, digits, false));
  return {
    values: `${side(before)} → ${side(after)}`,
    change: change === null ? '–' : figureOf(change, digits, true),
    halfWidth: halfWidth === null ? '' : `± ${Math.max(10 ** -digits, halfWidth).toFixed(digits)}`,
  };
};
