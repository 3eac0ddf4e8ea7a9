import { answers } from '../../../app/review/review.ts';
import { answer, useReview } from '../../state/review.ts';
import { texts } from '../../texts.ts';
import './review.css';

/** Agree, change or reject by mouse; the row around them takes the same by key. */
export const AnswerButtons = ({ code, text }: { readonly code: string; readonly text: string }) => {
  const given = useReview((state) => state.content.answered.find((each) => each.code === code)?.answer);
  const words = texts.review;
  return (
    <span className="answer-buttons">
      {answers.map((each) => (
        <button
          key={each}
          type="button"
          tabIndex={-1}
          title={`${words.answers[each]} (${words.answerKeys[each]})`}
          aria-label={`${words.answers[each]}: ${text}`}
          aria-pressed={given === each}
          onClick={() => answer(code, text, each)}
        >
          {words.answerKeys[each]}
        </button>
      ))}
    </span>
  );
};
