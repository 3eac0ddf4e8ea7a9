import { pauseImports, useJobs } from '../../state/jobs.ts';
import { durationText, timeLeftS } from '../../state/timeLeft.ts';
import { texts } from '../../texts.ts';

/** What runs now, imports apart from the rest: how far it is, how fast, how long it will take, and how to hold or end it. */
export const JobLine = ({ pausable }: { readonly pausable: boolean }) => {
  const allRunning = useJobs((state) => state.running);
  const running = allRunning.filter((job) => job.pausable === pausable);
  const job = running[0];
  if (job === undefined) return null;
  const { progress, pausedAtMs } = job;
  const counted = progress !== null && progress.total > 0;
  const elapsedMs = (pausedAtMs ?? performance.now()) - job.startedMs - job.pausedMs;
  const leftS = counted ? timeLeftS(elapsedMs, progress.done, progress.total) : null;
  return (
    <div className="job">
      <span className="job-label">{job.label}</span>
      {counted ? (
        <>
          <progress aria-label={texts.status.progress} value={progress.done} max={progress.total} />
          <span className="figure">{texts.status.counted(progress.done, progress.total)}</span>
          {job.pausable && progress.done > 0 && (
            <span className="muted figure">{texts.imports.perSecond((progress.done * 1000) / elapsedMs)}</span>
          )}
          {pausedAtMs === null && leftS !== null && leftS > 0 && (
            <span className="muted figure">{texts.status.left(durationText(leftS))}</span>
          )}
          {pausedAtMs !== null && <span>{texts.imports.paused}</span>}
        </>
      ) : (
        <span className="muted">{texts.status.stages[progress?.stage ?? 'finding'] ?? progress?.stage}</span>
      )}
      {running.length > 1 && <span className="muted">{texts.status.more(running.length - 1)}</span>}
      {job.pausable && (
        <button
          type="button"
          className="quiet"
          disabled={job.cancelling}
          onClick={() => void pauseImports(pausedAtMs === null)}
        >
          {pausedAtMs === null ? texts.imports.pause : texts.imports.goOn}
        </button>
      )}
      <button type="button" className="quiet" disabled={job.cancelling} onClick={job.cancel}>
        {job.cancelling ? texts.status.cancelling : texts.status.cancel}
      </button>
    </div>
  );
};
