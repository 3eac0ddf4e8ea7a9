import { useMay } from '../../state/desk.ts';
import { isOpenForAnswers, useReview } from '../../state/review.ts';

/** Whether who sits here may answer the computer's statements now. */
export const useMayAnswer = (): boolean => {
  const mayReview = useMay('review');
  const open = useReview(isOpenForAnswers);
  return mayReview && open;
};
