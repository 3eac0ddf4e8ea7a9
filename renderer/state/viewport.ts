import { durationS } from '../../app/recording/recording.ts';
import { panned } from './panned.ts';
import { stageOnPaper } from './stage.ts';
import { useViewer } from './viewer.ts';

export const smallestMagnification = 0.25;
export const largestMagnification = 8;
/** Of two steps of the keys, one doubles. */
const stepFactor = Math.SQRT2;
const nearlyOne = 0.04;

const heldMagnification = (wanted: number): number => {
  const held = Math.min(largestMagnification, Math.max(smallestMagnification, wanted));
  // True scale must be found again by a wheel, too.
  return Math.abs(held - 1) < nearlyOne ? 1 : held;
};

/** A point of the canvas, CSS pixels from its corner. */
export interface CanvasPoint {
  readonly xPx: number;
  readonly yPx: number;
}

/** What lies under `at` stays under it, as far as the page reaches. */
export const magnifyBy = (factor: number, at: CanvasPoint | null): void => {
  const { magnification, cornerMm, set } = useViewer.getState();
  const stage = stageOnPaper();
  const wanted = magnification * factor;
  const next = heldMagnification(wanted);
  // A step that ends at true scale again starts from there, whatever the way.
  if (stage === null || next === magnification) {
    set({ magnification: next });
    return;
  }
  const pxPerMm = stage.cssPxPerMm ?? 1;
  const nextZoom = (stage.zoom / magnification) * next;
  const moved = (corner: number, px: number): number =>
    Math.max(0, corner + px / (pxPerMm * stage.zoom) - px / (pxPerMm * nextZoom));
  set({
    magnification: next,
    cornerMm:
      next <= 1
        ? { xMm: 0, yMm: 0 }
        : {
            xMm: moved(magnification > 1 ? stage.corner.xMm : 0, at?.xPx ?? 0),
            yMm: moved(magnification > 1 ? cornerMm.yMm : 0, at?.yPx ?? 0),
          },
  });
};

export const magnifyStep = (direction: 1 | -1): void => magnifyBy(direction > 0 ? stepFactor : 1 / stepFactor, null);

export const trueMagnification = (): void =>
  useViewer.getState().set({ magnification: 1, cornerMm: { xMm: 0, yMm: 0 } });

/** Moves in the recording by seconds; held inside it. */
export const pan = (stepS: number): void => {
  const { opened, shown, fromS, set } = useViewer.getState();
  if (opened?.recording == null) return;
  // Before the first frame the page's length is not known; the layout holds the page inside the recording then.
  const spanS = shown === null ? 0 : shown.toS - shown.fromS;
  const next = panned(fromS, stepS, { spanS, totalS: durationS(opened.recording) });
  if (next !== fromS) set({ fromS: next });
};

export const panByPages = (pages: number): void => {
  const { shown } = useViewer.getState();
  if (shown !== null) pan(pages * (shown.toS - shown.fromS));
};

/** The page follows a hand: first the part of it that is shown, then the time, as far as there is some. */
export const dragBy = (dxPx: number, dyPx: number): void => {
  const stage = stageOnPaper();
  if (stage === null) return;
  const { cornerMm, set } = useViewer.getState();
  const mmPerPx = 1 / ((stage.cssPxPerMm ?? 1) * stage.zoom);
  const wantedX = Math.min(cornerMm.xMm, stage.farthest.xMm) - dxPx * mmPerPx;
  const wantedY = Math.min(cornerMm.yMm, stage.farthest.yMm) - dyPx * mmPerPx;
  const xMm = Math.min(stage.farthest.xMm, Math.max(0, wantedX));
  const yMm = Math.min(stage.farthest.yMm, Math.max(0, wantedY));
  if (xMm !== cornerMm.xMm || yMm !== cornerMm.yMm) set({ cornerMm: { xMm, yMm } });
  if (wantedX !== xMm) pan((wantedX - xMm) / stage.tracing.mmPerS);
};
