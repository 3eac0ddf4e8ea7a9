import { type KeyboardEvent, useId } from 'react';
import { percentText } from '../../../app/report/words.ts';
import { answer, useReview } from '../../state/review.ts';
import { lightUp, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { AnswerButtons } from '../review/AnswerButtons.tsx';
import { answerOfKey, focusPicker, stepRow } from '../review/answerKeys.ts';
import { CriticalSeen } from '../review/CriticalSeen.tsx';
import { Evidence } from './Evidence.tsx';
import type { ListedStatement } from './listedStatements.ts';
import './statements.css';

const Words = ({ text, critical }: Pick<ListedStatement, 'text' | 'critical'>) => (
  <>
    {critical && (
      <>
        <span aria-hidden="true">■ </span>
        <b>{texts.findings.critical}: </b>
      </>
    )}
    {text}
  </>
);

/**
 * A statement of the computer with its confidence, its evidence when opened, and what the reader answered. A row that takes
 * an answer is one stop of the Tab key and takes the keys for all that its buttons do.
 */
export const StatementRow = (props: { readonly listed: ListedStatement; readonly mayAnswer: boolean }) => {
  const { code, text, critical, stated, asked } = props.listed;
  const answerable = props.mayAnswer && asked;
  const lit = useViewer((state) => state.lit?.code === code);
  const given = useReview((state) => state.content.answered.find((each) => each.code === code));
  const id = useId();
  const toggle = () => lightUp(lit ? null : stated);
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.currentTarget;
    // The tick of a critical statement is no place to answer from.
    const chosen =
      event.shiftKey || event.target instanceof HTMLInputElement ? undefined : answerOfKey[event.key.toLowerCase()];
    if (chosen !== undefined) {
      // A key that is held answers one statement, not all of them.
      if (!event.repeat) {
        answer(code, text, chosen);
        if (chosen === 'changed') focusPicker();
        else stepRow(row, 1);
      }
    } else if (event.key === 'ArrowDown') stepRow(row, 1);
    else if (event.key === 'ArrowUp') stepRow(row, -1);
    // What has the focus within the row, its tick or a button, keeps these two for itself.
    else if ((event.key === 'Enter' || event.key === ' ') && event.target === row) toggle();
    else return;
    event.preventDefault();
  };
  const rejected = given?.answer === 'rejected' ? ' statement-rejected' : '';
  return (
    <li
      className={`statement${critical ? ' statement-critical' : ''}${answerable ? ' answer-row' : ''}`}
      // A row takes the keys A, X, E and Enter; its buttons do the same.
      tabIndex={answerable ? 0 : undefined}
      data-answered={given !== undefined}
      aria-label={answerable ? texts.review.answerOf(text) : undefined}
      onKeyDown={answerable ? onKeyDown : undefined}
    >
      {stated === null ? (
        <span className={`statement-text${rejected}`}>
          <Words text={text} critical={critical} />
        </span>
      ) : (
        <button
          type="button"
          className={`statement-text statement-opens${rejected}`}
          tabIndex={answerable ? -1 : 0}
          aria-expanded={lit}
          aria-controls={lit ? id : undefined}
          onClick={toggle}
        >
          <Words text={text} critical={critical} />
        </button>
      )}
      <div className="statement-line">
        {stated !== null && (
          <span className="muted figure">
            {percentText(stated.confidence)}
            <span className="unit"> %</span>
          </span>
        )}
        {stated?.models.some(({ agrees }) => !agrees) && (
          <span className="disagrees">{texts.findings.disagreement}</span>
        )}
        {answerable && <AnswerButtons code={code} text={text} />}
        {!answerable && given !== undefined && given.answer !== 'changed' && (
          <span className="muted">{texts.review.answered[given.answer]}</span>
        )}
      </div>
      {given?.changedTo != null && (
        <p>
          {texts.review.changedTo} {given.changedTo.text}
        </p>
      )}
      {answerable && critical && <CriticalSeen code={code} />}
      {lit && stated !== null && (
        <div id={id} className="statement-evidence">
          <Evidence statement={stated} />
        </div>
      )}
    </li>
  );
};
