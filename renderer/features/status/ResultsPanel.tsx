import { exportImportList, goOnWith, type ImportOutcome, outcomeCounts, useJobs } from '../../state/jobs.ts';
import { useUnfinished } from '../../state/unfinishedImports.ts';
import { selectRecording } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

type ImportedFile = ImportOutcome['files'][number];

const words = texts.results;
/** Rows of one list in the panel; ten thousand of them would hold up the window, and nobody reads them here. */
const mostShown = 200;

const FileName = ({ file }: { readonly file: ImportedFile }) =>
  file.recordingId === null ? (
    <b>{file.file}</b>
  ) : (
    <button type="button" className="quiet" onClick={() => selectRecording(file.recordingId ?? 0, 'reader')}>
      {file.file}
    </button>
  );

const FileList = ({ files, label }: { readonly files: readonly ImportedFile[]; readonly label: string }) => (
  <>
    <ul className="refused" aria-label={label}>
      {files.slice(0, mostShown).map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may bear one name, and the list never changes
        <li key={index}>
          <FileName file={file} />
          {'message' in file && (
            <>
              <br />
              {file.message} <span className="muted">{file.code}</span>
            </>
          )}
        </li>
      ))}
    </ul>
    {files.length > mostShown && <p className="muted">{words.notShown(files.length - mostShown)}</p>}
  </>
);

const Outcome = ({ outcome }: { readonly outcome: ImportOutcome }) => {
  const { taken, duplicates, refused, others } = outcomeCounts(outcome);
  const ofKind = (kind: ImportedFile['kind']) => outcome.files.filter((file) => file.kind === kind);
  const unfinished = useUnfinished(({ imports }) => imports.find(({ batchId }) => batchId === outcome.batchId));
  return (
    <>
      <p>{outcome.label}</p>
      <dl className="counts figure">
        <dt>{words.taken}</dt>
        <dd>{taken}</dd>
        <dt>{words.duplicates}</dt>
        <dd>{duplicates}</dd>
        <dt>{words.refused}</dt>
        <dd>{refused}</dd>
        <dt>{words.otherFiles}</dt>
        <dd>{others}</dd>
      </dl>
      {outcome.cancelled && <p>{words.cancelled}</p>}
      <p>
        {unfinished !== undefined && (
          <button type="button" onClick={() => void goOnWith(unfinished)}>
            {words.goOn}
          </button>
        )}{' '}
        {outcome.files.length > 0 && (
          <button type="button" onClick={() => void exportImportList(outcome.batchId)}>
            {words.exportList}
          </button>
        )}
      </p>
      {refused > 0 && <FileList files={ofKind('refused')} label={words.refusedList} />}
      {taken > 0 && (
        <details>
          <summary>{words.takenList}</summary>
          <FileList files={ofKind('taken')} label={words.takenList} />
        </details>
      )}
      {duplicates > 0 && (
        <details>
          <summary>{words.duplicatesList}</summary>
          <FileList files={ofKind('duplicate')} label={words.duplicatesList} />
        </details>
      )}
      {others > 0 && (
        <details>
          <summary>{words.othersList}</summary>
          <FileList files={ofKind('other')} label={words.othersList} />
        </details>
      )}
    </>
  );
};

/** What the last import did, and what it refused and why; below it the earlier ones of this session. */
export const ResultsPanel = () => {
  const [last, ...earlier] = useJobs((state) => state.outcomes);
  return (
    <SidePanel title={words.title} closable>
      {last === undefined ? <p className="muted">{words.none}</p> : <Outcome key={last.batchId} outcome={last} />}
      {earlier.map((outcome) => (
        <details key={outcome.batchId}>
          <summary>{`${outcome.label}: ${texts.jobs.imported(outcomeCounts(outcome))}`}</summary>
          <Outcome outcome={outcome} />
        </details>
      ))}
    </SidePanel>
  );
};
