import { endAt, placeAt } from '../../../app/tracing/calipers.ts';
import { createWheelSteps } from '../../canvas/wheelSteps.ts';
import { moveEndTo, startCaliperAt, takeEnd, useCalipers } from '../../state/calipers.ts';
import { stageOnPaper } from '../../state/stage.ts';
import { dragBy, magnifyBy, pan } from '../../state/viewport.ts';

const reachMm = 1.5;
const middleButton = 1;
/** Pinching on a touchpad comes as a wheel with Ctrl, in small movements; a notch of a wheel is a larger one. */
const perPx = 0.01;
const mostPx = 35;

type Doing =
  | { readonly what: 'nothing' }
  | { readonly what: 'page'; readonly lastX: number; readonly lastY: number }
  | { readonly what: 'end' };

/**
 * Wheel, pinch, drag and calipers on the tracing's canvas, until the returned function is called. The page is drawn along with the
 * middle button, or with the first one while Space is held.
 */
export const listenToPointer = (canvas: HTMLCanvasElement): (() => void) => {
  const listening = new AbortController();
  const { signal } = listening;
  const wheelSteps = createWheelSteps();
  let spaceHeld = false;
  let doing: Doing = { what: 'nothing' };

  const onPaper = (event: MouseEvent) => {
    const stage = stageOnPaper();
    if (stage === null) return null;
    const box = canvas.getBoundingClientRect();
    const mmPerPx = 1 / ((stage.cssPxPerMm ?? 1) * stage.zoom);
    return {
      stage,
      xPx: event.clientX - box.left,
      yPx: event.clientY - box.top,
      xMm: (event.clientX - box.left) * mmPerPx + stage.corner.xMm,
      yMm: (event.clientY - box.top) * mmPerPx + stage.corner.yMm,
    };
  };
  const grabbedEnd = (event: MouseEvent) => {
    const point = onPaper(event);
    const { list } = useCalipers.getState();
    return point === null ? null : endAt(point.stage.tracing, list, point, reachMm / Math.max(1, point.stage.zoom));
  };
  const showCursor = (event: MouseEvent) => {
    const cursor =
      doing.what === 'page'
        ? 'grabbing'
        : spaceHeld
          ? 'grab'
          : grabbedEnd(event) !== null
            ? 'move'
            : useCalipers.getState().armed
              ? 'crosshair'
              : '';
    canvas.style.cursor = cursor;
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const point = onPaper(event);
      if (event.ctrlKey) {
        const px = Math.max(-mostPx, Math.min(mostPx, event.deltaY));
        magnifyBy(Math.exp(-px * perPx), point);
        return;
      }
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (point !== null && point.stage.farthest.yMm > 0) {
        const deltaPx = sideways && event.deltaX === 0 ? event.deltaY : event.deltaX;
        dragBy(sideways ? -deltaPx : 0, sideways ? 0 : -event.deltaY);
        return;
      }
      const steps = wheelSteps(Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY);
      if (steps !== 0) pan(steps);
    },
    { passive: false, signal },
  );
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button === middleButton || (event.button === 0 && spaceHeld)) {
        doing = { what: 'page', lastX: event.clientX, lastY: event.clientY };
      } else if (event.button === 0) {
        const end = grabbedEnd(event);
        const point = onPaper(event);
        const place = point === null ? null : placeAt(point.stage.tracing, point.xMm, point.yMm);
        if (end !== null) takeEnd(end);
        else if (useCalipers.getState().armed && place !== null) startCaliperAt(place, !event.altKey);
        else return;
        doing = { what: 'end' };
      } else return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      showCursor(event);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (doing.what === 'page') {
        dragBy(event.clientX - doing.lastX, event.clientY - doing.lastY);
        doing = { what: 'page', lastX: event.clientX, lastY: event.clientY };
      } else if (doing.what === 'end') {
        const point = onPaper(event);
        const { list, active } = useCalipers.getState();
        const caliper = list.find(({ id }) => id === active?.id);
        if (point === null || caliper === undefined) return;
        const place = placeBeside(point.stage.tracing, caliper.leadIndex, point.xMm, point.yMm);
        if (place !== null) moveEndTo(place, !event.altKey);
      } else showCursor(event);
    },
    { signal },
  );
  const letGo = (event: PointerEvent) => {
    doing = { what: 'nothing' };
    showCursor(event);
  };
  canvas.addEventListener('pointerup', letGo, { signal });
  canvas.addEventListener('pointercancel', letGo, { signal });
  // Space scrolls and presses buttons elsewhere: it is only looked at, over the paper alone it is kept.
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== ' ' || event.target instanceof HTMLButtonElement || event.target instanceof HTMLInputElement)
        return;
      spaceHeld = true;
      canvas.style.cursor = 'grab';
    },
    { signal },
  );
  window.addEventListener(
    'keyup',
    (event) => {
      if (event.key !== ' ') return;
      spaceHeld = false;
      canvas.style.cursor = '';
    },
    { signal },
  );
  return () => listening.abort();
};

type Tracing = NonNullable<ReturnType<typeof stageOnPaper>>['tracing'];

/** As `placeAt`, but of one lead, however far from its row the pointer is. */
const placeBeside = (tracing: Tracing, leadIndex: number, xMm: number, yMm: number) => {
  const ofLead = tracing.pieces.filter((piece) => piece.leadIndex === leadIndex);
  const away = ({ xMm: left, widthMm, rowTopMm, rowHeightMm }: (typeof ofLead)[number]): number =>
    Math.max(0, left - xMm, xMm - left - widthMm) + Math.max(0, rowTopMm - yMm, yMm - rowTopMm - rowHeightMm);
  const piece = ofLead.reduce<(typeof ofLead)[number] | null>(
    (best, each) => (best === null || away(each) < away(best) ? each : best),
    null,
  );
  if (piece === null) return null;
  const timeS = Math.min(piece.toS, Math.max(piece.fromS, piece.fromS + (xMm - piece.xMm) / tracing.mmPerS));
  return { timeS, mv: piece.offsetMv + (piece.sign * (piece.baselineMm - yMm)) / tracing.mmPerMv };
};
