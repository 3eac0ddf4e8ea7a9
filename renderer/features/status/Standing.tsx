import { isConfirmed, useReview } from '../../state/review.ts';
import { texts } from '../../texts.ts';

/** How far what is on screen may be relied on; never out of sight. */
export const Standing = () => {
  const confirmed = useReview(({ review }) => isConfirmed(review));
  // That it is for research use stays, whoever has confirmed it.
  if (confirmed) return <p className="standing">{texts.researchUse}</p>;
  return (
    <p className="standing">
      <span className="standing-full">
        {texts.unconfirmed} · {texts.researchUse}
      </span>
      <span className="standing-short" aria-hidden="true">
        {texts.standingShort}
      </span>
    </p>
  );
};
