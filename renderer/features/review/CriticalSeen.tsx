import { markSeen, useReview } from '../../state/review.ts';
import { texts } from '../../texts.ts';
import './review.css';

/** The reader's word that a critical statement was seen and acted upon. */
export const CriticalSeen = ({ code }: { readonly code: string }) => {
  const seen = useReview((state) => state.content.criticalSeen.includes(code));
  return (
    <label className="answer-seen">
      <input type="checkbox" checked={seen} onChange={(event) => markSeen(code, event.target.checked)} />
      {texts.review.criticalSeen}
    </label>
  );
};
