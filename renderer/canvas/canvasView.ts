import type { DisplayList } from '../../app/tracing/displayList.ts';
import { drawDisplayList } from './drawDisplayList.ts';
import { readPalette } from './palette.ts';
import { type CanvasSize, devicePxPerMm } from './scale.ts';

export interface CanvasView<What> {
  readonly show: (what: What | null) => void;
  readonly destroy: () => void;
}

/** What a canvas draws: millimetres, and how many times their true size. */
export interface Staged {
  readonly list: DisplayList;
  readonly zoom: number;
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

/**
 * Keeps one canvas showing one thing, laid out by `stage`: lays out and draws at most once a frame, again when its size, the pixel ratio, the
 * theme or the fonts change. `onStaged` hears what was drawn.
 */
export const createCanvasView = <What, On extends Staged>(
  canvas: HTMLCanvasElement,
  stage: (what: What, size: CanvasSize) => On,
  onStaged: (staged: On) => void,
): CanvasView<What> => {
  const pen = canvas.getContext('2d', { alpha: false });
  if (pen === null) throw new Error('this page cannot draw on a canvas');
  let shown: What | null = null;
  let size: CanvasSize | null = null;
  let frame = 0;

  const draw = () => {
    frame = 0;
    if (size === null || size.deviceWidthPx === 0 || size.deviceHeightPx === 0) return;
    if (canvas.width !== size.deviceWidthPx) canvas.width = size.deviceWidthPx;
    if (canvas.height !== size.deviceHeightPx) canvas.height = size.deviceHeightPx;
    const palette = readPalette(canvas);
    pen.globalAlpha = 1;
    pen.fillStyle = palette.paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    if (shown === null) return;
    const staged = stage(shown, size);
    const scale = devicePxPerMm(staged.zoom, size.deviceWidthPx / size.cssWidthPx);
    drawDisplayList(pen, staged.list, scale, palette);
    onStaged(staged);
  };
  const drawSoon = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
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
  dark.addEventListener('change', drawSoon);
  document.fonts.addEventListener('loadingdone', drawSoon);

  return {
    show: (next) => {
      shown = next;
      drawSoon();
    },
    destroy: () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      dark.removeEventListener('change', drawSoon);
      document.fonts.removeEventListener('loadingdone', drawSoon);
    },
  };
};
