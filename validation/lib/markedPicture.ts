import type { Analysis } from '../../app/analysis/schema.ts';
import type { Recording } from '../../app/recording/recording.ts';
import type { DisplayItem, DisplayList, Ink } from '../../app/tracing/displayList.ts';
import { layoutTracing } from '../../app/tracing/layoutTracing.ts';
import { defaultTracingOptions, type Piece } from '../../app/tracing/tracingLayout.ts';

/** Instants of each lead's onsets and offsets, s. */
export type MarksByLead = Readonly<Record<string, readonly number[]>>;

export const boundsOf = (delineation: Analysis['delineation']): MarksByLead =>
  Object.fromEntries(
    Object.entries(delineation).map(([lead, waves]) => [
      lead,
      waves.flatMap(({ onsetS, offsetS }) => [onsetS, offsetS].filter((mark) => mark !== null)),
    ]),
  );

const captionMm = 8;

const ticks = (
  piece: Piece,
  marks: MarksByLead,
  mmPerS: number,
  ink: Ink,
  sides: readonly [number, number],
): DisplayItem => ({
  kind: 'lines',
  segmentsMm: Float32Array.from(
    (marks[piece.lead] ?? [])
      .filter((timeS) => timeS >= piece.fromS && timeS <= piece.toS)
      .flatMap((timeS) => {
        const x = piece.xMm + (timeS - piece.fromS) * mmPerS;
        return [x, piece.baselineMm + sides[0], x, piece.baselineMm + sides[1]];
      }),
  ),
  ink,
  strokeMm: 0.35,
});

/** Twelve leads over some seconds at 50 mm/s: reference marks above the base line (critical), ours below it (accent). */
export const markedPicture = (
  recording: Recording,
  title: string,
  fromS: number,
  reference: MarksByLead,
  ours: MarksByLead,
): DisplayList => {
  const { list, pieces, mmPerS } = layoutTracing(recording, {
    ...defaultTracingOptions,
    layout: '12x1',
    speedMmPerS: 50,
    windowS: 4,
    fromS,
  });
  return {
    widthMm: list.widthMm,
    heightMm: list.heightMm + captionMm,
    items: [
      ...list.items,
      ...pieces.flatMap((piece) => [
        ticks(piece, reference, mmPerS, 'critical', [-7, -0.5]),
        ticks(piece, ours, mmPerS, 'accent', [0.5, 7]),
      ]),
      {
        kind: 'text',
        xMm: 5,
        yMm: list.heightMm + captionMm - 3,
        sizeMm: 4,
        text: title,
        ink: 'text',
        weight: 'regular',
        align: 'left',
      },
    ],
  };
};
