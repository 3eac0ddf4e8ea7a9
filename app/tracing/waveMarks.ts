import type { BeatMarks } from '../analysis/medianBeats.ts';
import type { Recording } from '../recording/recording.ts';
import type { DisplayItem, LinesItem, TextItem } from './displayList.ts';
import { markedPieces, tickInsetMm, tickMm } from './markBands.ts';
import { textWidthMm } from './textWidth.ts';
import type { Piece, TracingLayout } from './tracingLayout.ts';
import { type TracePlace, waveBrackets } from './waveBrackets.ts';

const legendTexts = [
  'Marks: foot at onset and offset, arrowhead at peak; dashed, with a diamond: beat left out of the median',
  'Marks dashed, with a diamond: beat left out of the median',
  'Diamond: beat not measured',
];
const legendGapMm = 6;
const diamondMm = 0.9;
const diamondStrokeMm = 0.25;
/** Middle of the diamond under the upper edge of the row: on the tick of the beat, where there is one. */
const diamondAtMm = tickInsetMm + tickMm / 2;

const placeOf = (piece: Piece, recording: Recording, layout: TracingLayout): TracePlace => {
  const samples = piece.leadIndex === null ? undefined : recording.leads[piece.leadIndex]?.samplesMv;
  const { yMm: top, heightMm } = layout.paper;
  return {
    fromS: piece.fromS,
    toS: piece.toS,
    xMm: (timeS) => piece.xMm + (timeS - piece.fromS) * layout.mmPerS,
    yMm: (timeS) => {
      const value = samples?.[Math.round(timeS * recording.sampleRateHz)] ?? Number.NaN;
      const y = piece.baselineMm - piece.sign * (value - piece.offsetMv) * layout.mmPerMv;
      // Room for the mark itself, so that none leaves the paper.
      return y >= top + 2 && y <= top + heightMm - 2 ? y : null;
    },
  };
};

const inPiece = (piece: Piece, beats: readonly BeatMarks[], lead: string): BeatMarks[] =>
  beats.filter((beat) => {
    const marks = beat.leads[lead];
    if (marks === undefined) return false;
    const fromS = marks.p?.onsetS ?? marks.qrs.onsetS;
    const toS = marks.t?.offsetS ?? marks.qrs.offsetS;
    return toS >= piece.fromS && fromS <= piece.toS;
  });

const diamonds = (layout: TracingLayout, beats: readonly BeatMarks[]): readonly LinesItem[] =>
  markedPieces(layout).flatMap((piece) => {
    const y = piece.rowTopMm + diamondAtMm;
    const segments = beats
      .filter(({ dominant }) => !dominant)
      .flatMap(({ timeS }) => {
        if (!(timeS >= piece.fromS && timeS < piece.toS)) return [];
        const x = piece.xMm + (timeS - piece.fromS) * layout.mmPerS;
        const [left, right, up, down] = [x - diamondMm, x + diamondMm, y - diamondMm, y + diamondMm];
        return [left, y, x, up, x, up, right, y, right, y, x, down, x, down, left, y];
      });
    return segments.length === 0
      ? []
      : [{ kind: 'lines', segmentsMm: Float32Array.from(segments), ink: 'accent', strokeMm: diamondStrokeMm }];
  });

/** Said at the right end of the caption's line, in the longest of the wordings that has room there. */
const besideCaption = (layout: TracingLayout, wordings: readonly string[]): readonly TextItem[] => {
  const caption = layout.list.items.at(-1);
  if (caption?.kind !== 'text') return [];
  const { xMm, text, sizeMm, weight } = caption;
  const right = layout.paper.xMm + layout.paper.widthMm - (xMm - layout.paper.xMm);
  const roomMm = right - xMm - textWidthMm(text, sizeMm, weight) - legendGapMm;
  const said = wordings.find((wording) => textWidthMm(wording, sizeMm, weight) <= roomMm);
  return said === undefined ? [] : [{ ...caption, xMm: right, text: said, align: 'right' }];
};

/** In the place of marks: why there are none. */
export const noMarksNote = (layout: TracingLayout, reason: string): readonly TextItem[] =>
  besideCaption(layout, [`P, QRS and T not marked: ${reason}`, 'P, QRS and T not marked']);

/**
 * What the delineation marked, over the stretch of each lead that is shown: onset, peak and offset of P, QRS and T of every
 * beat. Beats that are not of the shape measured have broken, grey marks and a diamond over the rhythm strip.
 */
export const waveMarks = (
  layout: TracingLayout,
  recording: Recording,
  beats: readonly BeatMarks[],
): readonly DisplayItem[] => {
  const brackets = layout.pieces.flatMap((piece) => {
    const lead = piece.leadIndex === null ? undefined : recording.leads[piece.leadIndex]?.name;
    if (lead === undefined) return [];
    const place = placeOf(piece, recording, layout);
    return inPiece(piece, beats, lead).flatMap((beat) =>
      waveBrackets(beat.leads[lead]!, place, beat.dominant ? 'accent' : 'muted', !beat.dominant),
    );
  });
  return [...brackets, ...diamonds(layout, beats), ...besideCaption(layout, legendTexts)];
};
