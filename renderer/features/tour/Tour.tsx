import { useEffect, useRef } from 'react';
import { endTour, stepTour, tourStops, useTour } from '../../state/tour.ts';
import { texts } from '../../texts.ts';

/** A card beside what it tells of, over no more of the paper than it needs. Its keys are its own while it has the focus. */
export const Tour = () => {
  const step = useTour((state) => state.step);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step !== null) next.current?.focus();
  }, [step]);
  const stop = step === null ? undefined : tourStops[step];
  if (step === null || stop === undefined) return null;
  const { what, how } = texts.tour.steps[stop];
  const last = step === tourStops.length - 1;
  return (
    <section
      className="tour"
      aria-label={texts.tour.title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        endTour();
      }}
    >
      <div aria-live="polite">
        <h2>
          {what} <span className="muted figure">{texts.tour.place(step + 1, tourStops.length)}</span>
        </h2>
        <p>{how}</p>
      </div>
      <div className="tour-ways">
        <button type="button" className="quiet" onClick={endTour}>
          {texts.tour.skip}
        </button>
        <button type="button" disabled={step === 0} onClick={() => stepTour(-1)}>
          {texts.tour.back}
        </button>
        <button ref={next} type="button" className="first" onClick={() => stepTour(1)}>
          {last ? texts.tour.done : texts.tour.next}
        </button>
      </div>
    </section>
  );
};
