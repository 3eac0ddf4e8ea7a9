import type { DisplayList, TextItem } from '../tracing/displayList.ts';
import { textWidthMm } from '../tracing/textWidth.ts';

export const texts = (list: DisplayList): TextItem[] =>
  list.items.filter((item): item is TextItem => item.kind === 'text');
export const wordsOf = (list: DisplayList): string =>
  texts(list)
    .map((item) => item.text)
    .join('\n');

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const boxOf = (item: TextItem): Box => {
  const width = textWidthMm(item.text, item.sizeMm, item.weight);
  const left = item.xMm - (item.align === 'right' ? width : item.align === 'center' ? width / 2 : 0);
  return {
    text: item.text,
    left,
    right: left + width,
    top: item.yMm - 0.75 * item.sizeMm,
    bottom: item.yMm + 0.2 * item.sizeMm,
  };
};

/** Texts that run into each other. */
export const overlaps = (list: DisplayList): string[] => {
  const boxes = texts(list).map(boxOf);
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `"${a.text}" over "${b.text}"`),
  );
};

/** Texts nearer than 5 mm to the edge of the page. */
export const outside = (list: DisplayList): string[] => {
  const marginMm = 5;
  return texts(list)
    .map(boxOf)
    .filter(
      (box) =>
        box.left < marginMm ||
        box.right > list.widthMm - marginMm ||
        box.top < marginMm ||
        box.bottom > list.heightMm - marginMm,
    )
    .map((box) => box.text);
};
