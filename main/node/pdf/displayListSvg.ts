import type { DisplayItem, DisplayList } from '../../../app/tracing/displayList.ts';
import { paperInks } from './paperInks.ts';

const mm = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const stroke = (path: string, ink: keyof typeof paperInks, strokeMm: number, cap: 'butt' | 'round'): string =>
  `<path d="${path}" fill="none" stroke="${paperInks[ink]}" stroke-width="${mm(strokeMm)}" stroke-linecap="${cap}" stroke-linejoin="round"/>`;

const pathOf = (points: Float32Array, penUp: (index: number) => boolean): string => {
  let path = '';
  let down = false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      down = false;
      continue;
    }
    path += `${down && !penUp(i) ? 'L' : 'M'}${mm(x)} ${mm(y)}`;
    down = true;
  }
  return path;
};

const element = (item: DisplayItem): string => {
  if (item.kind === 'rect')
    return `<rect x="${mm(item.xMm)}" y="${mm(item.yMm)}" width="${mm(item.widthMm)}" height="${mm(item.heightMm)}" fill="${paperInks[item.fill]}" fill-opacity="${mm(item.opacity)}"/>`;
  if (item.kind === 'lines')
    return stroke(
      pathOf(item.segmentsMm, (i) => i % 4 === 0),
      item.ink,
      item.strokeMm,
      'butt',
    );
  if (item.kind === 'polyline')
    return stroke(
      pathOf(item.pointsMm, () => false),
      item.ink,
      item.strokeMm,
      'round',
    );
  const anchor = { left: 'start', center: 'middle', right: 'end' }[item.align];
  const weight = item.weight === 'semibold' ? ' font-weight="600"' : '';
  return `<text stroke="none" x="${mm(item.xMm)}" y="${mm(item.yMm)}" font-size="${mm(item.sizeMm)}" fill="${paperInks[item.ink]}" text-anchor="${anchor}"${weight}>${escaped(item.text)}</text>`;
};

/** A display list as an SVG of its size in millimetres on white, one element an item; `title` is what it shows, in words. */
export const displayListSvg = (
  { widthMm, heightMm, items }: DisplayList,
  title: string,
  fontFamily = 'sans-serif',
): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(widthMm)}mm" height="${mm(heightMm)}mm" viewBox="0 0 ${mm(widthMm)} ${mm(heightMm)}" font-family="${fontFamily}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...items.map(element),
    '</svg>\n',
  ].join('\n');
