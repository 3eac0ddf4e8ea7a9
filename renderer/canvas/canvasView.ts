import type { DisplayList } from '../../app/tracing/displayList.ts';
import { drawDisplayList } from './drawDisplayList.ts';
import { paintsInSoftware } from './graphicsHardware.ts';
import { type Palette, readPalette } from './palette.ts';
import { type CanvasSize, devicePxPerMm } from './scale.ts';

export interface CanvasView<What> {
  readonly show: (what: What | null) => void;
  readonly destroy: () => void;
}

/** What a canvas draws: millimetres, and how many times their true size. */
export interface Staged {
  readonly list: DisplayList;
  readonly zoom: number;
  /** CSS pixels a true millimetre; 96 an inch where it is not given. */
  readonly cssPxPerMm?: number;
  /** The place of the list that lies in the canvas's top left corner. */
  readonly corner?: { readonly xMm: number; readonly yMm: number };
  /** So many first items of the list are paper and grid, which are kept as a picture as long as their scale and place stay. */
  readonly backdropItems?: number;
}

const sizeFrom = (entry: ResizeObserverEntry): CanvasSize => {
  const css = entry.contentRect;
  const device = entry.devicePixelContentBoxSize?.[0];
  return {
    cssWidthPx: css.width,
    cssHeightPx: css.height,
    deviceWidthPx: device?.inlineSize ?? Math.round(css.width * window.devicePixelRatio),
    deviceHeightPx: device?.blockSize ?? Math.round(css.height * window.devicePixelRatio),
  };
};

interface Place {
  readonly scale: number;
  /** Whole pixels: what is drawn crisp at the corner of the page stays crisp. */
  readonly leftPx: number;
  readonly topPx: number;
}

const placeOf = (staged: Staged, size: CanvasSize): Place => {
  const scale = devicePxPerMm(staged.zoom, size.deviceWidthPx / size.cssWidthPx, staged.cssPxPerMm);
  return {
    scale,
    leftPx: Math.round((staged.corner?.xMm ?? 0) * scale),
    topPx: Math.round((staged.corner?.yMm ?? 0) * scale),
  };
};

/** Everything that the picture of paper and grid depends on. */
const backdropKey = (list: DisplayList, items: number, place: Place, palette: Palette): string =>
  [
    list.widthMm,
    list.heightMm,
    ...list.items.slice(0, items).map((item) => (item.kind === 'lines' ? item.segmentsMm.length : item.kind)),
    place.scale,
    place.leftPx,
    place.topPx,
    palette.paper,
    palette.gridMinor,
    palette.gridMajor,
    palette.muted,
  ].join(' ');

/** Paper and grid as a picture of the canvas's size. */
const createBackdrop = () => {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { alpha: false });
  let key = '';
  return (onto: CanvasRenderingContext2D, list: DisplayList, items: number, place: Place, palette: Palette) => {
    const { width, height } = onto.canvas;
    const wanted = `${width} ${height} ${backdropKey(list, items, place, palette)}`;
    if (pen !== null && wanted !== key) {
      key = wanted;
      canvas.width = width;
      canvas.height = height;
      pen.fillStyle = palette.paper;
      pen.fillRect(0, 0, width, height);
      pen.setTransform(1, 0, 0, 1, -place.leftPx, -place.topPx);
      drawDisplayList(pen, { ...list, items: list.items.slice(0, items) }, place.scale, palette);
    }
    onto.drawImage(canvas, 0, 0);
  };
};

/**
 * Keeps one canvas showing one thing, laid out by `stage`: lays out and draws at most once a frame, again when its size, the pixel ratio, the
 * theme or the fonts change. `onStaged` hears what was drawn.
 */
export const createCanvasView = <What, On extends Staged>(
  canvas: HTMLCanvasElement,
  stage: (what: What, size: CanvasSize) => On,
  onStaged: (staged: On) => void,
): CanvasView<What> => {
  // Without graphics hardware a canvas is copied into the tiles of the page at each frame, which costs more than drawing it:
  // one that hands its own frames to the screen is spared that.
  const pen = canvas.getContext('2d', { alpha: false, desynchronized: paintsInSoftware() });
  if (pen === null) throw new Error('this page cannot draw on a canvas');
  const drawBackdrop = createBackdrop();
  let shown: What | null = null;
  let size: CanvasSize | null = null;
  let palette: Palette | null = null;
  let frame = 0;

  const draw = () => {
    frame = 0;
    if (size === null || size.deviceWidthPx === 0 || size.deviceHeightPx === 0) return;
    if (canvas.width !== size.deviceWidthPx) canvas.width = size.deviceWidthPx;
    if (canvas.height !== size.deviceHeightPx) canvas.height = size.deviceHeightPx;
    palette ??= readPalette(canvas);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.globalAlpha = 1;
    if (shown === null) {
      pen.fillStyle = palette.paper;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      return;
    }
    const staged = stage(shown, size);
    const place = placeOf(staged, size);
    const backdropItems = staged.backdropItems ?? 0;
    if (backdropItems > 0) drawBackdrop(pen, staged.list, backdropItems, place, palette);
    else {
      pen.fillStyle = palette.paper;
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }
    pen.setTransform(1, 0, 0, 1, -place.leftPx, -place.topPx);
    drawDisplayList(pen, { ...staged.list, items: staged.list.items.slice(backdropItems) }, place.scale, palette);
    onStaged(staged);
  };
  const drawSoon = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const recolour = () => {
    palette = null;
    drawSoon();
  };

  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    size = sizeFrom(entry);
    // Within the same frame: a canvas that is stretched for one frame would show a wrong scale.
    cancelAnimationFrame(frame);
    draw();
  });
  observer.observe(canvas, { box: 'device-pixel-content-box' });
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', recolour);
  document.fonts.addEventListener('loadingdone', drawSoon);

  return {
    show: (next) => {
      shown = next;
      drawSoon();
    },
    destroy: () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      dark.removeEventListener('change', recolour);
      document.fonts.removeEventListener('loadingdone', drawSoon);
    },
  };
};
