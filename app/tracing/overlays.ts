import type { Beat, Pacing, Quality } from '../analysis/schema.ts';
import type { Activation } from '../ports.ts';
import type { DisplayItem, DisplayList, LinesItem, RectItem, TextItem } from './displayList.ts';
import { type Box, boxesMeet } from './gridLines.ts';
import { badgeSizeMm, labelBox } from './leadLabels.ts';
import { beatClassSizeMm, besideTicksMm, markedPieces, tickInsetMm, tickMm, tickReachMm } from './markBands.ts';
import { capHeightEm, textWidthMm } from './textWidth.ts';
import type { Piece, TracingLayout } from './tracingLayout.ts';

const strongestOpacity = 0.5;
/** Below this a rectangle would not be seen and only make the list longer. */
const faintestValue = 0.02;
const markStrokeMm = 0.3;
const spikeFootMm = 0.7;

const xOf = (piece: Piece, timeS: number, mmPerS: number): number => piece.xMm + (timeS - piece.fromS) * mmPerS;

/** What speaks against a class stands at the foot of the row, so that it differs in place, not in colour alone. */
const againstMm = 2;

const bandBehind = (
  piece: Piece,
  activation: Activation,
  classIndex: number,
  mmPerS: number,
  part: 'spokeFor' | 'spokeAgainst',
): RectItem[] => {
  const row = activation.leads.indexOf(piece.lead.replace('−', ''));
  if (piece.leadIndex === null || row < 0) return [];
  const start = (classIndex * activation.leads.length + row) * activation.cells;
  const cellS = (activation.toS - activation.fromS) / activation.cells;
  const rects: RectItem[] = [];
  for (let cell = 0; cell < activation.cells; cell += 1) {
    const value = activation[part][start + cell] ?? 0;
    const fromS = Math.max(piece.fromS, activation.fromS + cell * cellS);
    const toS = Math.min(piece.toS, activation.fromS + (cell + 1) * cellS);
    if (!(value >= faintestValue) || toS <= fromS) continue;
    rects.push({
      kind: 'rect',
      xMm: xOf(piece, fromS, mmPerS),
      yMm: part === 'spokeFor' ? piece.rowTopMm : piece.rowTopMm + piece.rowHeightMm - againstMm,
      widthMm: (toS - fromS) * mmPerS,
      heightMm: part === 'spokeFor' ? piece.rowHeightMm : againstMm,
      fill: part === 'spokeFor' ? 'activation' : 'muted',
      opacity: Math.min(1, value) * strongestOpacity,
    });
  }
  return rects;
};

/**
 * What the model looked at for one class (row `classIndex` of the map), as rectangles behind every piece of a lead that
 * it was given, turned over or not; the stronger the more opaque (0.5 at value 1). `signed`: with what spoke against the class at
 * the foot of each row.
 */
export const activationBand = (
  layout: TracingLayout,
  activation: Activation,
  classIndex: number,
  signed = false,
): readonly RectItem[] =>
  layout.pieces.flatMap((piece) =>
    (signed ? (['spokeFor', 'spokeAgainst'] as const) : (['spokeFor'] as const)).flatMap((part) =>
      bandBehind(piece, activation, classIndex, layout.mmPerS, part),
    ),
  );

/** Which part of all that spoke for a class each lead has, the largest first; [] where nothing spoke for it. */
export const leadShares = (
  { leads, cells, spokeFor }: Pick<Activation, 'leads' | 'cells' | 'spokeFor'>,
  classIndex: number,
): readonly { readonly lead: string; readonly share: number }[] => {
  const sums = leads.map((lead, row) => {
    const start = (classIndex * leads.length + row) * cells;
    let sum = 0;
    for (let cell = 0; cell < cells; cell++) sum += spokeFor[start + cell] ?? 0;
    return { lead, sum };
  });
  const all = sums.reduce((total, { sum }) => total + sum, 0);
  if (!(all > 0)) return [];
  return sums.map(({ lead, sum }) => ({ lead, share: sum / all })).sort((a, b) => b.share - a.share);
};

