import type { DisplayItem, LinesItem, TextItem } from '../tracing/displayList.ts';
import { fitText } from '../tracing/textWidth.ts';
import type { Paper } from './reportInput.ts';

export interface PageSize {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Left and right; leaves a whole number of 5 mm squares, so that text and grid share their edges. */
  readonly marginMm: number;
}

export const pageSizes: Readonly<Record<Paper, PageSize>> = {
  A4: { widthMm: 297, heightMm: 210, marginMm: 11 },
  Letter: { widthMm: 279.4, heightMm: 215.9, marginMm: 9.7 },
};

/** The only four sizes on the page (em, millimetres); lead names have the third of them. */
export const sizes = { small: 2.6, body: 3.1, value: 4.2, title: 5 } as const;

type Style = Partial<Pick<TextItem, 'ink' | 'weight' | 'align'>>;

/** Text that is never wider than `maxWidthMm`. */
export const text = (
  content: string,
  xMm: number,
  yMm: number,
  maxWidthMm: number,
  sizeMm: number,
  style: Style = {},
): TextItem => {
  const weight = style.weight ?? 'regular';
  return {
    kind: 'text',
    xMm,
    yMm,
    sizeMm,
    text: fitText(content, maxWidthMm, sizeMm, weight),
    ink: style.ink ?? 'text',
    weight,
    align: style.align ?? 'left',
  };
};

const ruleStrokeMm = 0.2;

export const rule = (fromXMm: number, toXMm: number, yMm: number): LinesItem => ({
  kind: 'lines',
  segmentsMm: Float32Array.of(fromXMm, yMm, toXMm, yMm),
  ink: 'rule',
  strokeMm: ruleStrokeMm,
});

const shifted = (coordinates: Float32Array, xMm: number, yMm: number): Float32Array =>
  coordinates.map((value, index) => value + (index % 2 === 0 ? xMm : yMm));

/** The items moved right and down. */
export const moved = (items: readonly DisplayItem[], xMm: number, yMm: number): readonly DisplayItem[] =>
  items.map((item) => {
    if (item.kind === 'lines') return { ...item, segmentsMm: shifted(item.segmentsMm, xMm, yMm) };
    if (item.kind === 'polyline') return { ...item, pointsMm: shifted(item.pointsMm, xMm, yMm) };
    return { ...item, xMm: item.xMm + xMm, yMm: item.yMm + yMm };
  });
