import { texts } from '../../texts.ts';

/** Whole units with a real minus sign, a dash for nothing; never "-0". */
export const valueText = (value: number | null): string => {
  if (value === null) return texts.notMeasured;
  const rounded = Math.round(value);
  return rounded < 0 ? `−${-rounded}` : String(rounded + 0);
};

export const signedText = (value: number | null): string =>
  value !== null && Math.round(value) > 0 ? `+${valueText(value)}` : valueText(value);