const washOpacity = 0.16;
/** A beat reaches half way to its neighbours, but no further than this: the P before, the T behind. */
const washBeforeS = 0.26;
const washAfterS = 0.44;

/**
 * A light wash behind the beats and in the leads that a statement rests on. No beats named: the whole of its leads; no leads
 * named: all leads. Nothing where neither is.
 */
export const evidenceWash = (
  layout: TracingLayout,
  beats: readonly Beat[],
  evidence: { readonly beats: readonly number[]; readonly leads: readonly string[] },
): readonly RectItem[] => {
  if (evidence.beats.length === 0 && evidence.leads.length === 0) return [];
  return layout.pieces
    .filter(({ lead }) => evidence.leads.length === 0 || evidence.leads.includes(lead.replace('−', '')))
    .flatMap((piece) =>
      evidence.beats.length === 0
        ? [washed(piece, piece.fromS, piece.toS, layout.mmPerS)]
        : evidence.beats.flatMap((index) => {
            const at = beats[index]?.timeS;
            if (at === undefined) return [];
            const before = index > 0 ? (at - beats[index - 1]!.timeS) / 2 : washBeforeS;
            const after = index + 1 < beats.length ? (beats[index + 1]!.timeS - at) / 2 : washAfterS;
            const fromS = Math.max(piece.fromS, at - Math.min(before, washBeforeS));
            const toS = Math.min(piece.toS, at + Math.min(after, washAfterS));
            return toS > fromS ? [washed(piece, fromS, toS, layout.mmPerS)] : [];
          }),
    );
};

const washed = (piece: Piece, fromS: number, toS: number, mmPerS: number): RectItem => ({
  kind: 'rect',
  xMm: xOf(piece, fromS, mmPerS),
  yMm: piece.rowTopMm,
  widthMm: (toS - fromS) * mmPerS,
  heightMm: piece.rowHeightMm,
  fill: 'accent',
  opacity: washOpacity,
});

const letterGapMm = 0.35;

/** The class of a beat: beside its tick where there is room before the next beat, else under it, as deep as it takes. */
const letterOf = (
  piece: Piece,
  beat: { readonly xMm: number; readonly aami: string; readonly nextXMm: number },
  sizeMm: number,
  placed: readonly Box[],
): TextItem => {
  const widthMm = textWidthMm(beat.aami, sizeMm, 'semibold');
  const heightMm = capHeightEm * sizeMm;
  const rightMm = piece.xMm + piece.widthMm;
  const besideMm = beat.xMm + tickReachMm + letterGapMm;
  const beside: Box = { xMm: besideMm, yMm: piece.rowTopMm + besideTicksMm(sizeMm) - heightMm, widthMm, heightMm };
  const hasRoom = besideMm + widthMm + letterGapMm <= Math.min(rightMm, beat.nextXMm - tickReachMm);
  const firstMm = piece.rowTopMm + tickInsetMm + tickMm + letterGapMm;
  const underX = Math.max(piece.xMm, Math.min(beat.xMm - widthMm / 2, rightMm - widthMm));
  let box: Box = hasRoom ? beside : { xMm: underX, yMm: firstMm, widthMm, heightMm };
  while (placed.some((other) => boxesMeet(box, other))) {
    const yMm = box === beside ? firstMm : box.yMm + heightMm + letterGapMm;
    box = { xMm: underX, yMm, widthMm, heightMm };
  }
  return {
    kind: 'text',
    xMm: box.xMm,
    yMm: box.yMm + heightMm,
    sizeMm,
    text: beat.aami,
    ink: 'accent',
    weight: 'semibold',
    align: 'left',
  };
};

