import type { Analysis } from '../../../app/analysis/schema.ts';
import { useReview } from '../../state/review.ts';
import { texts } from '../../texts.ts';
import { useMayAnswer } from '../review/useMayAnswer.ts';
import { listedStatements } from './listedStatements.ts';
import { StatementRow } from './StatementRow.tsx';

const nothingAsked: readonly never[] = [];

/** What the computer states, critical first; each opens to its evidence, lights up its beats and takes the reader's answer. */
export const Statements = ({ analysis }: { readonly analysis: Analysis }) => {
  const { rhythm } = analysis;
  const asked = useReview((state) => state.review?.computer ?? nothingAsked);
  const mayAnswer = useMayAnswer();
  const listed = listedStatements(analysis, asked);
  return (
    <section aria-label={texts.findings.statements}>
      <h3>{texts.findings.statements}</h3>
      {mayAnswer && asked.length > 0 && <p className="muted">{texts.review.answerHint}</p>}
      {rhythm.statements.length === 0 && (
        <p className="muted" title={rhythm.reason ?? undefined}>
          {texts.findings.noRhythm}
          {rhythm.reason !== null && <>. {rhythm.reason}</>}
        </p>
      )}
      {listed.length > 0 && (
        <ul className="statements">
          {listed.map((statement) => (
            <StatementRow key={statement.code} listed={statement} mayAnswer={mayAnswer} />
          ))}
        </ul>
      )}
    </section>
  );
};
