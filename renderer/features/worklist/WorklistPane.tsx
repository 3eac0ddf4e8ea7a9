import { searchBoxId } from '../../keys.ts';
import { chooseAndImport } from '../../state/jobs.ts';
import { useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';
import { RecordingList } from './RecordingList.tsx';

const Message = ({ what, next }: { readonly what: string; readonly next: string }) => (
  <div className="message">
    <p>{what}</p>
    <p className="muted">{next}</p>
  </div>
);

const Body = () => {
  const { rows, shown, loaded, error } = useWorklist();
  if (error !== null) return <Message what={error.message} next={texts.viewer.failedWhatNext} />;
  if (!loaded) return <div className="message" />;
  if (rows.length === 0) return <Message what={texts.worklist.empty} next={texts.worklist.emptyWhatNext} />;
  if (shown.length === 0) return <Message what={texts.worklist.noMatch} next={texts.worklist.noMatchWhatNext} />;
  return <RecordingList rows={shown} />;
};

export const WorklistPane = () => {
  const { rows, shown, search, setSearch } = useWorklist();
  return (
    <nav className="pane worklist" aria-label={texts.worklist.title}>
      <div className="worklist-search">
        <input
          id={searchBoxId}
          type="search"
          value={search}
          placeholder={texts.worklist.searchHint}
          aria-label={texts.worklist.search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setSearch('');
              event.currentTarget.blur();
            }
            if (event.key === 'Enter' || event.key === 'ArrowDown') {
              event.preventDefault();
              document.getElementById('worklist-rows')?.focus();
            }
          }}
        />
      </div>
      <Body />
      <div className="worklist-foot">
        <p className="muted" aria-live="polite">
          {texts.worklist.count(shown.length, rows.length)}
        </p>
        <button type="button" onClick={() => void chooseAndImport('files')}>
          {texts.worklist.openFiles}
        </button>
        <button type="button" onClick={() => void chooseAndImport('folder')}>
          {texts.worklist.openFolder}
        </button>
      </div>
    </nav>
  );
};
