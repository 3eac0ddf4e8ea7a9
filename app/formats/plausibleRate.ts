/** Rates outside this range are no ECG's: they are mistakes, lies or trends of numbers. */
export const slowestHz = 1;
export const fastestHz = 100_000;

export const isEcgRate = (rateHz: number): boolean => rateHz >= slowestHz && rateHz <= fastestHz;
