import type { Recording } from '../recording/recording.ts';
import type { DisplayItem, LinesItem, RectItem, TextItem } from './displayList.ts';
import { boxesMeet } from './gridLines.ts';
import { headBandMm, markedPieces } from './markBands.ts';
import { textWidthMm } from './textWidth.ts';
import type { Piece, TracingLayout } from './tracingLayout.ts';

/** What a caliper measures: time alone, voltage alone, or both between two places. */
export const caliperKinds = ['interval', 'amplitude', 'free'] as const;
export type CaliperKind = (typeof caliperKinds)[number];

export interface CaliperEnd {
  readonly timeS: number;
  readonly mv: number;
}

/** Set in one lead of the recording; it stays where it was set, whatever the page shows. */
export interface Caliper {
  readonly id: number;
  readonly kind: CaliperKind;
  /** Name as printed where it was set, and which way up the lead stood there. */
  readonly lead: string;
  readonly leadIndex: number;
  readonly sign: 1 | -1;
  readonly role: Piece['role'];
  readonly ends: readonly [CaliperEnd, CaliperEnd];
  /** The interval repeated to both sides. */
  readonly marching: boolean;
}

export interface CaliperValue {
  /** From the earlier end to the later one; null where only voltage is measured. */
  readonly ms: number | null;
  /** As if the interval were one of the heart's; null with `ms`, and of no interval at all. */
  readonly perMinute: number | null;
  /** Second end against the first, as it stands on the paper; null where only time is measured. */
  readonly mv: number | null;
}

export const caliperValue = ({ kind, ends: [a, b], sign }: Pick<Caliper, 'kind' | 'ends' | 'sign'>): CaliperValue => {
  const ms = kind === 'amplitude' ? null : 1000 * Math.abs(b.timeS - a.timeS);
  return {
    ms,
    perMinute: ms === null || ms === 0 ? null : 60_000 / ms,
    mv: kind === 'interval' ? null : sign * (b.mv - a.mv),
  };
};

const signed = (value: number, decimals: number): string => {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
};

/** Values with their units: milliseconds and beats a minute, millivolts and millimetres at this gain. */
export const caliperTexts = (value: CaliperValue, mmPerMv: number): readonly string[] => [
  ...(value.ms === null ? [] : [`${Math.round(value.ms)} ms`]),
  ...(value.perMinute === null ? [] : [`${Math.round(value.perMinute)}/min`]),
  ...(value.mv === null ? [] : [`${signed(value.mv, 2)} mV`, `${signed(value.mv * mmPerMv, 1)} mm`]),
];

/** Where on the paper a point lies: which stretch of which lead, when, and at which voltage. */
export interface PaperPlace {
  readonly piece: Piece;
  readonly leadIndex: number;
  readonly timeS: number;
  readonly mv: number;
}

const xOf = (piece: Piece, timeS: number, mmPerS: number): number => piece.xMm + (timeS - piece.fromS) * mmPerS;
const yOf = (piece: Piece, mv: number, mmPerMv: number): number =>
  piece.baselineMm - piece.sign * (mv - piece.offsetMv) * mmPerMv;

/** The place under a point of the page; null beside the traces. */
export const placeAt = (
  layout: Pick<TracingLayout, 'pieces' | 'mmPerS' | 'mmPerMv'>,
  xMm: number,
  yMm: number,
): PaperPlace | null => {
  const under = layout.pieces
    .filter((piece) => piece.leadIndex !== null && xMm >= piece.xMm && xMm <= piece.xMm + piece.widthMm)
    .filter((piece) => yMm >= piece.rowTopMm && yMm <= piece.rowTopMm + piece.rowHeightMm)
    .at(-1);
  if (under === undefined || under.leadIndex === null) return null;
  return {
    piece: under,
    leadIndex: under.leadIndex,
    timeS: under.fromS + (xMm - under.xMm) / layout.mmPerS,
    mv: under.offsetMv + (under.sign * (under.baselineMm - yMm)) / layout.mmPerMv,
  };
};

