import { markBeats } from '../analysis/medianBeats.ts';
import type { Measurements } from '../analysis/schema.ts';
import { alignMedians } from '../comparison/alignMedians.ts';
import { differenceWords, unitOf } from '../comparison/changeText.ts';
import {
  type Comparison,
  compareRecordings,
  type StatementChange,
  withCorrectedValues,
} from '../comparison/compareRecordings.ts';
import { comparisonWords as words } from '../comparison/comparisonWords.ts';
import { type AmplitudeName, type ComparedMeasurement, comparedMeasurements } from '../comparison/differences.ts';
import type { DisplayItem, DisplayList } from '../tracing/displayList.ts';
import { dashedPath, earlierInk, laterInk, layoutMedianPair } from '../tracing/layoutMedianPair.ts';
import { fitText, textWidthMm, wrapText } from '../tracing/textWidth.ts';
import type { Compared } from './compared.ts';
import { footerHeightMm } from './footer.ts';
import { headerEndMm } from './header.ts';
import { moved, type PageSize, rule, sizes, text } from './page.ts';
import type { ReportInput } from './reportInput.ts';
import { type Row, tablePages } from './textTable.ts';
import { instantText, percentText } from './words.ts';

const titleMm = headerEndMm + 4.4;
const legendMm = titleMm + 4.6;
const legendLineMm = 3.9;
const sampleMm = 9;
const strokeMm = 0.3;
const noteMm = 3.4;
const lineMm = 4;
const gapMm = 5;
const differencesMm = 96;
const leadColumnMm = 9;
const amplitudeColumnMm = 14;
/** The first that fits between legend and tables. */
const scales = [
  { speedMmPerS: 50, gainMmPerMv: 10 },
  { speedMmPerS: 25, gainMmPerMv: 10 },
  { speedMmPerS: 25, gainMmPerMv: 5 },
  { speedMmPerS: 25, gainMmPerMv: 2.5 },
] as const;

type Side = Omit<Compared, 'withheld'> & { readonly sourceSha256: string; readonly ownReport: boolean };

interface Pair {
  readonly before: Side;
  readonly after: Side;
  readonly comparison: Comparison;
  readonly withheld: boolean;
}

/** In the order of time; the report's own is the later one where the files do not say. */
const pairOf = ({ recording, analysis, corrections, recordName, sourceSha256 }: ReportInput, other: Compared): Pair => {
  const own: Side = {
    ...{ recording, analysis, recordName, sourceSha256 },
    corrections: corrections ?? null,
    ownReport: true,
  };
  const others: Side = { ...other, sourceSha256: other.analysis.source.sha256, ownReport: false };
  const [ownTime, otherTime] = [recording.startTime, other.recording.startTime];
  const ownFirst = ownTime !== null && otherTime !== null && ownTime < otherTime;
  const [before, after] = ownFirst ? [own, others] : [others, own];
  const read = ({ analysis: each, corrections: by }: Side) => withCorrectedValues(each, by?.values ?? []);
  return { before, after, comparison: compareRecordings(read(before), read(after)), withheld: other.withheld };
};

const apartText = (before: Side, after: Side): string => {
  const dayMs = 86_400_000;
  const days = (Date.parse(after.recording.startTime ?? '') - Date.parse(before.recording.startTime ?? '')) / dayMs;
  return Number.isFinite(days) ? `  ·  ${words.apart(words.days(days))}` : '';
};

const sample = (earlier: boolean, xMm: number, yMm: number): DisplayItem => {
  const line = Float32Array.of(xMm, yMm, xMm + sampleMm, yMm);
  return {
    kind: 'polyline',
    pointsMm: earlier ? dashedPath(line) : line,
    ink: earlier ? earlierInk : laterInk,
    strokeMm: 2 * strokeMm,
  };
};

/** Which two are compared, each with the line that it is drawn in. */
const legend = ({ before, after }: Pair, left: number, widthMm: number): readonly DisplayItem[] =>
  [before, after].flatMap((side, index) => {
    const y = legendMm + index * legendLineMm;
    const isEarlier = index === 0;
    const { startTime } = side.recording;
    const rest = [
      '',
      startTime === null ? 'recording time not stated' : `recorded ${instantText(startTime)}`,
      ...(side.ownReport ? ['this report'] : []),
      `SHA-256 ${side.sourceSha256}`,
    ].join('  ·  ');
    const label = isEarlier ? words.earlier : words.later;
    const labelMm = 13;
    const roomMm = widthMm - sampleMm - 2 - labelMm;
    // A long name gives way to the hash, which says the same for certain.
    const recordMm = roomMm - textWidthMm(rest, sizes.body, 'regular');
    const record = fitText(`Record ${side.recordName}`, recordMm, sizes.body, 'regular');
    return [
      sample(isEarlier, left, y - 0.9),
      text(label, left + sampleMm + 2, y, labelMm, sizes.body, { weight: 'semibold' }),
      text(`${record}${rest}`, left + sampleMm + 2 + labelMm, y, roomMm, sizes.body),
    ];
  });