const marksOver = (piece: Piece, beats: readonly Beat[], layout: TracingLayout): readonly (LinesItem | TextItem)[] => {
  const shown = beats.filter((beat) => beat.timeS >= piece.fromS && beat.timeS < piece.toS);
  if (shown.length === 0) return [];
  const top = piece.rowTopMm + tickInsetMm;
  const places = shown.map(({ timeS }) => xOf(piece, timeS, layout.mmPerS));
  const ticks: LinesItem = {
    kind: 'lines',
    segmentsMm: Float32Array.from(places.flatMap((x) => [x, top, x, top + tickMm])),
    ink: 'accent',
    strokeMm: markStrokeMm,
  };
  const sizeMm = Math.max(beatClassSizeMm, layout.smallestTextMm);
  const placed: Box[] = [...layout.labels];
  const letters: TextItem[] = [];
  shown.forEach(({ aami }, index) => {
    if (aami === null || aami === 'N') return;
    const nextXMm = places[index + 1] ?? Number.POSITIVE_INFINITY;
    const letter = letterOf(piece, { xMm: places[index]!, aami, nextXMm }, sizeMm, placed);
    placed.push(labelBox(letter, letterGapMm));
    letters.push(letter);
  });
  return [ticks, ...letters];
};

/**
 * A tick over each beat at the top of the rhythm strips, with the letter of its AAMI class where that is not N. Layouts
 * without a rhythm strip carry the ticks over the first row. Letters never touch each other, a tick or a lead name.
 */
export const beatMarks = (layout: TracingLayout, beats: readonly Beat[]): readonly (LinesItem | TextItem)[] =>
  markedPieces(layout).flatMap((piece) => marksOver(piece, beats, layout));

/**
 * An upright tick on a foot under each pacing spike, at the bottom of the pieces that carry the beat marks: the shape tells
 * it from those without colour, and the recorded spike itself stays untouched.
 */
export const spikeMarks = (layout: TracingLayout, pacing: Pick<Pacing, 'spikes'>): readonly LinesItem[] =>
  markedPieces(layout).flatMap((piece) => {
    const bottom = piece.rowTopMm + piece.rowHeightMm - tickInsetMm;
    const segments = pacing.spikes
      .filter(({ timeS }) => timeS >= piece.fromS && timeS < piece.toS)
      .flatMap(({ timeS }) => {
        const x = xOf(piece, timeS, layout.mmPerS);
        return [x, bottom - tickMm, x, bottom, x - spikeFootMm, bottom, x + spikeFootMm, bottom];
      });
    return segments.length === 0
      ? []
      : [{ kind: 'lines', segmentsMm: Float32Array.from(segments), ink: 'critical', strokeMm: markStrokeMm }];
  });

/** A sign behind the name of each lead with something wrong: a triangle where it is flagged, a square where it must not be read. */
export const qualityBadges = (layout: TracingLayout, leads: Quality['leads']): readonly TextItem[] =>
  layout.pieces.flatMap((piece, index): TextItem[] => {
    const quality = leads.find(({ lead }) => lead === piece.lead.replace('−', ''));
    const label = layout.labels[index];
    const wrong = quality !== undefined && (quality.readable === false || quality.flags.length > 0);
    if (!wrong || label === undefined) return [];
    const unreadable = quality.readable === false;
    return [
      {
        kind: 'text',
        xMm: label.xMm + label.widthMm - badgeSizeMm(layout.smallestTextMm),
        yMm: label.yMm + label.heightMm,
        sizeMm: badgeSizeMm(layout.smallestTextMm),
        text: unreadable ? '■' : '▲',
        ink: unreadable ? 'critical' : 'muted',
        weight: 'regular',
        align: 'left',
      },
    ];
  });

/** The tracing with `behind` between grid and traces and `over` on top of all. */
export const withOverlays = (
  layout: TracingLayout,
  behind: readonly DisplayItem[],
  over: readonly DisplayItem[],
): DisplayList => ({
  ...layout.list,
  items: [
    ...layout.list.items.slice(0, layout.behindTracesIndex),
    ...behind,
    ...layout.list.items.slice(layout.behindTracesIndex),
    ...over,
  ],
});
