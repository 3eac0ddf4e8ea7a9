import { durationS } from '../recording/recording.ts';
import type { DisplayItem, LinesItem } from '../tracing/displayList.ts';
import { textWidthMm } from '../tracing/textWidth.ts';
import { type PageSize, rule, sizes, text } from './page.ts';
import type { ReportInput } from './reportInput.ts';
import { standingTitle } from './standingWords.ts';
import { countText, instantText } from './words.ts';

const titleBaselineMm = 12.9;
const detailBaselineMm = 18.2;
/** Where the header ends, with its rule. */
export const headerEndMm = 20.6;

const boxTopMm = 7.6;
const boxHeightMm = 7.4;
const boxPaddingMm = 3;
const boxStrokeMm = 0.35;

const frame = (x: number, y: number, width: number, height: number): LinesItem => {
  const right = x + width;
  const bottom = y + height;
  const half = boxStrokeMm / 2;
  return {
    kind: 'lines',
    segmentsMm: Float32Array.of(
      ...[x - half, y, right + half, y, x - half, bottom, right + half, bottom],
      ...[x, y, x, bottom, right, y, right, bottom],
    ),
    ink: 'text',
    strokeMm: boxStrokeMm,
  };
};

const whoText = ({ patient }: ReportInput['recording']): string => {
  if (patient.name !== null) return patient.name;
  return patient.id === null ? 'Patient not stated' : `Patient ${patient.id}`;
};

const factsText = ({ patient }: ReportInput['recording']): string =>
  [
    ...(patient.name !== null && patient.id !== null ? [`id ${patient.id}`] : []),
    patient.ageYears === null ? 'age not stated' : `${Math.floor(patient.ageYears)} y`,
    patient.sex === null ? 'sex not stated' : patient.sex === 'M' ? 'male' : 'female',
  ].join('  ·  ');

const originText = ({ recording, recordName }: ReportInput): string =>
  [
    recording.startTime === null ? 'Recording time not stated' : `Recorded ${instantText(recording.startTime)}`,
    `Record ${recordName}`,
    recording.device ?? 'Device not stated',
    `${countText(recording.leads.length, 'lead', 'leads')}, ${Number(recording.sampleRateHz.toFixed(2))} Hz, ${Number(durationS(recording).toFixed(1))} s`,
  ].join('  ·  ');

/** Patient and recording on the left, the standing of the interpretation framed on the right. */
export const header = (input: ReportInput, size: PageSize): readonly DisplayItem[] => {
  const left = size.marginMm;
  const right = size.widthMm - size.marginMm;
  const title = standingTitle(input.standing);
  const statusWidth = textWidthMm(title, sizes.value, 'semibold');
  const boxLeft = right - statusWidth - 2 * boxPaddingMm;
  const roomMm = boxLeft - left - 6;
  const facts = factsText(input.recording);
  const factsWidth = textWidthMm(facts, sizes.body, 'regular');
  const gapMm = 5;
  const who = text(whoText(input.recording), left, titleBaselineMm, roomMm - factsWidth - gapMm, sizes.title, {
    weight: 'semibold',
  });
  const factsLeft = left + textWidthMm(who.text, sizes.title, 'semibold') + gapMm;
  return [
    who,
    text(facts, factsLeft, titleBaselineMm, left + roomMm - factsLeft, sizes.body),
    frame(boxLeft, boxTopMm, right - boxLeft, boxHeightMm),
    text(title, right - boxPaddingMm, titleBaselineMm, statusWidth, sizes.value, {
      weight: 'semibold',
      align: 'right',
    }),
    text(originText(input), left, detailBaselineMm, right - left, sizes.body, { ink: 'muted' }),
    rule(left, right, headerEndMm),
  ];
};