/** What an end is drawn to: the instants of a lead's fiducials within `withinS`, its trace within `withinMv`. */
export interface Snapping {
  readonly fiducialsS: readonly number[];
  readonly withinS: number;
  readonly withinMv: number;
}

/** An end held to whole samples and, with `snapping`, drawn to what is marked near it. */
export const settledEnd = (
  end: CaliperEnd,
  recording: Recording,
  leadIndex: number,
  snapping: Snapping | null,
): CaliperEnd => {
  const { sampleRateHz, sampleCount } = recording;
  const onSample = (timeS: number): number =>
    Math.min(Math.max(0, sampleCount - 1), Math.max(0, Math.round(timeS * sampleRateHz))) / sampleRateHz;
  const nearest = snapping?.fiducialsS.reduce<number | null>((best, at) => {
    const distance = Math.abs(at - end.timeS);
    return distance <= snapping.withinS && (best === null || distance < Math.abs(best - end.timeS)) ? at : best;
  }, null);
  const timeS = onSample(nearest ?? end.timeS);
  const trace = recording.leads[leadIndex]?.samplesMv[Math.round(timeS * sampleRateHz)] ?? Number.NaN;
  const onTrace = snapping !== null && Math.abs(trace - end.mv) <= snapping.withinMv;
  return { timeS, mv: onTrace ? trace : end.mv };
};

const strokeMm = 0.22;
const activeStrokeMm = 0.38;
const handleMm = 0.9;
const labelSizeMm = 3;
const labelPaddingMm = 0.5;
const armMm = 3;
const marchMm = 3;
const fewestMarchMm = 1;
const insetMm = 0.6;

/** The stretches that show a caliper: those of the kind it was set in, or whichever show its lead now. */
const piecesOf = (layout: TracingLayout, caliper: Caliper): readonly Piece[] => {
  const ofLead = layout.pieces.filter(({ leadIndex }) => leadIndex === caliper.leadIndex);
  const alike = ofLead.filter(({ role, sign }) => role === caliper.role && sign === caliper.sign);
  return alike.length > 0 ? alike : ofLead;
};

const within = (piece: Piece, timeS: number): boolean => timeS >= piece.fromS - 1e-9 && timeS <= piece.toS + 1e-9;

const lines = (segments: readonly number[], broad: boolean): readonly LinesItem[] =>
  segments.length === 0
    ? []
    : [
        {
          kind: 'lines',
          segmentsMm: Float32Array.from(segments),
          ink: 'accent',
          strokeMm: broad ? activeStrokeMm : strokeMm,
        },
      ];

interface Label {
  readonly text: string;
  readonly middleXMm: number;
  /** Baseline wished for. */
  readonly yMm: number;
}

/** What is drawn of a caliper in one stretch: lines, and the label that goes over them. */
interface Drawn {
  readonly lines: readonly LinesItem[];
  readonly label: Label;
}

type Placed = Pick<RectItem, 'xMm' | 'yMm' | 'widthMm' | 'heightMm'>;

/** A label where it is wished for, or as little below or above as keeps it off those that stand already. */
const labelItems = (wish: Label, placed: Placed[], layout: TracingLayout): readonly DisplayItem[] => {
  const widthMm = textWidthMm(wish.text, labelSizeMm, 'semibold') + 2 * labelPaddingMm;
  const heightMm = labelSizeMm + 2 * labelPaddingMm - 0.2;
  const xMm = Math.max(0, Math.min(wish.middleXMm - widthMm / 2, layout.paper.widthMm - widthMm));
  const lowest = layout.paper.yMm + layout.paper.heightMm - heightMm;
  const at = (yMm: number): Placed => ({ xMm, yMm: Math.max(0, Math.min(lowest, yMm)), widthMm, heightMm });
  const wished = wish.yMm - labelSizeMm;
  const tries = [0, -1, 1, -2, 2, -3, 3, -4, 4].map((step) => at(wished + step * heightMm));
  const box = tries.find((each) => placed.every((other) => !boxesMeet(each, other))) ?? at(wished);
  placed.push(box);
  const words: TextItem = {
    kind: 'text',
    xMm: xMm + labelPaddingMm,
    yMm: box.yMm + labelSizeMm,
    sizeMm: labelSizeMm,
    text: wish.text,
    ink: 'accent',
    weight: 'semibold',
    align: 'left',
  };
  return [{ kind: 'rect', ...box, fill: 'paper', opacity: 0.88 }, words];
};

