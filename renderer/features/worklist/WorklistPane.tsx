import { filterCount, isNarrowed, type SortColumn, sortColumns } from '../../../app/worklist/query.ts';
import { searchBoxId } from '../../keys.ts';
import { chooseAndImport } from '../../state/jobs.ts';
import { usePanes } from '../../state/panes.ts';
import { ask, useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';
import { TourInvitation } from '../tour/TourInvitation.tsx';
import { ChosenLine } from './ChosenLine.tsx';
import { clearFilters, Filters } from './Filters.tsx';
import { RecordingList } from './RecordingList.tsx';
import { RecordingTable } from './RecordingTable.tsx';
import { worklistRowsId } from './useListWindow.ts';
import { Views } from './Views.tsx';

const words = texts.worklist;

const NothingYet = () => (
  <div className="message">
    <p>{words.empty}</p>
    <p className="muted">{words.emptyWhatNext}</p>
    <button type="button" onClick={() => void chooseAndImport('demo')}>
      {texts.commands.openDemo}
    </button>
  </div>
);

const NothingFits = () => (
  <div className="message" role="status">
    <p>{words.noMatch}</p>
    <p className="muted">{words.noMatchWhatNext}</p>
    <button type="button" onClick={clearFilters}>
      {words.filters.clear}
    </button>
  </div>
);

const Failed = ({ why }: { readonly why: string }) => (
  <div className="message" role="alert">
    <p>{why}</p>
    <p className="muted">{words.failedWhatNext}</p>
    <button type="button" onClick={() => void ask({})}>
      {words.again}
    </button>
  </div>
);

const Body = () => {
  const { ids, all, query, loaded, error } = useWorklist();
  const wide = usePanes((state) => state.worklistWide);
  if (error !== null) return <Failed why={error.message} />;
  if (!loaded) return <div className="message" />;
  if (all === 0) return <NothingYet />;
  if (ids.length === 0 && isNarrowed(query)) return <NothingFits />;
  return wide ? <RecordingTable /> : <RecordingList />;
};

/** The narrow list has no heads of columns to click on. */
const Order = () => {
  const { by, descending } = useWorklist((state) => state.query.sort);
  return (
    <div className="range">
      <select
        aria-label={words.order}
        value={by}
        onChange={(event) => {
          const chosen: SortColumn | undefined = sortColumns.find((column) => column === event.target.value);
          if (chosen !== undefined) void ask({ sort: { by: chosen, descending: chosen === 'recorded' } });
        }}
      >
        {sortColumns.map((column) => (
          <option key={column} value={column}>
            {words.orderBy(words.columns[column])}
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-label={words.turnOrder}
        title={words.turnOrder}
        aria-pressed={descending}
        onClick={() => void ask({ sort: { by, descending: !descending } })}
      >
        {descending ? '▾' : '▴'}
      </button>
    </div>
  );
};

const Search = () => {
  const query = useWorklist((state) => state.query);
  const { filtersOpen, toggleFilters, worklistWide, toggleWide } = usePanes();
  const set = filterCount(query);
  return (
    <div className="worklist-search">
      <input
        id={searchBoxId}
        type="search"
        value={query.search}
        maxLength={1000}
        placeholder={words.searchHint}
        aria-label={words.search}
        onChange={(event) => void ask({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            void ask({ search: '' });
            event.currentTarget.blur();
          }
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            document.getElementById(worklistRowsId)?.focus();
          }
        }}
      />
      <div className="worklist-tools">
        <button
          type="button"
          className="quiet"
          aria-expanded={filtersOpen}
          title={words.filters.hint}
          onClick={toggleFilters}
        >
          {words.filters.button(set)}
        </button>
        <button type="button" className="quiet" aria-pressed={worklistWide} title={words.wideHint} onClick={toggleWide}>
          {words.wide}
        </button>
      </div>
    </div>
  );
};

export const WorklistPane = () => {
  const { ids, all } = useWorklist();
  const { filtersOpen, worklistWide } = usePanes();
  return (
    <nav className={worklistWide ? 'pane worklist worklist-wide' : 'pane worklist'} aria-label={words.title}>
      <Search />
      {filtersOpen && (
        <div className="worklist-filters">
          <Views />
          {!worklistWide && <Order />}
          <Filters />
        </div>
      )}
      <Body />
      <ChosenLine />
      <div className="worklist-foot">
        <TourInvitation />
        <p className="muted" aria-live="polite">
          {words.count(ids.length, all)}
        </p>
        <button type="button" onClick={() => void chooseAndImport('files')}>
          {words.openFiles}
        </button>
        <button type="button" onClick={() => void chooseAndImport('folder')}>
          {words.openFolder}
        </button>
      </div>
    </nav>
  );
};
