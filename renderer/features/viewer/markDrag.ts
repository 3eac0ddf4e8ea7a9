import type { PointerEvent } from 'react';
import { type MarkName, markNames } from '../../../app/analysis/correctedMarks.ts';
import type { MedianBeats } from '../../../app/analysis/medianBeats.ts';
import type { MedianLayout } from '../../../app/tracing/layoutMedian.ts';
import { moveMark, useCorrections } from '../../state/corrections.ts';

const reachMm = 1.6;

/** The bound near a place on the paper, and the cell that it lies in. */
export const markNear = (layout: MedianLayout, bounds: MedianBeats['bounds'], xMm: number) => {
  let best: { readonly name: MarkName; readonly cell: MedianLayout['cells'][number] } | null = null;
  let bestMm = reachMm;
  for (const cell of layout.cells)
    for (const name of markNames) {
      const at = bounds[name];
      if (at === null) continue;
      const away = Math.abs(xMm - (cell.xMm + (at - cell.fromS) * layout.mmPerS));
      if (away > bestMm) continue;
      best = { name, cell };
      bestMm = away;
    }
  return best;
};

/** Moves the bound that was pressed along with the pointer, for one canvas. */
export const createMarkDrag = () => {
  /** `gripS`: how far the bound lies behind the pointer that holds it. */
  let held: (NonNullable<ReturnType<typeof markNear>> & { begun: boolean; readonly gripS: number }) | null = null;
  return (
    event: PointerEvent<HTMLCanvasElement>,
    layout: MedianLayout,
    bounds: MedianBeats['bounds'],
    xMm: number,
  ): void => {
    const near = markNear(layout, bounds, xMm);
    event.currentTarget.style.cursor = held !== null || near !== null ? 'ew-resize' : '';
    if (event.type === 'pointerdown' && event.button === 0 && near !== null) {
      const pressedS = near.cell.fromS + (xMm - near.cell.xMm) / layout.mmPerS;
      held = { ...near, begun: false, gripS: (bounds[near.name] ?? pressedS) - pressedS };
      event.currentTarget.setPointerCapture(event.pointerId);
      useCorrections.setState({ chosen: near.name });
    } else if (event.type === 'pointermove' && held !== null && event.buttons !== 0) {
      const before = useCorrections.getState().marks;
      const atS = held.cell.fromS + (xMm - held.cell.xMm) / layout.mmPerS + held.gripS;
      moveMark(held.name, atS, !held.begun);
      if (useCorrections.getState().marks !== before) held.begun = true;
    } else if (event.type === 'pointerup') held = null;
  };
};
