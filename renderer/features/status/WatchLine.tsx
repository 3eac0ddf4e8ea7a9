import { usePanes } from '../../state/panes.ts';
import { useWatch } from '../../state/watch.ts';
import { texts } from '../../texts.ts';

const words = texts.watch;

/** That a folder is watched, and what came of it; leads to where it is set. */
export const WatchLine = () => {
  const watch = useWatch((state) => state.watch);
  if (watch === null || watch.folder === null) return null;
  const { folder, taken, refused, waiting, trouble } = watch;
  const parts = [
    words.line(folder, taken),
    ...(refused > 0 ? [words.refused(refused)] : []),
    ...(waiting > 0 ? [words.waiting(waiting)] : []),
    ...(trouble === null ? [] : [trouble]),
  ];
  return (
    <button
      type="button"
      className={trouble === null ? 'quiet' : 'quiet notice-bad'}
      title={parts.join('\n')}
      onClick={() => usePanes.getState().showSide('settings')}
    >
      {trouble !== null && <span aria-hidden="true">▲ </span>}
      {parts.join(', ')}
    </button>
  );
};
