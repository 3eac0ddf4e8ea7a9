import { createHash } from 'node:crypto';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { displayListSvg } from '../../node/pdf/displayListSvg.ts';
import type { Face } from '../../node/pdf/fonts.ts';

const familyOf = ({ name }: Face): string => `Report-${name}`;

const face = (family: string, weight: number, bytes: Uint8Array): string =>
  `@font-face{font-family:${family};font-weight:${weight};src:url(data:font/ttf;base64,${Buffer.from(bytes).toString('base64')})}`;

/**
 * The pages as one HTML document without a script, each page as large as the paper in millimetres. The policy allows its one
 * style by hash, the fonts in it, and nothing else.
 */
export const printDocument = (
  pages: readonly DisplayList[],
  title: string,
  /** In the order in which they are asked for a letter. */
  faces: readonly Face[],
): { readonly html: string; readonly policy: string } => {
  const [first] = pages;
  const size = `${first?.widthMm ?? 297}mm ${first?.heightMm ?? 210}mm`;
  const style = [
    ...faces.flatMap((each) => [
      face(familyOf(each), 400, each.files.regular),
      face(familyOf(each), 600, each.files.semibold),
    ]),
    `@page{size:${size};margin:0}`,
    'html,body{margin:0;padding:0}',
    'svg{display:block;break-after:page;break-inside:avoid}',
    'svg:last-child{break-after:auto}',
  ].join('');
  const families = faces.map(familyOf).join(', ');
  const drawn = pages.map((page, index) => displayListSvg(page, `${title}, page ${index + 1}`, families)).join('');
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body>${drawn}</body></html>`,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
};