/** What speaks against comparing the two, then whose values are a reader's. */
const cautionLines = ({ before, after, comparison }: Pair, widthMm: number): readonly string[] => {
  const corrected = [before, after].filter(({ corrections }) => (corrections?.values ?? []).length > 0);
  const timed = before.recording.startTime !== null && after.recording.startTime !== null;
  const said = [
    ...comparison.cautions.map(words.caution),
    ...(timed ? [] : ['Which was recorded first is not stated in the files.']),
  ];
  return [
    ...(said.length === 0 ? [] : [`${words.cautions}: ${said.join(' ')}`]),
    ...(corrected.length === 0 ? [] : [words.corrected(corrected.map(({ recordName }) => recordName))]),
  ].flatMap((line) => wrapText(line, widthMm, sizes.body, 'regular'));
};

interface Place {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
}

/** What a table is of; the line under it may name its columns. */
const head = (label: string, { xMm, yMm, widthMm }: Place): readonly DisplayItem[] => [
  text(label, xMm, yMm, widthMm, sizes.small, { weight: 'semibold' }),
  rule(xMm, xMm + widthMm, yMm + lineMm + 1.2),
];

const rowMm = ({ yMm }: Place, line: number): number => yMm + (line + 2) * lineMm + 0.8;

const small = (lines: readonly string[], { xMm, widthMm }: Place, topMm: number): readonly DisplayItem[] =>
  lines.map((line, index) => text(line, xMm, topMm + index * noteMm, widthMm, sizes.small, { ink: 'muted' }));

/** Why a value is missing in one of the two, each reason once with what it holds for. */
const missingLines = ({ before, after, comparison }: Pair, widthMm: number): readonly string[] => {
  const found = new Map<string, string[]>();
  const add = (which: string, measured: Measurements, name: ComparedMeasurement): void => {
    const reason = `not measured in the ${which} recording: ${measured.reasons[name] ?? 'no reason given'}`;
    found.set(reason, [...(found.get(reason) ?? []), words.labels[name]]);
  };
  for (const name of comparedMeasurements) {
    const difference = comparison.measurements[name];
    if (difference.before === null) add('earlier', before.analysis.measurements, name);
    if (difference.after === null) add('later', after.analysis.measurements, name);
  }
  return [...found].flatMap(([reason, labels]) =>
    wrapText(`${labels.join(', ')} ${reason}`, widthMm, sizes.small, 'regular'),
  );
};

const differenceTable = ({ comparison }: Pair, place: Place): readonly DisplayItem[] => {
  const { xMm, yMm } = place;
  const [valuesMm, changeMm, halfMm, verdictMm] = [xMm + 42, xMm + 52, xMm + 59, xMm + 68.5];
  return [
    ...head(words.differences, place),
    text(words.value, valuesMm, yMm + lineMm, 16, sizes.small, { ink: 'muted', align: 'right' }),
    text(words.change, changeMm, yMm + lineMm, 14, sizes.small, { ink: 'muted', align: 'right' }),
    ...comparedMeasurements.flatMap((name, line): readonly DisplayItem[] => {
      const difference = comparison.measurements[name];
      const { values, change, halfWidth } = differenceWords(difference, 0);
      const y = rowMm(place, line);
      const isBeyond = difference.verdict === 'beyond';
      const weight = isBeyond ? 'semibold' : 'regular';
      const ink = isBeyond ? 'text' : 'muted';
      const unit = difference.change === null ? '' : unitOf(name);
      return [
        text(words.labels[name], xMm, y, 24, sizes.body, { weight }),
        text(values, valuesMm, y, 20, sizes.body, { align: 'right' }),
        text(change, changeMm, y, 12, sizes.body, { weight, align: 'right' }),
        text(unit, changeMm + 0.8, y, 7, sizes.small, { ink: 'muted' }),
        text(halfWidth, halfMm, y, 10, sizes.small, { ink: 'muted' }),
        text(words.verdicts[difference.verdict], verdictMm, y, differencesMm - 68.5, sizes.small, { ink, weight }),
      ];
    }),
  ];
};

const leadColumns = Object.entries(words.leadColumns) as [AmplitudeName & keyof typeof words.leadColumns, string][];
const leadsMm = leadColumnMm + leadColumns.length * amplitudeColumnMm;

