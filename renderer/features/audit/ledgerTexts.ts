import { countText } from '../../../app/report/words.ts';

const percent = (share: number): string => String(Math.round(share * 100));

/** What the screen of computer against reader says. */
export const ledgerTexts = {
  title: 'Computer against reader',
  what: 'What readers who signed made of each statement of the computer. Most often disagreed with first.',
  from: 'Signed from',
  to: 'Signed to',
  none: 'No review was signed on these days.',
  recordings: (n: number) => countText(n, 'signed recording', 'signed recordings'),
  columns: {
    stated: { short: 'Said', full: 'Said by the computer' },
    agreed: { short: 'A', full: 'Agreed' },
    changed: { short: 'E', full: 'Changed' },
    rejected: { short: 'X', full: 'Rejected' },
    added: { short: '+', full: 'Added by the reader' },
  },
  legend: 'A agreed, E changed to another finding, X rejected, + added by the reader. In brackets the 95 % interval.',
  agreement: ({ share, low, high }: { readonly share: number; readonly low: number; readonly high: number }) =>
    `${percent(share)} % [${percent(low)}, ${percent(high)}]`,
  neverStated: 'never said',
  export: 'Export as CSV…',
  exported: (fileName: string) => `Saved as ${fileName}`,
};
