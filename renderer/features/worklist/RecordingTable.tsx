import {
  createColumnHelper,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { WorklistRow } from '../../../app/ports.ts';
import { type SortColumn, sortColumns } from '../../../app/worklist/query.ts';
import { ask, useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';
import { QualityMark } from '../viewer/QualityMark.tsx';
import { patientOfRow, recordedText, rowHint } from './rowText.ts';
import { StatusMark } from './StatusMark.tsx';
import { UrgencyMark } from './UrgencyMark.tsx';
import { useListWindow, worklistRowsId } from './useListWindow.ts';

const rowHeightPx = 28;
const features = tableFeatures({ rowSortingFeature });
const helper = createColumnHelper<typeof features, WorklistRow>();
const { columns: names } = texts.worklist;

/** The archive sorts: a table of a hundred thousand rows holds only those in sight. */
const columns = helper.columns([
  helper.accessor('urgency', {
    id: 'urgency',
    header: names.urgency,
    cell: ({ row }) => <UrgencyMark urgency={row.original.urgency} word />,
  }),
  helper.accessor(patientOfRow, { id: 'patient', header: names.patient }),
  helper.accessor('record', { id: 'record', header: names.record }),
  helper.accessor(recordedText, { id: 'recorded', header: names.recorded }),
  helper.accessor((row) => (row.heartRateBpm === null ? texts.notMeasured : String(Math.round(row.heartRateBpm))), {
    id: 'rate',
    header: names.rate,
  }),
  helper.accessor('summary', { id: 'finding', header: names.finding }),
  helper.accessor('quality', {
    id: 'quality',
    header: names.quality,
    cell: ({ row }) =>
      row.original.quality === null ? (
        texts.notMeasured
      ) : (
        <QualityMark verdict={row.original.quality} fit={row.original.urgency !== 'unread'} />
      ),
  }),
  helper.accessor('status', {
    id: 'status',
    header: names.status,
    cell: ({ row }) => <StatusMark status={row.original.status} />,
  }),
]);

const sortFrom = (sorting: SortingState): { by: SortColumn; descending: boolean } => {
  const first = sorting[0];
  const by = sortColumns.find((column) => column === first?.id);
  return by === undefined || first === undefined
    ? { by: 'urgency', descending: false }
    : { by, descending: first.desc };
};

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;
const arrows = { asc: '▴', desc: '▾' } as const;

/** The wide worklist: every column, sorted by any of them. */
export const RecordingTable = () => {
  const { ids, box, items, heightPx, activeRow, rowState, onKeyDown } = useListWindow<HTMLTableElement>(rowHeightPx);
  const { rows, pending, query } = useWorklist();
  const sorting: SortingState = useMemo(() => [{ id: query.sort.by, desc: query.sort.descending }], [query.sort]);
  const inSight = useMemo(
    () => items.flatMap(({ index }) => rows.get(ids[index] ?? 0) ?? []),
    // The items are new at each scroll; what they hold is told by their ends.
    [items, rows, ids],
  );
  const table = useTable({
    features,
    columns,
    data: inSight,
    getRowId: (row) => String(row.id),
    manualSorting: true,
    sortDescFirst: false,
    enableSortingRemoval: false,
    state: { sorting },
    onSortingChange: (change) => void ask({ sort: sortFrom(typeof change === 'function' ? change(sorting) : change) }),
  });
  const byId = new Map(table.getRowModel().rows.map((row) => [row.original.id, row]));
  return (
    <table
      ref={box}
      id={worklistRowsId}
      className="worklist-rows worklist-table"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are chosen by keys, which is what a grid is
      role="grid"
      tabIndex={0}
      aria-label={texts.worklist.title}
      aria-busy={pending}
      aria-rowcount={ids.length + 1}
      aria-multiselectable={true}
      aria-activedescendant={activeRow}
      onKeyDown={onKeyDown}
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} className="table-row" aria-rowindex={1}>
            {group.headers.map((header) => {
              const sorted = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  className={`cell cell-${header.column.id}`}
                  scope="col"
                  aria-sort={sorted === false ? 'none' : ariaSort[sorted]}
                >
                  <button type="button" className="quiet" onClick={header.column.getToggleSortingHandler()}>
                    <table.FlexRender header={header} />
                    <span aria-hidden="true"> {sorted === false ? '' : arrows[sorted]}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody style={{ height: heightPx }}>
        {items.map((item) => {
          const id = ids[item.index];
          if (id === undefined) return null;
          const row = byId.get(id);
          const state = rowState(id);
          return (
            <tr
              key={id}
              {...state}
              className={`table-row ${state.className}`}
              aria-rowindex={item.index + 2}
              title={row === undefined ? undefined : rowHint(row.original)}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeightPx }}
            >
              {row === undefined ? (
                <td className="cell">{texts.worklist.beingRead}</td>
              ) : (
                row.getAllCells().map((cell) => (
                  <td key={cell.id} className={`cell cell-${cell.column.id}`}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
