import { useViewer } from '../../state/viewer.ts';
import { patientText } from '../viewer/patientText.ts';
import { Standing } from './Standing.tsx';

/** All that stays beside the tracing when everything else is away: whose it is, and how far it may be relied on. */
export const PaperLine = () => {
  const opened = useViewer((state) => state.opened);
  return (
    <footer className="status-line">
      {opened !== null && (
        <p className="paper-of">
          <b>{opened.row.record}</b> {patientText(opened)}
        </p>
      )}
      <Standing />
    </footer>
  );
};
