import { chooseThese } from '../../state/chosen.ts';
import { useJobs } from '../../state/jobs.ts';
import { selectRecording } from '../../state/viewer.ts';
import { useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

const words = texts.exports;
/** As in the results of an import. */
const mostShown = 200;

/** What the last export of several reports wrote, and what it could not and why. */
export const ExportsPanel = () => {
  const exported = useJobs((state) => state.exported);
  const ids = useWorklist((state) => state.ids);
  if (exported === null)
    return (
      <SidePanel title={words.title} closable>
        <p className="muted">{words.none}</p>
      </SidePanel>
    );
  const { folder, written, failed, cancelled } = exported;
  const inList = new Set(ids);
  return (
    <SidePanel title={words.title} closable>
      <p>{folder}</p>
      <dl className="counts figure">
        <dt>{words.written}</dt>
        <dd>{written}</dd>
        <dt>{words.failed}</dt>
        <dd>{failed.length}</dd>
      </dl>
      {cancelled && <p>{words.cancelled}</p>}
      {failed.length > 0 && (
        <>
          <button
            type="button"
            disabled={!failed.some(({ recordingId }) => inList.has(recordingId))}
            onClick={() => chooseThese(failed.map(({ recordingId }) => recordingId))}
          >
            {words.chooseFailed}
          </button>
          <ul className="refused" aria-label={words.failedList}>
            {failed.slice(0, mostShown).map(({ recordingId, record, message, code }) => (
              <li key={recordingId}>
                <button type="button" className="quiet" onClick={() => selectRecording(recordingId, 'reader')}>
                  {record}
                </button>
                <br />
                {message} <span className="muted">{code}</span>
              </li>
            ))}
          </ul>
          {failed.length > mostShown && <p className="muted">{words.notShown(failed.length - mostShown)}</p>}
        </>
      )}
    </SidePanel>
  );
};
