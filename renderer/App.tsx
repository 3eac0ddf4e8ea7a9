import { useEffect } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { AuditPanel } from './features/audit/AuditPanel.tsx';
import { LedgerPanel } from './features/audit/LedgerPanel.tsx';
import { FindingsPanel } from './features/findings/FindingsPanel.tsx';
import { HeartPanel } from './features/heart/HeartPanel.tsx';
import { TruthPanel } from './features/heart/TruthPanel.tsx';
import { KeysPanel } from './features/help/KeysPanel.tsx';
import { ModelsPanel } from './features/models/ModelsPanel.tsx';
import { Palette } from './features/palette/Palette.tsx';
import { LockScreen } from './features/people/LockScreen.tsx';
import { PeoplePanel } from './features/people/PeoplePanel.tsx';
import { SettingsPanel } from './features/settings/SettingsPanel.tsx';
import { ExportsPanel } from './features/status/ExportsPanel.tsx';
import { ImportLine } from './features/status/ImportLine.tsx';
import { PaperLine } from './features/status/PaperLine.tsx';
import { ResultsPanel } from './features/status/ResultsPanel.tsx';
import { StatusLine } from './features/status/StatusLine.tsx';
import { Tour } from './features/tour/Tour.tsx';
import { MeasurementLine } from './features/viewer/MeasurementLine.tsx';
import { TracingPane } from './features/viewer/TracingPane.tsx';
import { DropZone } from './features/worklist/DropZone.tsx';
import { WorklistPane } from './features/worklist/WorklistPane.tsx';
import { handleKey } from './keys.ts';
import { rememberedText, rememberText } from './platform/rememberedText.ts';
import { reportActivity } from './state/desk.ts';
import { type SidePanel, usePanes } from './state/panes.ts';
import { tourStops, useTour } from './state/tour.ts';
import { texts } from './texts.ts';

const panels = {
  findings: FindingsPanel,
  audit: AuditPanel,
  ledger: LedgerPanel,
  keys: KeysPanel,
  results: ResultsPanel,
  exports: ExportsPanel,
  heart: HeartPanel,
  truth: TruthPanel,
  models: ModelsPanel,
  people: PeoplePanel,
  settings: SettingsPanel,
} satisfies Record<SidePanel, () => React.JSX.Element>;

const storage = {
  getItem: (key: string) => rememberedText(`panes:${key}`),
  setItem: (key: string, value: string) => rememberText(`panes:${key}`, value),
};

/** Worklist, paper and right column; their widths are the reader's, remembered for each set of panes that is open. */
const Panes = () => {
  const { worklistOpen, worklistWide, sideOpen, side, paperOnly } = usePanes();
  const worklist = worklistOpen && !paperOnly;
  // The table takes the room of the right column; the tracing stays beside it.
  const right = sideOpen && !paperOnly && !(worklist && worklistWide);
  const listId = worklistWide ? 'table' : 'worklist';
  const layout = useDefaultLayout({
    id: 'desk',
    panelIds: [...(worklist ? [listId] : []), 'middle', ...(right ? ['side'] : [])],
    storage,
    onlySaveAfterUserInteractions: true,
  });
  const Side = panels[side];
  return (
    <Group className="desk-panes" {...layout}>
      {worklist && (
        <Panel
          key={listId}
          id={listId}
          defaultSize={worklistWide ? '55%' : '11.28vw'}
          minSize={worklistWide ? '30rem' : '10rem'}
          maxSize={worklistWide ? '75%' : '24rem'}
        >
          <WorklistPane />
        </Panel>
      )}
      {worklist && <Separator className="separator" aria-label={texts.panes.worklist} />}
      <Panel key="middle" id="middle" minSize="20rem">
        <div className="desk-middle">
          {!paperOnly && <MeasurementLine />}
          <TracingPane />
        </div>
      </Panel>
      {right && <Separator className="separator" aria-label={texts.panes.side} />}
      {right && (
        <Panel key="side" id="side" defaultSize="13.5vw" minSize="12.25rem" maxSize="36rem">
          <Side />
        </Panel>
      )}
    </Group>
  );
};

export const App = () => {
  const paperOnly = usePanes((state) => state.paperOnly);
  const step = useTour((state) => state.step);
  useEffect(() => {
    window.addEventListener('keydown', handleKey);
    window.addEventListener('keydown', reportActivity);
    window.addEventListener('pointerdown', reportActivity);
    return () => {
      window.removeEventListener('keydown', handleKey);
      window.removeEventListener('keydown', reportActivity);
      window.removeEventListener('pointerdown', reportActivity);
    };
  }, []);
  return (
    <div className="desk" data-tour={step === null ? undefined : tourStops[step]}>
      <Panes />
      {!paperOnly && <ImportLine />}
      {paperOnly ? <PaperLine /> : <StatusLine />}
      <Palette />
      <Tour />
      <DropZone />
      <LockScreen />
    </div>
  );
};
