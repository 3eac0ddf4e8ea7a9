import { drawDisplayList } from './drawDisplayList.ts';
import { readPalette } from './palette.ts';
import { type CanvasSize, devicePxPerMm } from './scale.ts';
import { type Scene, type StagedScene, stageScene } from './scene.ts';

export interface TracingView {
  readonly show: (scene: Scene | null) => void;
  readonly destroy: () => void;
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
 * Keeps one canvas showing one scene: lays out and draws at most once a frame, again when its size, the pixel ratio, the
 * theme or the fonts change. `onStaged` hears what was drawn.
 */
export const createTracingView = (canvas: HTMLCanvasElement, onStaged: (staged: StagedScene) => void): TracingView => {
  const pen = canvas.getContext('2d', { alpha: false });
  if (pen === null) throw new Error('this page cannot draw on a canvas');
  let scene: Scene | null = null;
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
    if (scene === null) return;
    const staged = stageScene(scene, size);
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
      scene = next;
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
