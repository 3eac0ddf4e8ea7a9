import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { WorklistRow } from '../../../app/ports.ts';
import { goBy } from '../../keys.ts';
import { useJobs } from '../../state/jobs.ts';
import { selectRecording, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { QualityMark } from '../viewer/QualityMark.tsx';

const rowHeightPx = 56;
const rowId = (id: number) => `recording-${id}`;
const glyphs = { new: '○', analysed: '◐', reviewed: '◕', signed: '●', refused: '×' } as const;

const Row = ({ row }: { readonly row: WorklistRow }) => (
  <>
    <span className="row-name">{row.record}</span>
    <span className="row-line">
      <span className="figure">
        {row.heartRateBpm === null ? texts.notMeasured : Math.round(row.heartRateBpm)}
        {row.heartRateBpm !== null && <span className="unit"> {texts.worklist.bpm}</span>}
      </span>
      {row.quality !== null && <QualityMark verdict={row.quality} />}
    </span>
    <span className="row-line row-small">
      <span>
        <span aria-hidden="true" className={`glyph-${row.status}`}>
          {glyphs[row.status]}
        </span>{' '}
        {texts.worklist.status[row.status]}
      </span>
      <span className="row-summary">{row.summary}</span>
    </span>
  </>
);

/** Only the rows in sight exist in the document: a hundred thousand scroll like ten. */
export const RecordingList = ({ rows }: { readonly rows: readonly WorklistRow[] }) => {
  const selectedId = useViewer((state) => state.selectedId);
  const busy = useJobs((state) => state.running.length > 0);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
  });
  const selectedIndex = rows.findIndex(({ id }) => id === selectedId);
  const place = useRef(selectedIndex);
  place.current = selectedIndex;
  // Follows the reader's choice, not a row that a running batch pushes down by putting others above it.
  useEffect(() => {
    if (!busy && selectedId !== null && place.current >= 0) virtual.scrollToIndex(place.current, { align: 'auto' });
  }, [selectedId, busy, virtual]);

  return (
    <div
      ref={box}
      id="worklist-rows"
      className="worklist-rows"
      role="listbox"
      tabIndex={0}
      aria-label={texts.worklist.title}
      aria-activedescendant={selectedIndex >= 0 ? rowId(selectedId ?? 0) : undefined}
      onKeyDown={(event) => {
        // With Ctrl, Home and End are those of the recording.
        if (event.ctrlKey || event.shiftKey) return;
        const pages: Readonly<Record<string, number>> = {
          PageDown: 10,
          PageUp: -10,
          Home: -rows.length,
          End: rows.length,
        };
        const step = pages[event.key] ?? (event.key === 'Enter' && selectedIndex < 0 ? 1 : 0);
        if (step === 0) return;
        event.preventDefault();
        goBy(step);
      }}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box around it has the keys of all its options
            <div
              key={row.id}
              id={rowId(row.id)}
              className="row"
              role="option"
              tabIndex={-1}
              aria-selected={row.id === selectedId}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              title={row.summary === '' ? row.record : `${row.record}\n${row.summary}`}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeightPx }}
              onClick={() => {
                selectRecording(row.id, 'reader');
                box.current?.focus({ preventScroll: true });
              }}
            >
              <Row row={row} />
            </div>
          );
        })}
      </div>
    </div>
  );
};
