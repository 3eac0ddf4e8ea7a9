import { type MarkedBeats, markBeats } from '../analysis/medianBeats.ts';
import type { LayoutName } from '../tracing/arrangement.ts';
import type { DisplayItem, DisplayList } from '../tracing/displayList.ts';
import { layoutTracing } from '../tracing/layoutTracing.ts';
import { spikeMarks, withOverlays } from '../tracing/overlays.ts';
import { wrapText } from '../tracing/textWidth.ts';
import { defaultTracingOptions } from '../tracing/tracingLayout.ts';
import { waveMarks } from '../tracing/waveMarks.ts';
import { comparisonPages } from './comparisonPage.ts';
import { evidencePages } from './evidencePages.ts';
import { footer, footerHeightMm } from './footer.ts';
import { header, headerEndMm, patientInFull } from './header.ts';
import { limitLines } from './limits.ts';
import { measurementEndMm, measurementLine } from './measurementLine.ts';
import { medianPageItems } from './medianPage.ts';
import { moved, type PageSize, pageSizes, sizes, text } from './page.ts';

import { qualityPages } from './qualityPages.ts';
import { readerLines } from './readerLines.ts';
import type { ReportInput } from './reportInput.ts';
import { readerStatements, standingLine } from './standingWords.ts';
import { lineMm, linesNeeded, statementBlock } from './statementBlock.ts';
import { findingStatements, qualityStatements, type Statement } from './statements.ts';

const firstLineMm = measurementEndMm + 4.6;
/** The tracing keeps its place on most pages, and gives way a little before a warning would have to be cut. */
const fewestLinesOnFirstPage = 4;
const mostLinesOnFirstPage = 7;
const limitLineMm = 3.7;
/** Findings to the left of this part of the width, quality to the right. */
const findingsShare = 0.62;
const columnGapMm = 6;

interface Column {
  readonly label: string;
  readonly statements: readonly Statement[];
  readonly xMm: number;
  readonly widthMm: number;
}

const columnsOf = (input: ReportInput, size: PageSize): readonly Column[] => {
  const widthMm = size.widthMm - 2 * size.marginMm;
  const findingsMm = widthMm * findingsShare - columnGapMm;
  const reading = readerStatements(input.standing);
  // Where a reader answers, the computer's word is evidence and has pages of its own.
  const words =
    reading === null
      ? { label: 'Findings', statements: findingStatements(input.analysis) }
      : { label: 'Reading', statements: reading };
  return [
    { ...words, xMm: size.marginMm, widthMm: findingsMm },
    {
      label: 'Quality',
      statements: qualityStatements(input.analysis),
      xMm: size.marginMm + widthMm * findingsShare,
      widthMm: widthMm * (1 - findingsShare),
    },
  ];
};

const blocks = (
  columns: readonly Column[],
  place: { readonly yMm: number; readonly skipped: number; readonly lines: number },
  more: string | null,
): readonly DisplayItem[] =>
  columns.flatMap((column) =>
    statementBlock(column.label, column.statements, { ...place, xMm: column.xMm, widthMm: column.widthMm }, more),
  );

/** Where the parts of the first page begin that come after the findings. */
const placesOnFirstPage = (lines: number, limits: number) => {
  const limitsMm = firstLineMm + lines * lineMm;
  return { limitsMm, tracingMm: limitsMm + limits * limitLineMm - (limits === 0 ? lineMm : limitLineMm) + 2.6 };
};

interface SmallLine {
  readonly words: string;
  readonly ink: 'text' | 'muted';
}

/** The patient where the header has no room, who answers for the page, what a reader set by hand, then what it does not say. */
const smallLines = (input: ReportInput, size: PageSize): readonly SmallLine[] => {
  const answers = standingLine(input.standing);
  const widthMm = size.widthMm - 2 * size.marginMm;
  const inFull = [patientInFull(input, size), answers].filter((line) => line !== null);
  return [
    ...inFull
      .flatMap((line) => wrapText(line, widthMm, sizes.small, 'regular'))
      .map((words) => ({ words, ink: 'text' }) as const),
    ...readerLines(input, size).map((words) => ({ words, ink: 'text' }) as const),
    ...(input.compared != null && 'reason' in input.compared
      ? [{ words: `Not compared: ${input.compared.reason}`, ink: 'muted' } as const]
      : []),
    ...limitLines(input.analysis).map((words) => ({ words, ink: 'muted' }) as const),
  ];
};