/** Change of ST, T and the greatest deflections in each lead; what is beyond measurement has an arrow. */
const leadTable = ({ comparison }: Pair, place: Place, most: number): readonly DisplayItem[] => {
  const { xMm, yMm } = place;
  const rightOf = (column: number): number => xMm + leadColumnMm + (column + 1) * amplitudeColumnMm;
  const all = comparison.leads;
  const shown = all.slice(0, all.length > most ? most - 1 : most);
  const note =
    all.length === 0
      ? 'No lead was measured in both recordings.'
      : all.length > shown.length
        ? `↑ higher, ↓ lower beyond measurement. ${all.length - shown.length} more leads are on the screen.`
        : '↑ higher, ↓ lower beyond measurement; – not measured in both.';
  return [
    ...head(words.leads, place),
    ...leadColumns.map(([, label], column) =>
      text(label, rightOf(column), yMm + lineMm, amplitudeColumnMm, sizes.small, { ink: 'muted', align: 'right' }),
    ),
    ...shown.flatMap(({ lead, amplitudes }, line) => [
      text(lead, xMm, rowMm(place, line), leadColumnMm - 1, sizes.body, { weight: 'semibold' }),
      ...leadColumns.map(([name], column) => {
        const difference = amplitudes[name];
        const isBeyond = difference.verdict === 'beyond';
        const { change } = differenceWords(difference, 2);
        const arrow = isBeyond ? ((difference.change ?? 0) > 0 ? '↑ ' : '↓ ') : '';
        return text(`${arrow}${change}`, rightOf(column), rowMm(place, line), amplitudeColumnMm, sizes.body, {
          ...(isBeyond ? { weight: 'semibold' } : { ink: 'muted' }),
          align: 'right',
        });
      }),
    ]),
    ...small([note], place, rowMm(place, shown.length)),
  ];
};

const kindOrder = ['gained', 'lost', 'kept'] as const;
const signs = { gained: '+', lost: '−', kept: '=' } as const satisfies Record<StatementChange['kind'], string>;

const ordered = (changes: readonly StatementChange[]): readonly StatementChange[] =>
  kindOrder.flatMap((kind) => changes.filter((change) => change.kind === kind));

const statementText = ({ before, after }: StatementChange): string => {
  const said = after ?? before;
  return `${said?.critical === true ? 'CRITICAL: ' : ''}${said?.text ?? ''}`;
};

const confidenceText = ({ before, after }: StatementChange): string =>
  [before, after]
    .flatMap((statement) => (statement === null ? [] : [`${percentText(statement.confidence)} %`]))
    .join(' → ');

/** Null where they need more lines than there are: then they have a page of their own. */
const statementLines = (
  { comparison, withheld }: Pair,
  widthMm: number,
): readonly { text: string; bold: boolean }[] => {
  const plain = (line: string) =>
    wrapText(line, widthMm, sizes.body, 'regular').map((each) => ({ text: each, bold: false }));
  if (withheld) return plain(words.withheld);
  if (comparison.statements.length === 0) return plain(words.noStatements);
  return [
    ...ordered(comparison.statements).flatMap((change) => {
      const bold = change.kind !== 'kept';
      const line = `${signs[change.kind]} ${words.kinds[change.kind]}: ${statementText(change)}, ${confidenceText(change)}`;
      return wrapText(line, widthMm, sizes.body, bold ? 'semibold' : 'regular').map((each) => ({ text: each, bold }));
    }),
    ...plain(words.statementsNote),
  ];
};

const statementColumns = (widthMm: number) => [
  { label: words.statements, widthMm: widthMm - 70 },
  { label: 'Change', widthMm: 30 },
  { label: 'Confidence', widthMm: 40 },
];

const statementPages = ({ comparison }: Pair, size: PageSize): readonly (readonly DisplayItem[])[] => {
  const widthMm = size.widthMm - 2 * size.marginMm;
  const rows = ordered(comparison.statements).map(
    (change): Row => ({
      weight: change.kind === 'kept' ? 'regular' : 'semibold',
      cells: [statementText(change), words.kinds[change.kind], confidenceText(change)],
    }),
  );
  const heading = text(`${title}: statements`, size.marginMm, titleMm, widthMm, sizes.body, { weight: 'semibold' });
  const bottomMm = size.heightMm - footerHeightMm - 3;
  return tablePages(rows, statementColumns(widthMm), size, titleMm + 5.4, bottomMm).map((items) => [heading, ...items]);
};

const title = 'Comparison';