/** The interval repeated to both sides of the caliper, as short uprights at the foot of the row. */
const marchSegments = (piece: Piece, caliper: Caliper, mmPerS: number): number[] => {
  const [a, b] = caliper.ends;
  const stepS = Math.abs(b.timeS - a.timeS);
  if (!caliper.marching || caliper.kind === 'amplitude' || stepS * mmPerS < fewestMarchMm) return [];
  const segments: number[] = [];
  const bottom = piece.rowTopMm + piece.rowHeightMm - insetMm;
  const first = Math.ceil((piece.fromS - a.timeS) / stepS - 1e-9);
  for (let k = first; a.timeS + k * stepS <= piece.toS + 1e-9; k += 1) {
    const x = xOf(piece, a.timeS + k * stepS, mmPerS);
    segments.push(x, bottom - marchMm, x, bottom);
  }
  return segments;
};

const intervalItems = (
  piece: Piece,
  caliper: Caliper,
  layout: TracingLayout,
  name: string,
  active: 0 | 1 | null,
): Drawn | null => {
  const top = piece.rowTopMm + insetMm;
  const bottom = piece.rowTopMm + piece.rowHeightMm - insetMm;
  const bar = Math.min(top + labelSizeMm + 2, bottom);
  const [from, to] = [...caliper.ends].sort((a, b) => a.timeS - b.timeS);
  const left = Math.max(piece.fromS, from?.timeS ?? 0);
  const right = Math.min(piece.toS, to?.timeS ?? 0);
  if (right < left) return null;
  const uprights = (broad: boolean): number[] =>
    caliper.ends.flatMap(({ timeS }, end) => {
      if (!within(piece, timeS) || (end === active) !== broad) return [];
      const x = xOf(piece, timeS, layout.mmPerS);
      return [x, top, x, bottom];
    });
  const [x1, x2] = [xOf(piece, left, layout.mmPerS), xOf(piece, right, layout.mmPerS)];
  return {
    lines: [...lines([...uprights(false), x1, bar, x2, bar], false), ...lines(uprights(true), true)],
    label: { text: name, middleXMm: (x1 + x2) / 2, yMm: bar - 1.3 },
  };
};

const amplitudeItems = (
  piece: Piece,
  caliper: Caliper,
  layout: TracingLayout,
  name: string,
  active: 0 | 1 | null,
): Drawn | null => {
  const [a, b] = caliper.ends;
  if (!within(piece, a.timeS) && !within(piece, b.timeS)) return null;
  const held = (timeS: number): number => Math.min(piece.toS, Math.max(piece.fromS, timeS));
  const [xa, xb] = [a, b].map(({ timeS }) => xOf(piece, held(timeS), layout.mmPerS)) as [number, number];
  const highest = layout.paper.yMm + insetMm;
  const lowest = layout.paper.yMm + layout.paper.heightMm - insetMm;
  const y = ({ mv }: CaliperEnd): number => Math.min(lowest, Math.max(highest, yOf(piece, mv, layout.mmPerMv)));
  const [ya, yb] = [y(a), y(b)];
  const [left, right] = [Math.min(xa, xb) - armMm, Math.max(xa, xb) + armMm];
  const level = (at: number) => [left, at, right, at];
  const upright = right - insetMm;
  const parts = [level(ya), level(yb)];
  return {
    lines: [
      ...lines(
        [...parts.filter((_, end) => end !== active).flat(), upright, Math.min(ya, yb), upright, Math.max(ya, yb)],
        false,
      ),
      ...lines(parts.filter((_, end) => end === active).flat(), true),
    ],
    label: {
      text: name,
      middleXMm: (left + right) / 2,
      yMm: Math.max(highest + labelSizeMm, Math.min(ya, yb) - 1.4),
    },
  };
};

