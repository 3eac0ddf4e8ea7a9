import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { goBy } from '../../keys.ts';
import { chooseNone, chooseTo, toggleChosen, useChosen } from '../../state/chosen.ts';
import { selectRecording, useViewer } from '../../state/viewer.ts';
import { showStretch, useWorklist } from '../../state/worklist.ts';
import { scrollAfterChange } from './scrollAfterChange.ts';

export const worklistRowsId = 'worklist-rows';
export const rowDomId = (id: number): string => `recording-${id}`;

/** Steps of the keys that the list itself takes; with Ctrl, Home and End are those of the recording. */
const pages: Readonly<Record<string, number>> = {
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * The rows in sight of a list of any length, which read their content as they come into sight. It follows the reader's
 * choice, and stays where it is when a running import puts rows above.
 */
export const useListWindow = <E extends HTMLElement>(rowHeightPx: number) => {
  const { ids, cause } = useWorklist();
  const selectedId = useViewer((state) => state.selectedId);
  const { chosen, lead } = useChosen();
  const box = useRef<E>(null);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
  });
  const selectedIndex = selectedId === null ? -1 : ids.indexOf(selectedId);

  const shown = useRef({ ids, selectedIndex });
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { ids, selectedIndex };
    if (box.current === null || before.ids === ids) return;
    const scrollPx = scrollAfterChange({
      before: before.ids,
      after: ids,
      selectedId,
      chosen: useViewer.getState().choices > 0,
      asked: cause === 'asked',
      rowHeightPx,
      scrollPx: box.current.scrollTop,
      heightPx: box.current.clientHeight,
    });
    if (scrollPx !== box.current.scrollTop) box.current.scrollTop = scrollPx;
  }, [ids, cause, selectedIndex, selectedId, rowHeightPx]);

  // Follows what is chosen, not a row that a running batch pushes down by putting others above it.
  useEffect(() => {
    const { selectedIndex: place } = shown.current;
    if (selectedId !== null && place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
  }, [selectedId, virtual]);

  useEffect(() => {
    const place = lead === null ? -1 : shown.current.ids.indexOf(lead);
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
  }, [lead, virtual]);

  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? -1) + 1;
  // Another order has other rows in the same places.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => showStretch({ from, to }), [from, to, ids]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.shiftKey || event.altKey) return;
    const step = pages[event.key] ?? (event.key === 'Enter' && selectedIndex < 0 ? 1 : 0);
    if (step === 0) return;
    event.preventDefault();
    goBy(step);
  };
  /** A click opens; with Ctrl it puts the row to the chosen ones or takes it away, with Shift everything up to it. */
  const onClick = (id: number, { shiftKey, ctrlKey, metaKey }: React.MouseEvent): void => {
    if (shiftKey) chooseTo(id);
    else if (ctrlKey || metaKey) toggleChosen(id);
    else {
      chooseNone();
      selectRecording(id, 'reader');
    }
    box.current?.focus({ preventScroll: true });
  };
  const activeId = lead ?? selectedId;
  const rowState = (id: number) => ({
    id: rowDomId(id),
    className: id === lead ? 'row row-lead' : 'row',
    'aria-selected': chosen.size === 0 ? id === selectedId : chosen.has(id),
    'aria-current': id === selectedId,
    onClick: (event: React.MouseEvent) => onClick(id, event),
    // Shift would mark text up to here.
    onMouseDown: (event: React.MouseEvent) => event.shiftKey && event.preventDefault(),
  });
  const activeRow =
    activeId !== null && items.some(({ index }) => ids[index] === activeId) ? rowDomId(activeId) : undefined;
  return { ids, box, items, heightPx: virtual.getTotalSize(), activeRow, rowState, onKeyDown };
};
