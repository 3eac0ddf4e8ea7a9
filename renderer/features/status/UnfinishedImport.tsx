import { goOnWith, useJobs } from '../../state/jobs.ts';
import { letGo, useUnfinished } from '../../state/unfinishedImports.ts';
import { texts } from '../../texts.ts';

/** An import that was cancelled or cut off by a crash, to be gone on with or let go. */
export const UnfinishedImport = () => {
  const unfinished = useUnfinished((state) => state.imports[0]);
  const busy = useJobs((state) => state.running.length > 0);
  if (unfinished === undefined || busy) return null;
  const { label, done, total, batchId } = unfinished;
  return (
    <section className="job" aria-label={texts.imports.unfinishedTitle}>
      <span className="job-label">{texts.imports.unfinished(label, done, total)}</span>
      <button type="button" className="quiet" onClick={() => void goOnWith(unfinished)}>
        {texts.imports.goOn}
      </button>
      <button type="button" className="quiet" onClick={() => void letGo(batchId)}>
        {texts.imports.letGo}
      </button>
    </section>
  );
};
