import { isSynthetic } from '../../../app/synth/origin.ts';
import { useDesk } from '../../state/desk.ts';
import { useHealth } from '../../state/health.ts';
import { useJobs } from '../../state/jobs.ts';
import { type SidePanel, usePanes } from '../../state/panes.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { ViewSettings } from '../viewer/ViewSettings.tsx';
import { JobLine } from './JobLine.tsx';
import { Standing } from './Standing.tsx';

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
      <JobLine pausable={false} />
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
