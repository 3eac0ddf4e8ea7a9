import type { StoredCorrections } from '../analysis/correctedMarks.ts';
import { wrapText } from '../tracing/textWidth.ts';
import { correctedSign, measuredOnPaper } from './measurementLine.ts';
import { type PageSize, sizes } from './page.ts';
import type { ReportInput } from './reportInput.ts';

const shown = (value: number | null): string =>
  value === null ? 'not measured' : String(Math.round(value)).replace('-', '−');

const labels: Readonly<Record<string, string>> = {
  ...measuredOnPaper,
  qtcFraminghamMs: 'QTc Framingham',
  qtcHodgesMs: 'QTc Hodges',
};

const correctionText = ({ values, marks, author, createdAt }: StoredCorrections): readonly string[] => {
  const changed = values.map(({ name, computer, corrected }) => {
    const unit = name.endsWith('Deg') ? '°' : ' ms';
    return `${labels[name] ?? name} ${shown(corrected)}${unit} (computer: ${shown(computer)})`;
  });
  const beats = marks.beats.map(({ beat }) => beat + 1);
  const parts = [
    ...(changed.length === 0 ? [] : [changed.join(', ')]),
    ...(beats.length === 0 ? [] : [`marks of ${beats.length === 1 ? 'beat' : 'beats'} ${beats.join(', ')}`]),
  ];
  return parts.length === 0
    ? []
    : [
        `${correctedSign} Corrected by ${author}, ${createdAt.slice(0, 16).replace('T', ' ')} UTC: ${parts.join('; ')}.`,
      ];
};

/** What a reader set by hand, a line each: corrections beside the computer's values, then the calipers. */
export const readerLines = (
  { corrections, parts }: Pick<ReportInput, 'corrections' | 'parts'>,
  size: PageSize,
): readonly string[] => {
  const { calipers = [] } = parts;
  const measured = calipers.length === 0 ? [] : [`Measured by hand: ${calipers.join(';  ')}.`];
  const widthMm = size.widthMm - 2 * size.marginMm;
  return [...(corrections == null ? [] : correctionText(corrections)), ...measured].flatMap((line) =>
    wrapText(line, widthMm, sizes.small, 'regular'),
  );
};
