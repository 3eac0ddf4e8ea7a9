import { useEffect, useState } from 'react';
import { useJobs } from '../../state/jobs.ts';
import { useUnfinished } from '../../state/unfinishedImports.ts';
import { useWatch } from '../../state/watch.ts';
import { JobLine } from './JobLine.tsx';
import { UnfinishedImport } from './UnfinishedImport.tsx';
import { WatchLine } from './WatchLine.tsx';

/** What ends sooner is over before anybody could read about it, and must not move the paper. */
const worthShowingMs = 700;

/** A line of its own above the status line while an import runs or waits, or a folder is watched. */
export const ImportLine = () => {
  const importId = useJobs(({ running }) => running.find(({ pausable }) => pausable)?.id ?? null);
  const [lastingId, setLastingId] = useState<number | null>(null);
  const unfinished = useUnfinished(({ imports }) => imports.length > 0);
  const watching = useWatch(({ watch }) => watch !== null && watch.folder !== null);
  useEffect(() => {
    if (importId === null) return;
    const timer = setTimeout(() => setLastingId(importId), worthShowingMs);
    return () => clearTimeout(timer);
  }, [importId]);
  const lasting = importId !== null && lastingId === importId;
  if (!lasting && !unfinished && !watching) return null;
  return (
    <div className="import-line">
      {lasting && <JobLine pausable />}
      <UnfinishedImport />
      <WatchLine />
    </div>
  );
};
