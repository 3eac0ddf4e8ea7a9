import { useState } from 'react';
import { chooseFolder, startWatch, stopWatch, useWatch } from '../../state/watch.ts';
import { texts } from '../../texts.ts';

type Chosen = NonNullable<Awaited<ReturnType<typeof chooseFolder>>>;

const words = texts.watch;
const usualQuietS = 2;

const StartWatch = () => {
  const [folder, setFolder] = useState<Chosen | null>(null);
  const [moveTo, setMoveTo] = useState<Chosen | null>(null);
  const [quietS, setQuietS] = useState(usualQuietS);
  const [polling, setPolling] = useState(false);
  const valid = quietS >= 0.5 && quietS <= 3600;
  return (
    <>
      <p className="muted">{words.what}</p>
      <p>
        <button type="button" onClick={() => void chooseFolder().then((chosen) => chosen && setFolder(chosen))}>
          {words.choose}
        </button>{' '}
        {folder?.label ?? words.none}
      </p>
      <p>
        <button type="button" onClick={() => void chooseFolder().then((chosen) => chosen && setMoveTo(chosen))}>
          {words.chooseMoveTo}
        </button>{' '}
        {moveTo !== null && (
          <button type="button" className="quiet" onClick={() => setMoveTo(null)}>
            {words.leaveOriginals}
          </button>
        )}
      </p>
      <p className="muted">{moveTo === null ? words.originalsStay : words.originalsMove(moveTo.label)}</p>
      <label className="setting">
        <span>{words.quiet}</span>
        <input
          type="number"
          min={0.5}
          max={3600}
          step={0.5}
          value={Number.isNaN(quietS) ? '' : quietS}
          onChange={(event) => setQuietS(event.target.valueAsNumber)}
        />
      </label>
      <label>
        <input type="checkbox" checked={polling} onChange={(event) => setPolling(event.target.checked)} />{' '}
        {words.polling}
      </label>
      <p>
        <button
          type="button"
          disabled={folder === null || !valid}
          onClick={() => {
            if (folder === null) return;
            void startWatch({ folderToken: folder.token, moveToToken: moveTo?.token ?? null, quietS, polling });
            // A choice works once.
            setFolder(null);
            setMoveTo(null);
          }}
        >
          {words.start}
        </button>
      </p>
    </>
  );
};

/** Which folder is watched and what happens to originals; one at a time. */
export const WatchSection = () => {
  const watch = useWatch((state) => state.watch);
  if (watch === null) return null;
  return (
    <section aria-label={words.title}>
      <h3>{words.title}</h3>
      {watch.folder === null ? (
        <StartWatch />
      ) : (
        <>
          <p>{words.status(watch.folder)}</p>
          {watch.trouble !== null && <p className="notice-bad">{watch.trouble}</p>}
          <p className="muted">{watch.moveTo === null ? words.originalsStay : words.originalsMove(watch.moveTo)}</p>
          <button type="button" onClick={() => void stopWatch()}>
            {words.stop}
          </button>
        </>
      )}
    </section>
  );
};
