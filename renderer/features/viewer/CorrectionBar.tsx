import { boundsOfBeat, boundsWith, markNames } from '../../../app/analysis/correctedMarks.ts';
import {
  beatInView,
  hasUnsaved,
  putBack,
  redoMark,
  saveCorrections,
  stepBeat,
  undoMark,
  useCorrections,
} from '../../state/corrections.ts';
import type { Opened } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';

const MarkButtons = ({ opened }: { readonly opened: Opened }) => {
  const { marks, beat, chosen } = useCorrections();
  const shown = beatInView(opened, beat);
  if (shown === null) return <span className="muted">{texts.correction.noBeat}</span>;
  const corrected = boundsOfBeat(marks, beat);
  const bounds = boundsWith(shown.bounds, corrected);
  return (
    <>
      {markNames.map((name) => {
        const at = bounds[name];
        if (at === null) return null;
        const moved = corrected[name] !== undefined;
        return (
          <span key={name} className="correction-mark">
            <button
              type="button"
              className="quiet"
              aria-pressed={chosen === name}
              onClick={(event) => {
                useCorrections.setState({ chosen: chosen === name ? null : name });
                event.currentTarget.blur();
              }}
            >
              {texts.correction.names[name]} <span className="figure">{Math.round(1000 * at)}</span>
              <span className="unit"> ms</span>
            </button>
            {moved && (
              <button
                type="button"
                className="quiet"
                title={texts.correction.back}
                aria-label={`${texts.correction.back}: ${texts.correction.names[name]}`}
                onClick={() => putBack(name)}
              >
                <span aria-hidden="true">×</span>
              </button>
            )}
          </span>
        );
      })}
    </>
  );
};

const BeatChoice = ({ beats }: { readonly beats: number }) => {
  const beat = useCorrections((state) => state.beat);
  const { median, beat: named, earlierBeat, laterBeat } = texts.correction;
  return (
    <span className="correction-beat">
      <button
        type="button"
        className="quiet"
        aria-label={earlierBeat}
        disabled={beat === null}
        onClick={() => stepBeat(-1)}
      >
        ‹
      </button>
      <span className="figure" role="status">
        {beat === null ? median : named(beat + 1, beats)}
      </span>
      <button
        type="button"
        className="quiet"
        aria-label={laterBeat}
        disabled={beat !== null && beat + 1 >= beats}
        onClick={() => stepBeat(1)}
      >
        ›
      </button>
    </span>
  );
};

/** Whose bounds are shown, where they lie, and what to do with what was moved. */
export const CorrectionBar = ({ opened, beats }: { readonly opened: Opened; readonly beats: number }) => {
  const { marks, saved, past, future, saving } = useCorrections();
  const unsaved = hasUnsaved({ marks, saved });
  const { correction } = texts;
  return (
    <section className="correction-bar" aria-label={correction.title}>
      <BeatChoice beats={beats} />
      <MarkButtons opened={opened} />
      <span className="correction-actions">
        <button
          type="button"
          className="quiet"
          title={correction.undoHint}
          disabled={past.length === 0}
          onClick={undoMark}
        >
          {correction.undo}
        </button>
        <button
          type="button"
          className="quiet"
          title={correction.redoHint}
          disabled={future.length === 0}
          onClick={redoMark}
        >
          {correction.redo}
        </button>
        <button
          type="button"
          title={correction.saveHint}
          disabled={!unsaved || saving}
          onClick={() => void saveCorrections()}
        >
          {correction.save}
        </button>
        {unsaved && <span className="correction-unsaved">{correction.unsaved}</span>}
      </span>
      <p className="muted">{correction.hint}</p>
    </section>
  );
};
