import { useEffect, useRef } from 'react';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { createCanvasView } from '../../canvas/canvasView.ts';
import { cssPxPerMm } from '../../canvas/scale.ts';

/** A display list at its true size, whatever room there is. */
export const PaperCanvas = ({ list, label }: { readonly list: DisplayList; readonly label: string }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<ReturnType<typeof createCanvasView<DisplayList, { list: DisplayList; zoom: number }>>>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const element = canvas.current;
    const created = createCanvasView(
      element,
      (shown: DisplayList) => ({ list: shown, zoom: 1 }),
      ({ zoom }) => {
        // There once something is on the canvas.
        element.dataset.zoom = String(zoom);
      },
    );
    view.current = created;
    return () => created.destroy();
  }, []);
  useEffect(() => view.current?.show(list), [list]);
  return (
    <canvas
      ref={canvas}
      className="paper-canvas"
      role="img"
      aria-label={label}
      style={{ width: list.widthMm * cssPxPerMm, height: list.heightMm * cssPxPerMm }}
    />
  );
};
