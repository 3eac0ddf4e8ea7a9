import { durationS } from '../recording/recording.ts';
import type { DisplayItem, LinesItem, TextItem } from '../tracing/displayList.ts';
import { textWidthMm } from '../tracing/textWidth.ts';
import { type PageSize, rule, sizes, text } from './page.ts';
import { hasReplacement, replacementText } from './printable.ts';
import type { ReportInput } from './reportInput.ts';
import { isChangedSinceSigned, type Standing } from './standing.ts';
import { standingTitle } from './standingWords.ts';
import { countText, instantText } from './words.ts';

const titleBaselineMm = 12.9;
const detailBaselineMm = 18.2;
/** Where the header ends, with its rule. */
export const headerEndMm = 20.6;

/** Around its lines, of which the last stands on the title's baseline, or a little below where there are two. */
const boxAboveMm = 5.3;
const boxAboveOfTwoMm = 4.3;
const boxBelowMm = 2.1;
const boxBelowOfTwoMm = 1.5;
const boxLineMm = 4.7;
const lastOfTwoMm = 13.8;
const boxPaddingMm = 3;
const boxStrokeMm = 0.35;

const frame = (x: number, y: number, width: number, height: number, ink: LinesItem['ink']): LinesItem => {
  const right = x + width;
  const bottom = y + height;
  const half = boxStrokeMm / 2;
  return {
    kind: 'lines',
    segmentsMm: Float32Array.of(
      ...[x - half, y, right + half, y, x - half, bottom, right + half, bottom],
      ...[x, y, x, bottom, right, y, right, bottom],
    ),
    ink,
    strokeMm: boxStrokeMm,
  };
};

const whoText = ({ patient }: ReportInput['recording']): string => {
  if (patient.name !== null) return patient.name;
  return patient.id === null ? 'Patient not stated' : `Patient ${patient.id}`;
};

const factsText = (input: ReportInput): string => {
  const { patient } = input.recording;
  return [
    ...(patient.name !== null && patient.id !== null ? [`id ${patient.id}`] : []),
    patient.ageYears === null ? 'age not stated' : `${Math.floor(patient.ageYears)} y`,
    patient.sex === null ? 'sex not stated' : patient.sex === 'M' ? 'male' : 'female',
    ...(hasReplacement(input) ? [replacementText] : []),
  ].join('  ·  ');
};

const originText = ({ recording, recordName }: ReportInput): string =>
  [
    recording.startTime === null ? 'Recording time not stated' : `Recorded ${instantText(recording.startTime)}`,
    `Record ${recordName}`,
    recording.device ?? 'Device not stated',
    `${countText(recording.leads.length, 'lead', 'leads')}, ${Number(recording.sampleRateHz.toFixed(2))} Hz, ${Number(durationS(recording).toFixed(1))} s`,
  ].join('  ·  ');

/** The standing of the interpretation, framed; in the colour of what must not be overlooked where values are not the signed ones. */
const standingBox = (
  standing: Standing,
  rightMm: number,
): { readonly leftMm: number; readonly items: readonly DisplayItem[] } => {
  const lines = standingTitle(standing);
  const widthMm = Math.max(...lines.map((line) => textWidthMm(line, sizes.value, 'semibold')));
  const leftMm = rightMm - widthMm - 2 * boxPaddingMm;
  const ink = isChangedSinceSigned(standing) ? 'critical' : 'text';
  const lastMm = lines.length === 1 ? titleBaselineMm : lastOfTwoMm;
  const firstMm = lastMm - (lines.length - 1) * boxLineMm;
  const topMm = firstMm - (lines.length === 1 ? boxAboveMm : boxAboveOfTwoMm);
  return {
    leftMm,
    items: [
      frame(leftMm, topMm, rightMm - leftMm, lastMm + (lines.length === 1 ? boxBelowMm : boxBelowOfTwoMm) - topMm, ink),
      ...lines.map((line, index) =>
        text(line, rightMm - boxPaddingMm, firstMm + index * boxLineMm, widthMm, sizes.value, {
          weight: 'semibold',
          align: 'right',
          ink,
        }),
      ),
    ],
  };
};

/** A longer name is smaller before it is cut. */
const patientItems = (
  input: ReportInput,
  size: PageSize,
  boxLeftMm: number,
): { readonly items: readonly TextItem[]; readonly isWhole: boolean } => {
  const left = size.marginMm;
  const roomMm = boxLeftMm - left - 6;
  const facts = factsText(input);
  const name = whoText(input.recording);
  const gapMm = 5;
  const factsMm = textWidthMm(facts, sizes.body, 'regular');
  // Long facts do not push the name off the page.
  const nameMm = Math.max(roomMm - factsMm - gapMm, roomMm / 2);
  const nameSizes = [sizes.title, sizes.value, sizes.body];
  const sizeMm = nameSizes.find((each) => textWidthMm(name, each, 'semibold') <= nameMm) ?? sizes.body;
  const who = text(name, left, titleBaselineMm, nameMm, sizeMm, { weight: 'semibold' });
  const factsLeft = left + textWidthMm(who.text, sizeMm, 'semibold') + gapMm;
  const factsRoomMm = left + roomMm - factsLeft;
  return {
    items: [who, text(facts, factsLeft, titleBaselineMm, factsRoomMm, sizes.body)],
    isWhole: textWidthMm(name, sizeMm, 'semibold') <= nameMm && factsMm <= factsRoomMm,
  };
};

/** Who the patient is in full, where the header must cut it; null where it stands there whole. */
export const patientInFull = (input: ReportInput, size: PageSize): string | null => {
  const { leftMm } = standingBox(input.standing, size.widthMm - size.marginMm);
  const { isWhole } = patientItems(input, size, leftMm);
  return isWhole ? null : `Patient in full: ${whoText(input.recording)}  ·  ${factsText(input)}`;
};

/** Patient and recording on the left, the standing of the interpretation framed on the right. */
export const header = (input: ReportInput, size: PageSize): readonly DisplayItem[] => {
  const left = size.marginMm;
  const right = size.widthMm - size.marginMm;
  const box = standingBox(input.standing, right);
  return [
    ...patientItems(input, size, box.leftMm).items,
    ...box.items,
    text(originText(input), left, detailBaselineMm, right - left, sizes.body, { ink: 'muted' }),
    rule(left, right, headerEndMm),
  ];
};
