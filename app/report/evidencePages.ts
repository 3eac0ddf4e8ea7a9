import { statementsInOrder } from '../analysis/reading.ts';
import type { Analysis, Statement } from '../analysis/schema.ts';
import type { DisplayItem } from '../tracing/displayList.ts';
import { footerHeightMm } from './footer.ts';
import { headerEndMm } from './header.ts';
import { type PageSize, sizes, text } from './page.ts';
import type { ReportInput } from './reportInput.ts';
import { type Row, tablePages } from './textTable.ts';
import { countText, figureText, probabilityText, superclassWords } from './words.ts';

const titleMm = headerEndMm + 4.4;
const tableTopMm = titleMm + 5.4;

const figure = (value: number | null, unit: string | null): string => (value === null ? '–' : figureText(value, unit));

const whereText = ({ evidence }: Statement): string =>
  [
    ...(evidence.leads.length === 0 ? [] : [evidence.leads.join(', ')]),
    ...(evidence.beats.length === 0 ? [] : [countText(evidence.beats.length, 'beat', 'beats')]),
  ].join('; ') || 'whole recording';

const ruleRow = (statement: Statement): Row => {
  const { evidence, confidence, critical, models } = statement;
  const opinions = models.map(
    ({ model, class: name, probability, agrees }) =>
      `${model} ${agrees ? 'agrees' : 'does not agree'}: ${name} ${probabilityText(probability)}`,
  );
  return {
    weight: 'semibold',
    cells: [
      critical ? `CRITICAL: ${statement.text}` : statement.text,
      [evidence.criterion, ...opinions].join('. '),
      figure(evidence.value, evidence.unit),
      figure(evidence.threshold, evidence.unit),
      figure(evidence.flipsAt, evidence.unit),
      probabilityText(confidence),
      whereText(statement),
    ],
  };
};

const modelRow = ({
  model,
  version,
  class: name,
  probability,
  threshold,
  positive,
  calibrated,
}: Analysis['diagnoses'][number]): Row => ({
  weight: positive ? 'semibold' : 'regular',
  cells: [
    superclassWords[name],
    `Model ${model} ${version}, ${calibrated ? 'probability' : 'uncalibrated score'}; ${positive ? 'stated' : 'not stated'}`,
    probabilityText(probability),
    threshold.toFixed(2),
    '',
    '',
    'first 10 s',
  ],
});

const gateRow = ({ model, text: why }: Analysis['gates'][number]): Row => ({
  weight: 'regular',
  cells: [`Held back: ${model === '*' ? 'all models' : model}`, why, '', '', '', '', ''],
});

/** What stands between header and footer of the pages that say what each of the computer's statements rests on. */
export const evidencePages = (
  { analysis, standing }: ReportInput,
  size: PageSize,
): readonly (readonly DisplayItem[])[] => {
  const widthMm = size.widthMm - 2 * size.marginMm;
  const figures = [20, 20, 22, 21, 34];
  const words = widthMm - figures.reduce((sum, each) => sum + each, 0);
  const columns = [
    { label: 'Computer’s statement', widthMm: words * 0.42 },
    { label: 'Criterion', widthMm: words * 0.58 },
    { label: 'Value', widthMm: figures[0] ?? 0 },
    { label: 'Limit', widthMm: figures[1] ?? 0 },
    { label: 'Would turn at', widthMm: figures[2] ?? 0 },
    { label: 'Confidence', widthMm: figures[3] ?? 0 },
    { label: 'Seen in', widthMm: figures[4] ?? 0 },
  ];
  const rows = [
    ...statementsInOrder(analysis).map(ruleRow),
    ...analysis.diagnoses.map(modelRow),
    ...analysis.gates.map(gateRow),
  ];
  const none: Row = {
    weight: 'regular',
    cells: ['Nothing is stated', analysis.rhythm.reason ?? '', '', '', '', '', ''],
  };
  const title =
    standing.kind === 'unconfirmed'
      ? 'What the computer’s statements rest on'
      : 'What the computer’s statements rested on; the reader’s own stand on page 1';
  const heading = text(title, size.marginMm, titleMm, widthMm, sizes.body, { weight: 'semibold' });
  const bottomMm = size.heightMm - footerHeightMm - 3;
  return tablePages(rows.length === 0 ? [none] : rows, columns, size, tableTopMm, bottomMm).map((items) => [
    heading,
    ...items,
  ]);
};
