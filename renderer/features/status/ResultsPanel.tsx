import { useJobs } from '../../state/jobs.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

/** What the last import did, and what it refused and why. */
export const ResultsPanel = () => {
  const outcome = useJobs((state) => state.outcome);
  const { title, none, taken, duplicates, otherFiles, refused, cancelled, refusedList } = texts.results;
  return (
    <SidePanel title={title} closable>
      {outcome === null ? (
        <p className="muted">{none}</p>
      ) : (
        <>
          <p>{outcome.label}</p>
          <dl className="counts figure">
            <dt>{taken}</dt>
            <dd>{outcome.taken}</dd>
            <dt>{duplicates}</dt>
            <dd>{outcome.duplicates}</dd>
            <dt>{refused}</dt>
            <dd>{outcome.refused.length}</dd>
            <dt>{otherFiles}</dt>
            <dd>{outcome.otherFiles}</dd>
          </dl>
          {outcome.cancelled && <p>{cancelled}</p>}
          {outcome.refused.length > 0 && (
            <ul className="refused" aria-label={refusedList}>
              {outcome.refused.map((file, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two files may bear one name, and the list never changes
                <li key={index}>
                  <b>{file.file}</b>
                  <br />
                  {file.message} <span className="muted">{file.code}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </SidePanel>
  );
};
