import type { Beat, Pacing, Quality } from '../analysis/schema.ts';
import type { Activation } from '../ports.ts';
import type { DisplayItem, DisplayList, LinesItem, RectItem, TextItem } from './displayList.ts';
import { textWidthMm } from './textWidth.ts';
import type { Piece, TracingLayout } from './tracingLayout.ts';

const strongestOpacity = 0.5;
/** Below this a rectangle would not be seen and only make the list longer. */
const faintestValue = 0.02;
const markMm = 2;
const markStrokeMm = 0.3;
const beatClassSizeMm = 2.6;
const spikeMm = 2;
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

const marksOver = (piece: Piece, beats: readonly Beat[], mmPerS: number): readonly (LinesItem | TextItem)[] => {
  const shown = beats.filter((beat) => beat.timeS >= piece.fromS && beat.timeS < piece.toS);
  if (shown.length === 0) return [];
  const top = piece.rowTopMm + 0.5;
  const ticks: LinesItem = {
    kind: 'lines',
    segmentsMm: Float32Array.from(
      shown.flatMap((beat) => {
        const x = xOf(piece, beat.timeS, mmPerS);
        return [x, top, x, top + markMm];
      }),
    ),
    ink: 'accent',
    strokeMm: markStrokeMm,
  };
  const letters = shown
    .filter((beat) => beat.aami !== null && beat.aami !== 'N')
    .map(
      (beat): TextItem => ({
        kind: 'text',
        xMm: xOf(piece, beat.timeS, mmPerS) + 0.8,
        yMm: top + markMm,
        sizeMm: beatClassSizeMm,
        text: beat.aami ?? '',
        ink: 'accent',
        weight: 'semibold',
        align: 'left',
      }),
    );
  return [ticks, ...letters];
};

/**
 * A tick over each beat at the top of the rhythm strips, with the letter of its AAMI class where that is not N. Layouts
 * without a rhythm strip carry the ticks over the first row.
 */
export const beatMarks = (layout: TracingLayout, beats: readonly Beat[]): readonly (LinesItem | TextItem)[] =>
  markedPieces(layout).flatMap((piece) => marksOver(piece, beats, layout.mmPerS));

/** The pieces that carry what is marked once a beat: the rhythm strips, or the first row. */
export const markedPieces = (layout: TracingLayout): readonly Piece[] => {
  const strips = layout.pieces.filter((piece) => piece.role === 'rhythm');
  const firstRow = layout.pieces.filter((piece) => piece.rowTopMm === layout.pieces[0]?.rowTopMm);
  return strips.length > 0 ? strips : firstRow;
};

/**
 * An upright tick on a foot under each pacing spike, at the bottom of the pieces that carry the beat marks: the shape tells
 * it from those without colour, and the recorded spike itself stays untouched.
 */
export const spikeMarks = (layout: TracingLayout, pacing: Pick<Pacing, 'spikes'>): readonly LinesItem[] =>
  markedPieces(layout).flatMap((piece) => {
    const bottom = piece.rowTopMm + piece.rowHeightMm - 0.5;
    const segments = pacing.spikes
      .filter(({ timeS }) => timeS >= piece.fromS && timeS < piece.toS)
      .flatMap(({ timeS }) => {
        const x = xOf(piece, timeS, layout.mmPerS);
        return [x, bottom - spikeMm, x, bottom, x - spikeFootMm, bottom, x + spikeFootMm, bottom];
      });
    return segments.length === 0
      ? []
      : [{ kind: 'lines', segmentsMm: Float32Array.from(segments), ink: 'critical', strokeMm: markStrokeMm }];
  });

const badgeSizeMm = 2.2;
const badgeGapMm = 0.7;

/** A sign behind the name of each lead with something wrong: a triangle where it is flagged, a square where it must not be read. */
export const qualityBadges = (layout: TracingLayout, leads: Quality['leads']): readonly TextItem[] =>
  layout.pieces.flatMap((piece): TextItem[] => {
    const quality = leads.find(({ lead }) => lead === piece.lead.replace('−', ''));
    const wrong = quality !== undefined && (quality.readable === false || quality.flags.length > 0);
    const name = wrong ? nameOf(layout, piece) : undefined;
    if (quality === undefined || name === undefined) return [];
    const unreadable = quality.readable === false;
    return [
      {
        kind: 'text',
        xMm: name.xMm + textWidthMm(name.text, name.sizeMm, name.weight) + badgeGapMm,
        yMm: name.yMm,
        sizeMm: badgeSizeMm,
        text: unreadable ? '■' : '▲',
        ink: unreadable ? 'critical' : 'muted',
        weight: 'regular',
        align: 'left',
      },
    ];
  });

const nameOf = ({ list }: TracingLayout, piece: Piece): TextItem | undefined =>
  list.items.find(
    (item): item is TextItem =>
      item.kind === 'text' &&
      item.text === piece.lead &&
      item.xMm >= piece.xMm &&
      item.xMm < piece.xMm + piece.widthMm &&
      item.yMm >= piece.rowTopMm - 3 &&
      item.yMm <= piece.rowTopMm + piece.rowHeightMm,
  );

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
