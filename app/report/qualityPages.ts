import type { DisplayItem } from '../tracing/displayList.ts';
import { footerHeightMm } from './footer.ts';
import { headerEndMm } from './header.ts';
import { type PageSize, sizes, text } from './page.ts';
import type { ReportInput } from './reportInput.ts';
import { verdictText } from './statements.ts';
import { type Row, tablePages } from './textTable.ts';
import { flagWords, percentText } from './words.ts';

const titleMm = headerEndMm + 4.4;
const tableTopMm = titleMm + 5.4;

/** What stands between header and footer of the pages on the signal: each lead, suspected swaps, how the file was read. */
export const qualityPages = (
  { analysis, recording }: ReportInput,
  size: PageSize,
): readonly (readonly DisplayItem[])[] => {
  const { quality } = analysis;
  const widthMm = size.widthMm - 2 * size.marginMm;
  const columns = [
    { label: 'Lead', widthMm: 30 },
    { label: 'To be read', widthMm: 30 },
    { label: 'Good with, %', widthMm: 30 },
    { label: 'Seen in it', widthMm: widthMm - 90 },
  ];
  const leadRows = quality.leads.map(({ lead, score, readable, flags }): Row => {
    const isDerived = recording.leads.some(({ name, derived }) => derived && name === lead);
    const seen = [...flags.map((flag) => flagWords[flag]), ...(isDerived ? ['computed, not recorded'] : [])];
    return {
      weight: 'semibold',
      cells: [
        lead,
        readable === undefined ? 'not judged' : readable ? 'yes' : 'no',
        percentText(score),
        seen.join(', ') || 'nothing',
      ],
    };
  });
  const said = (about: string, words: string): Row => ({ weight: 'regular', cells: [about, '', '', words] });
  const rows = [
    ...leadRows,
    ...(quality.reversals ?? []).map(({ text: words }) => said('Electrodes', words)),
    ...analysis.recording.notes.map(({ text: words }) => said('File', words)),
  ];
  const verdict = `Quality lead by lead: ${verdictText(analysis).toLowerCase()}`;
  const heading = text(verdict, size.marginMm, titleMm, widthMm, sizes.body, { weight: 'semibold' });
  const bottomMm = size.heightMm - footerHeightMm - 3;
  return tablePages(rows, columns, size, tableTopMm, bottomMm).map((items) => [heading, ...items]);
};
