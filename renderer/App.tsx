import { useEffect } from 'react';
import { AuditPanel } from './features/audit/AuditPanel.tsx';
import { FindingsPanel } from './features/findings/FindingsPanel.tsx';
import { HeartPanel } from './features/heart/HeartPanel.tsx';
import { TruthPanel } from './features/heart/TruthPanel.tsx';
import { KeysPanel } from './features/help/KeysPanel.tsx';
import { ModelsPanel } from './features/models/ModelsPanel.tsx';
import { LockScreen } from './features/people/LockScreen.tsx';
import { PeoplePanel } from './features/people/PeoplePanel.tsx';
import { PaperLine } from './features/status/PaperLine.tsx';
import { ResultsPanel } from './features/status/ResultsPanel.tsx';
import { StatusLine } from './features/status/StatusLine.tsx';
import { MeasurementLine } from './features/viewer/MeasurementLine.tsx';
import { TracingPane } from './features/viewer/TracingPane.tsx';
import { DropZone } from './features/worklist/DropZone.tsx';
import { WorklistPane } from './features/worklist/WorklistPane.tsx';
import { handleKey } from './keys.ts';
import { reportActivity } from './state/desk.ts';
import { type SidePanel, usePanes } from './state/panes.ts';

const panels = {
  findings: FindingsPanel,
  audit: AuditPanel,
  keys: KeysPanel,
  results: ResultsPanel,
  heart: HeartPanel,
  truth: TruthPanel,
  models: ModelsPanel,
  people: PeoplePanel,
} satisfies Record<SidePanel, () => React.JSX.Element>;

export const App = () => {
  const { worklistOpen, sideOpen, side, paperOnly } = usePanes();
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
  const Side = panels[side];
  return (
    <div className="desk">
      {!paperOnly && worklistOpen && <WorklistPane />}
      <div className="desk-middle">
        {!paperOnly && <MeasurementLine />}
        <TracingPane />
      </div>
      {!paperOnly && sideOpen && <Side />}
      {paperOnly ? <PaperLine /> : <StatusLine />}
      <DropZone />
      <LockScreen />
    </div>
  );
};
