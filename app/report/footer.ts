import { isClosed } from '../models/gates.ts';
import type { DisplayItem } from '../tracing/displayList.ts';
import { textWidthMm } from '../tracing/textWidth.ts';
import { type PageSize, rule, sizes, text } from './page.ts';
import type { ReportInput } from './reportInput.ts';
import { instantText, researchText } from './words.ts';

const checkBarMm = 100;
const tickMm = 1.2;
const barStrokeMm = 0.2;
/** From the footer's rule to the lower edge of the page. */
export const footerHeightMm = 15;

const shortHash = (sha256: string): string => sha256.slice(0, 12);

/** Program, source and time stand first: a long list of models must not push them off. Models that speak on the page come before the others. */
const makersText = ({ analysis, programVersion, sourceSha256, manifestSha256, printedAt }: ReportInput): string => {
  const speaks = ({ id }: { readonly id: string }): boolean => analysis.diagnoses.some(({ model }) => model === id);
  const inOrder = [...analysis.models.filter(speaks), ...analysis.models.filter((model) => !speaks(model))];
  const models = inOrder.map(({ id, version, sha256 }) => {
    const model = `Model ${id} ${version} (${shortHash(sha256)})`;
    return isClosed(analysis.gates, id) ? `${model} held back` : model;
  });
  return [
    `Einthoven ${programVersion}`,
    `Source SHA-256 ${shortHash(sourceSha256)}`,
    `Attachments SHA-256 ${shortHash(manifestSha256)}`,
    `Printed ${instantText(printedAt)}`,
    ...(models.length === 0 ? ['No model'] : models),
  ].join('  ·  ');
};

/** A bar of 100 mm to lay a ruler on: a printer that scales the page makes every interval wrong. */
const checkBar = (rightMm: number, yMm: number): readonly DisplayItem[] => {
  const left = rightMm - checkBarMm;
  return [
    text('Check of scale: 100 mm', left - 2.5, yMm, 50, sizes.small, { ink: 'muted', align: 'right' }),
    {
      kind: 'lines',
      segmentsMm: Float32Array.of(
        ...[left, yMm - 0.9, rightMm, yMm - 0.9],
        ...[left, yMm - 0.9 - tickMm, left, yMm - 0.9 + tickMm],
        ...[rightMm, yMm - 0.9 - tickMm, rightMm, yMm - 0.9 + tickMm],
      ),
      ink: 'muted',
      strokeMm: barStrokeMm,
    },
  ];
};

/** What made this page, from what, when, and which page it is. */
export const footer = (input: ReportInput, size: PageSize, page: number, pages: number): readonly DisplayItem[] => {
  const left = size.marginMm;
  const right = size.widthMm - size.marginMm;
  const top = size.heightMm - footerHeightMm;
  const pageText = `Page ${page} of ${pages}`;
  const pageWidth = textWidthMm(pageText, sizes.small, 'regular');
  return [
    rule(left, right, top),
    text(researchText, left, top + 4.2, 110, sizes.body, { weight: 'semibold' }),
    ...checkBar(right, top + 4.2),
    text(makersText(input), left, top + 8.4, right - left - pageWidth - 5, sizes.small, { ink: 'muted' }),
    text(pageText, right, top + 8.4, pageWidth, sizes.small, { ink: 'muted', align: 'right' }),
  ];
};
