import { chooseNone, useChosen } from '../../state/chosen.ts';
import { useMay } from '../../state/desk.ts';
import { exportChosen } from '../../state/jobs.ts';
import { texts } from '../../texts.ts';

const words = texts.worklist.chosen;

/** How many recordings are chosen together, and what can be done to all of them; below the list, whose rows stay where they are. */
export const ChosenLine = () => {
  const count = useChosen(({ chosen }) => chosen.size);
  const mayExport = useMay('export');
  return (
    <section className="chosen-line" aria-label={words.title} hidden={count === 0}>
      <p role="status">{count > 0 && words.count(count)}</p>
      <button type="button" className="quiet" aria-label={words.clear} title={words.clearHint} onClick={chooseNone}>
        ×
      </button>
      {mayExport && (
        <button type="button" title={words.exportHint} onClick={() => void exportChosen()}>
          {words.exportPdfs}
        </button>
      )}
    </section>
  );
};
