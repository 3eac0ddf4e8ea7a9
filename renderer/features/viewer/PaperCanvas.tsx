import { type PointerEvent as ReactPointerEvent, useEffect, useRef } from 'react';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { createCanvasView, type Staged } from '../../canvas/canvasView.ts';
import { useCalibration } from '../../state/calibration.ts';

/** A display list at its true size, whatever room there is. */
export const PaperCanvas = ({
  list,
  label,
  onPointer,
}: {
  readonly list: DisplayList;
  readonly label: string;
  /** Pointer events with their place on the paper, millimetres. */
  readonly onPointer?: (event: ReactPointerEvent<HTMLCanvasElement>, xMm: number, yMm: number) => void;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<ReturnType<typeof createCanvasView<Staged, Staged>>>(null);
  const pxPerMm = useCalibration((state) => state.pxPerMm);
  useEffect(() => {
    if (canvas.current === null) return;
    const element = canvas.current;
    const created = createCanvasView(
      element,
      (shown: Staged) => shown,
      ({ zoom }) => {
        // There once something is on the canvas.
        element.dataset.zoom = String(zoom);
      },
    );
    view.current = created;
    return () => created.destroy();
  }, []);
  useEffect(() => view.current?.show({ list, zoom: 1, cssPxPerMm: pxPerMm }), [list, pxPerMm]);
  const pointer = (event: ReactPointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPointer?.(event, (event.clientX - box.left) / pxPerMm, (event.clientY - box.top) / pxPerMm);
  };
  return (
    <canvas
      ref={canvas}
      className="paper-canvas"
      role="img"
      aria-label={label}
      style={{ width: list.widthMm * pxPerMm, height: list.heightMm * pxPerMm }}
      onPointerDown={pointer}
      onPointerMove={pointer}
      onPointerUp={pointer}
    />
  );
};
