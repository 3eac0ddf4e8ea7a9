import type { WorklistRow } from '../../../app/ports.ts';
import { useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';
import { QualityMark } from '../viewer/QualityMark.tsx';
import { rowHint } from './rowText.ts';
import { StatusMark } from './StatusMark.tsx';
import { UrgencyMark } from './UrgencyMark.tsx';
import { useListWindow, worklistRowsId } from './useListWindow.ts';

const rowHeightPx = 56;

const Row = ({ row }: { readonly row: WorklistRow }) => (
  <>
    <span className="row-line">
      <span className="row-name">{row.record}</span>
      <UrgencyMark urgency={row.urgency} word={false} />
    </span>
    <span className="row-line">
      <span className="figure">
        {row.heartRateBpm === null ? texts.notMeasured : Math.round(row.heartRateBpm)}
        {row.heartRateBpm !== null && <span className="unit"> {texts.worklist.bpm}</span>}
      </span>
      {row.quality !== null && <QualityMark verdict={row.quality} fit={row.urgency !== 'unread'} />}
    </span>
    <span className="row-line row-small">
      <StatusMark status={row.status} />
      <span className="row-summary">{row.summary}</span>
    </span>
  </>
);

/** The narrow list. Only the rows in sight exist in the document: a hundred thousand scroll like ten. */
export const RecordingList = () => {
  const { ids, box, items, heightPx, activeRow, rowState, onKeyDown } = useListWindow<HTMLDivElement>(rowHeightPx);
  const { rows, pending } = useWorklist();
  return (
    <div
      ref={box}
      id={worklistRowsId}
      className="worklist-rows"
      role="listbox"
      tabIndex={0}
      aria-label={texts.worklist.title}
      aria-busy={pending}
      aria-multiselectable={true}
      aria-activedescendant={activeRow}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: heightPx, position: 'relative' }}>
        {items.map((item) => {
          const id = ids[item.index];
          if (id === undefined) return null;
          const row = rows.get(id);
          return (
            <div
              key={id}
              {...rowState(id)}
              role="option"
              tabIndex={-1}
              aria-setsize={ids.length}
              aria-posinset={item.index + 1}
              aria-label={row === undefined ? texts.worklist.beingRead : undefined}
              title={row === undefined ? undefined : rowHint(row)}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeightPx }}
            >
              {row !== undefined && <Row row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
};
