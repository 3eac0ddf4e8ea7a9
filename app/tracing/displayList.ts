/**
 * What a page or a screen shows, in millimetres from its top left corner (x right, y down), as plain data.
 * The canvas and the PDF both draw this list and nothing else, so that they cannot differ.
 */
export interface DisplayList {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly items: readonly DisplayItem[];
}

/** The part a colour plays; each host maps it to the colours of its theme. */
export type Ink =
  | 'paper'
  | 'gridMinor'
  | 'gridMajor'
  | 'trace'
  | 'text'
  | 'muted'
  | 'rule'
  | 'accent'
  | 'critical'
  | 'activation';

export type DisplayItem = RectItem | LinesItem | PolylineItem | TextItem;

export interface RectItem {
  readonly kind: 'rect';
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly fill: Ink;
  /** 0 transparent ... 1 solid. */
  readonly opacity: number;
}

/** Independent straight segments: x1, y1, x2, y2, x1, y1, ... */
export interface LinesItem {
  readonly kind: 'lines';
  readonly segmentsMm: Float32Array;
  readonly ink: Ink;
  readonly strokeMm: number;
}

/** One path: x, y, x, y, ... A NaN pair lifts the pen (missing samples stay a gap). */
export interface PolylineItem {
  readonly kind: 'polyline';
  readonly pointsMm: Float32Array;
  readonly ink: Ink;
  readonly strokeMm: number;
}

export interface TextItem {
  readonly kind: 'text';
  readonly xMm: number;
  /** Baseline. */
  readonly yMm: number;
  /** Font size (em) in millimetres. */
  readonly sizeMm: number;
  readonly text: string;
  readonly ink: Ink;
  readonly weight: 'regular' | 'semibold';
  readonly align: 'left' | 'center' | 'right';
}