const freeItems = (
  piece: Piece,
  caliper: Caliper,
  layout: TracingLayout,
  name: string,
  active: 0 | 1 | null,
): Drawn | null => {
  const [a, b] = caliper.ends;
  if (!within(piece, a.timeS) && !within(piece, b.timeS)) return null;
  const at = (end: CaliperEnd): [number, number] => [
    xOf(piece, Math.min(piece.toS, Math.max(piece.fromS, end.timeS)), layout.mmPerS),
    yOf(piece, end.mv, layout.mmPerMv),
  ];
  const [[xa, ya], [xb, yb]] = [at(a), at(b)];
  const cross = (x: number, y: number) => [x - handleMm, y, x + handleMm, y, x, y - handleMm, x, y + handleMm];
  const crosses = [cross(xa, ya), cross(xb, yb)];
  return {
    lines: [
      ...lines([xa, ya, xb, ya, xb, ya, xb, yb, ...crosses.filter((_, end) => end !== active).flat()], false),
      ...lines(crosses.filter((_, end) => end === active).flat(), true),
    ],
    label: { text: name, middleXMm: (xa + xb) / 2, yMm: Math.max(labelSizeMm, Math.min(ya, yb) - 1.4) },
  };
};

/** Where lead names and the marks of the beats stand: no value may take away which lead it is of, or the class of a beat. */
const keptClear = (layout: TracingLayout): Placed[] => [
  ...layout.labels,
  ...markedPieces(layout).map(({ xMm, widthMm, rowTopMm }) => ({
    xMm,
    yMm: rowTopMm,
    widthMm,
    heightMm: headBandMm(layout.smallestTextMm),
  })),
];

const drawnAs = { interval: intervalItems, amplitude: amplitudeItems, free: freeItems } as const;

/**
 * The calipers over the traces, each with its number and its values where it stands; the end that the keys move is broader.
 */
export const caliperItems = (
  layout: TracingLayout,
  calipers: readonly Caliper[],
  active: { readonly id: number; readonly end: 0 | 1 } | null,
): readonly DisplayItem[] => {
  const drawn = calipers.flatMap((caliper, index) => {
    const words = caliperTexts(caliperValue(caliper), layout.mmPerMv).join(' · ');
    const end = active?.id === caliper.id ? active.end : null;
    return piecesOf(layout, caliper).map((piece) => ({
      march: lines(marchSegments(piece, caliper, layout.mmPerS), false),
      here: drawnAs[caliper.kind](piece, caliper, layout, `${index + 1}: ${words}`, end),
    }));
  });
  const placed = keptClear(layout);
  return [
    ...drawn.flatMap(({ march, here }) => [...march, ...(here?.lines ?? [])]),
    ...drawn.flatMap(({ here }) => (here === null ? [] : labelItems(here.label, placed, layout))),
  ];
};

/** The end of a caliper that lies within `reachMm` of a point of the page; the nearest of several. */
export const endAt = (
  layout: TracingLayout,
  calipers: readonly Caliper[],
  point: { readonly xMm: number; readonly yMm: number },
  reachMm: number,
): { readonly id: number; readonly end: 0 | 1 } | null => {
  let best: { readonly id: number; readonly end: 0 | 1 } | null = null;
  let bestMm = reachMm;
  for (const caliper of calipers)
    for (const piece of piecesOf(layout, caliper))
      for (const end of [0, 1] as const) {
        const { timeS, mv } = caliper.ends[end];
        if (!within(piece, timeS)) continue;
        const inRow = point.yMm >= piece.rowTopMm && point.yMm <= piece.rowTopMm + piece.rowHeightMm;
        const dx = Math.abs(point.xMm - xOf(piece, timeS, layout.mmPerS));
        const dy = Math.abs(point.yMm - yOf(piece, mv, layout.mmPerMv));
        const away =
          caliper.kind === 'interval'
            ? inRow
              ? dx
              : Number.POSITIVE_INFINITY
            : caliper.kind === 'amplitude'
              ? dx <= 2 * armMm
                ? dy
                : Number.POSITIVE_INFINITY
              : Math.hypot(dx, dy);
        if (away <= bestMm) {
          best = { id: caliper.id, end };
          bestMm = away;
        }
      }
  return best;
};
