import { isSynthetic } from '../../../app/synth/origin.ts';
import { useDesk } from '../../state/desk.ts';
import { useHealth } from '../../state/health.ts';
import { useJobs } from '../../state/jobs.ts';
import { type SidePanel, usePanes } from '../../state/panes.ts';
import { durationText, timeLeftS } from '../../state/timeLeft.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { ViewSettings } from '../viewer/ViewSettings.tsx';
import { Standing } from './Standing.tsx';

const JobLine = () => {
  const running = useJobs((state) => state.running);
  const job = running[0];
  if (job === undefined) return null;
  const { progress } = job;
  const counted = progress !== null && progress.total > 0;
  const leftS = counted ? timeLeftS(performance.now() - job.startedMs, progress.done, progress.total) : null;
  return (
    <div className="job">
      <span className="job-label">{job.label}</span>
      {counted ? (
        <>
          <progress aria-label={texts.status.progress} value={progress.done} max={progress.total} />
          <span className="figure">{texts.status.counted(progress.done, progress.total)}</span>
          {leftS !== null && leftS > 0 && (
            <span className="muted figure">{texts.status.left(durationText(leftS))}</span>
          )}
        </>
      ) : (
        <span className="muted">{texts.status.stages[progress?.stage ?? 'finding'] ?? progress?.stage}</span>
      )}
      {running.length > 1 && <span className="muted">{texts.status.more(running.length - 1)}</span>}
      <button type="button" className="quiet" disabled={job.cancelling} onClick={job.cancel}>
        {job.cancelling ? texts.status.cancelling : texts.status.cancel}
      </button>
    </div>
  );
};

const Notice = () => {
  const { notice, running } = useJobs();
  return (
    <p className={notice?.bad === true ? 'notice notice-bad' : 'notice'} role="status">
      {running.length === 0 && notice?.text}
    </p>
  );
};

const Warnings = () => {
  const warnings = useHealth((state) => state.warnings);
  if (warnings.length === 0) return null;
  return (
    <p className="warnings" role="alert" aria-label={texts.status.warnings} title={warnings.join('\n')}>
      <span aria-hidden="true">▲</span> {warnings.join(' ')}
    </p>
  );
};

const PanelButton = ({ panel, label }: { readonly panel: SidePanel; readonly label: string }) => {
  const { side, sideOpen, showSide } = usePanes();
  return (
    <button type="button" className="quiet" aria-pressed={sideOpen && side === panel} onClick={() => showSide(panel)}>
      {label}
    </button>
  );
};

export const StatusLine = () => {
  const outcome = useJobs((state) => state.outcome);
  const who = useDesk(
    ({ desk }) => (desk?.settings.mode === 'people' ? (desk.person?.name ?? '') : '') || texts.desk.title,
  );
  const synthetic = useViewer(({ opened }) => opened?.recording != null && isSynthetic(opened.recording));
  return (
    <footer className="status-line">
      <Standing />
      <Warnings />
      <JobLine />
      <Notice />
      {outcome !== null && <PanelButton panel="results" label={texts.status.results} />}
      <ViewSettings />
      {synthetic && <PanelButton panel="truth" label={texts.heart.truthTitle} />}
      <PanelButton panel="heart" label={texts.heart.title} />
      <PanelButton panel="models" label={texts.models.title} />
      <PanelButton panel="people" label={who} />
      <PanelButton panel="audit" label={texts.status.audit} />
      <PanelButton panel="keys" label={texts.status.keys} />
      <button
        type="button"
        className="quiet"
        title={texts.commands.paletteHint}
        onClick={() => usePanes.getState().showPalette(true)}
      >
        <span className="for-readers">{texts.commands.palette} </span>
        {texts.commands.paletteKey}
      </button>
    </footer>
  );
};