/** The median beats over each other at the largest scale that leaves the tables their room; or why there are none. */
const overlay = ({ before, after }: Pair, widthMm: number, roomMm: number): DisplayList | string => {
  const [earlier, later] = [before, after].map(({ recording, analysis }) => markBeats(recording, analysis));
  if (earlier === undefined || 'reason' in earlier)
    return words.noOverlay(`${earlier?.reason ?? ''} (${words.earlier})`);
  if (later === undefined || 'reason' in later) return words.noOverlay(`${later?.reason ?? ''} (${words.later})`);
  const aligned = alignMedians(earlier.median, later.median);
  const pair = { before: earlier.median, after: later.median, aligned };
  const lists = scales.map((scale) => layoutMedianPair(pair, scale, widthMm));
  const list = lists.find(({ heightMm }) => heightMm <= roomMm) ?? lists.at(-1)!;
  if (aligned.likeness === null) return list;
  const said = `${words.likeness(Math.max(0, aligned.likeness))}${aligned.by === 'onset' ? `. ${words.byOnset}` : ''}`;
  const saidMm = Math.min(textWidthMm(said, sizes.small, 'regular') + 0.1, list.widthMm - 75);
  const note = text(said, list.widthMm, list.heightMm - 1.6, saidMm, sizes.small, { ink: 'muted', align: 'right' });
  return { ...list, items: [...list.items, note] };
};

/**
 * What stands between header and footer of the pages that hold this recording beside another one of the patient: which two, what
 * speaks against comparing them, median beats over each other, differences of values, leads and statements, from what the screen
 * shows of it (app/comparison). One page, and further ones where the statements have no room on it.
 */
export const comparisonPages = (
  input: ReportInput,
  other: Compared,
  size: PageSize,
): readonly (readonly DisplayItem[])[] => {
  const left = size.marginMm;
  const widthMm = size.widthMm - 2 * left;
  const bottom = size.heightMm - footerHeightMm - 2;
  const pair = pairOf(input, other);
  const { comparison } = pair;
  const cautions = cautionLines(pair, widthMm);
  const cautionsMm = legendMm + 2 * legendLineMm + 0.2;
  const overlayTop = cautionsMm + (cautions.length === 0 ? -2.4 : (cautions.length - 1) * legendLineMm + 1.8);

  const missing = missingLines(pair, differencesMm);
  const note = wrapText(words.note(comparison.beyond, comparison.judged), differencesMm, sizes.small, 'regular');
  const notes = [...missing, ...note];
  const usualLeads = 12;
  const leadsHeightMm = (Math.min(usualLeads, comparison.leads.length) + 2) * lineMm + noteMm;
  const valuesHeightMm = (comparedMeasurements.length + 2) * lineMm + notes.length * noteMm;
  const lowestTop = bottom - Math.max(leadsHeightMm, valuesHeightMm);

  const beats = overlay(pair, widthMm, lowestTop - gapMm - overlayTop);
  const beatsMm = typeof beats === 'string' ? 8 : beats.heightMm;
  const tablesTop = Math.min(lowestTop, overlayTop + beatsMm + gapMm);
  const differences: Place = { xMm: left, yMm: tablesTop, widthMm: differencesMm };
  const leads: Place = { xMm: left + differencesMm + gapMm, yMm: tablesTop, widthMm: leadsMm };
  const statementsX = leads.xMm + leadsMm + gapMm;
  const statements: Place = { xMm: statementsX, yMm: tablesTop, widthMm: left + widthMm - statementsX };
  const lines = statementLines(pair, statements.widthMm);
  const fits = rowMm(statements, lines.length - 1) <= bottom;
  const shown = fits
    ? lines
    : wrapText('They stand on the next page.', statements.widthMm, sizes.body, 'regular').map((each) => ({
        text: each,
        bold: false,
      }));
  return [
    [
      text(`${title} of two recordings${apartText(pair.before, pair.after)}`, left, titleMm, widthMm, sizes.body, {
        weight: 'semibold',
      }),
      ...legend(pair, left, widthMm),
      ...cautions.map((line, index) => text(line, left, cautionsMm + index * legendLineMm, widthMm, sizes.body)),
      ...(typeof beats === 'string'
        ? [text(beats, left, overlayTop + 6, widthMm, sizes.body)]
        : moved(beats.items, left, overlayTop)),
      ...differenceTable(pair, differences),
      ...small(notes, differences, rowMm(differences, comparedMeasurements.length)),
      ...leadTable(pair, leads, usualLeads),
      ...head(words.statements, statements),
      ...shown.map((line, index) =>
        text(line.text, statements.xMm, rowMm(statements, index), statements.widthMm, sizes.body, {
          weight: line.bold ? 'semibold' : 'regular',
        }),
      ),
    ],
    ...(fits ? [] : statementPages(pair, size)),
  ];
};