const limitItems = (lines: readonly SmallLine[], size: PageSize, topMm: number): readonly DisplayItem[] =>
  lines.map(({ words, ink }, index) =>
    text(words, size.marginMm, topMm + index * limitLineMm, size.widthMm - 2 * size.marginMm, sizes.small, { ink }),
  );

type Marked = MarkedBeats | { readonly reason: string };

const tracing = (
  { recording, analysis, parts }: ReportInput,
  marked: Marked | null,
  size: PageSize,
  topMm: number,
  layoutName: LayoutName,
): readonly DisplayItem[] => {
  const area = {
    widthMm: size.widthMm - 2 * size.marginMm,
    heightMm: size.heightMm - footerHeightMm - topMm - 0.5,
  };
  const layout = layoutTracing(recording, { ...defaultTracingOptions, layout: layoutName, area });
  const beats = parts.waveMarks && marked !== null && !('reason' in marked) ? marked.beats : [];
  const marks = beats.length === 0 ? [] : waveMarks(layout, recording, beats);
  const over = [...marks, ...spikeMarks(layout, analysis.pacing)];
  return moved(withOverlays(layout, [], over).items, size.marginMm, topMm);
};

const continuationTopMm = headerEndMm + 6;

const linesOnContinuation = (size: PageSize): number =>
  Math.floor((size.heightMm - footerHeightMm - continuationTopMm) / lineMm);

const sheet = (size: PageSize, items: readonly DisplayItem[]): DisplayList => ({
  widthMm: size.widthMm,
  heightMm: size.heightMm,
  items: [
    { kind: 'rect', xMm: 0, yMm: 0, widthMm: size.widthMm, heightMm: size.heightMm, fill: 'paper', opacity: 1 },
    ...items,
  ],
});

const leadRowsTopMm = headerEndMm + 2;

/**
 * The report of one recording, landscape: header, measurements, findings or a reader's statements, quality and the tracing at
 * 25 mm/s and 10 mm/mV on one page. Statements that have no room there are said to go on, and stand complete on further pages;
 * nothing is left out. The pages that are wanted beside follow in the order of `ReportParts`: each lead over the whole width,
 * median beats, comparison, evidence, quality.
 */
export const reportPages = (input: ReportInput): readonly DisplayList[] => {
  const size = pageSizes[input.paper];
  const columns = columnsOf(input, size);
  const longest = Math.max(...columns.map((column) => linesNeeded(column.statements, column.widthMm)));
  const perPage = linesOnContinuation(size);
  const lines = Math.min(mostLinesOnFirstPage, Math.max(fewestLinesOnFirstPage, longest));
  const small = smallLines(input, size);
  const { limitsMm, tracingMm } = placesOnFirstPage(lines, small.length);
  const continuations = longest > lines ? Math.ceil(longest / perPage) : 0;
  const { parts, compared = null } = input;
  const marked = parts.medianBeats || parts.waveMarks ? markBeats(input.recording, input.analysis) : null;
  const first = [
    ...measurementLine(input.analysis.measurements, size, input.corrections?.values),
    ...blocks(columns, { yMm: firstLineMm, skipped: 0, lines }, 'More: complete on page 2'),
    ...limitItems(small, size, limitsMm),
    ...tracing(input, marked, size, tracingMm, '3x4+1'),
  ];
  const contents: (readonly DisplayItem[])[] = [
    first,
    ...Array.from({ length: continuations }, (_, index) =>
      blocks(columns, { yMm: continuationTopMm, skipped: index * perPage, lines: perPage }, null),
    ),
    ...(parts.leadRows ? [tracing(input, marked, size, leadRowsTopMm, '12x1')] : []),
    ...(parts.medianBeats && marked !== null
      ? [medianPageItems(input, 'reason' in marked ? marked : marked.median, size)]
      : []),
    ...(compared !== null && !('reason' in compared) ? comparisonPages(input, compared, size) : []),
    ...(parts.evidence ? evidencePages(input, size) : []),
    ...(parts.quality ? qualityPages(input, size) : []),
  ];
  return contents.map((items, index) =>
    sheet(size, [...header(input, size), ...items, ...footer(input, size, index + 1, contents.length)]),
  );
};
