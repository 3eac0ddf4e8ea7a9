import type { ComparedFigure } from '../../../app/models/comparison/compareAnswers.ts';
import type { Estimate } from '../../../app/models/comparison/patientBootstrap.ts';
import { alignTable } from '../alignTable.ts';

/** One line a figure: both models, what B has more than A, and the test of it. */
export const comparisonTable = (figures: readonly ComparedFigure[]): string[] =>
  alignTable(
    [
      { title: 'figure', align: 'left' },
      { title: 'of', align: 'left' },
      { title: 'positives', align: 'right' },
      { title: 'A', align: 'left' },
      { title: 'B', align: 'left' },
      { title: 'B - A', align: 'left' },
      { title: 'test', align: 'left' },
      { title: 'p', align: 'left' },
    ],
    figures.map(({ name, of, positives, first, second, difference, test }) => [
      name,
      of,
      positives === null ? '' : String(positives),
      estimateText(first),
      estimateText(second),
      estimateText(difference, 'signed'),
      test?.name ?? '',
      test === null ? '' : pText(test.p),
    ]),
  );

/** Without a minus where nothing is left of the number. */
const threeDigits = (number: number): string => number.toFixed(3).replace(/^-(0\.000)$/, '$1');

const estimateText = ({ value, low, high }: Estimate, sign: 'signed' | 'plain' = 'plain'): string => {
  const text = (number: number | null): string => {
    if (number === null) return '-';
    const digits = threeDigits(number);
    return sign === 'signed' && Number(digits) > 0 ? `+${digits}` : digits;
  };
  return value === null ? '-' : `${text(value)} [${text(low)}, ${text(high)}]`;
};

const pText = (p: number | null): string => {
  if (p === null) return '-';
  return p < 0.001 ? '< .001' : p.toFixed(3);
};
