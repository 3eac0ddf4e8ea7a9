import { InvalidArgumentError } from 'commander';

/** Reads an option's number; the command line's own error outside of the range. */
export const numberBetween =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(`A number from ${least} to ${most}.`);
    return value;
  };

export const wholeNumberBetween = (least: number, most: number) => (text: string) => {
  const value = numberBetween(least, most)(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('A whole number.');
  return value;
};
