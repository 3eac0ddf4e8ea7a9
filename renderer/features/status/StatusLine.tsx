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

interface PanelButtonProps {
  readonly panel: SidePanel;
  readonly label: string;
  /** The menu that it lies in and closes. */
  readonly menu?: string;
}

const PanelButton = ({ panel, label, menu }: PanelButtonProps) => {
  const { side, sideOpen, showSide } = usePanes();
  return (
    <button
      type="button"
      className="quiet"
      aria-pressed={sideOpen && side === panel}
      popoverTarget={menu}
      popoverTargetAction="hide"
      onClick={() => showSide(panel)}
    >
      {label}
    </button>
  );
};

const menuId = 'more-panels';

const MenuButton = (props: Omit<PanelButtonProps, 'menu'>) => <PanelButton {...props} menu={menuId} />;

/** Panels that are opened now and then; each has a key as well. */
const More = () => {
  const { outcomes, exported } = useJobs();
  const synthetic = useViewer(({ opened }) => opened?.recording != null && isSynthetic(opened.recording));
  return (
    <>
      <button type="button" className="quiet" popoverTarget={menuId}>
        {texts.status.morePanels} <span aria-hidden="true">▴</span>
      </button>
      <nav id={menuId} className="more-panels" popover="auto" aria-label={texts.status.morePanels}>
        {outcomes.length > 0 && <MenuButton panel="results" label={texts.status.results} />}
        {exported !== null && <MenuButton panel="exports" label={texts.exports.title} />}
        {synthetic && <MenuButton panel="truth" label={texts.heart.truthTitle} />}
        <MenuButton panel="heart" label={texts.heart.title} />
        <MenuButton panel="models" label={texts.models.title} />
        <MenuButton panel="people" label={texts.desk.title} />
        <MenuButton panel="audit" label={texts.status.audit} />
        <MenuButton panel="ledger" label={texts.ledger.title} />
        <MenuButton panel="keys" label={texts.status.keys} />
      </nav>
    </>
  );
};

export const StatusLine = () => {
  const who = useDesk(({ desk }) => (desk?.settings.mode === 'people' ? (desk.person?.name ?? '') : ''));
  return (
    <footer className="status-line">
      <Standing />
      <Warnings />
      <JobLine pausable={false} />
      <Notice />
      <ViewSettings />
      {who !== '' && <PanelButton panel="people" label={who} />}
      <More />
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
