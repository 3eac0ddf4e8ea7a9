import { dismissTour, startTour, useTour } from '../../state/tour.ts';
import { texts } from '../../texts.ts';

/** Offered at the first start and in nobody's way; the palette has the tour at all times. */
export const TourInvitation = () => {
  const { known, step } = useTour();
  if (known || step !== null) return null;
  return (
    <div className="tour-invitation">
      <button type="button" onClick={() => void startTour()}>
        {texts.tour.start}
      </button>
      <button
        type="button"
        className="quiet"
        aria-label={texts.tour.notNow}
        title={texts.tour.notNow}
        onClick={dismissTour}
      >
        ×
      </button>
    </div>
  );
};
