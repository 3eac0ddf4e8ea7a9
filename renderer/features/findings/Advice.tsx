import { statementsInOrder } from '../../../app/analysis/reading.ts';
import type { Analysis, Recommendation } from '../../../app/analysis/schema.ts';
import { urgencyWords } from '../../../app/report/words.ts';
import { lightUp } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';

/** A shape beside each word of urgency: the order must be readable without colour. */
const urgencyGlyphs = { immediate: '■', urgent: '▲', routine: '○' } as const;

const Suggestion = ({ analysis, advice }: { readonly analysis: Analysis; readonly advice: Recommendation }) => {
  const found = statementsInOrder(analysis).filter(({ code }) => advice.basedOn.includes(code));
  const classes = analysis.diagnoses.filter(({ class: name }) => advice.basedOn.includes(name));
  return (
    <li className={`suggestion suggestion-${advice.urgency}`}>
      <p>
        <span aria-hidden="true">{urgencyGlyphs[advice.urgency]}</span>{' '}
        <span className="urgency">{urgencyWords[advice.urgency]}</span> {advice.action}
      </p>
      <p className="muted">
        {advice.reasoning}
        {found.map((statement) => (
          <button key={statement.code} type="button" className="quiet finding-link" onClick={() => lightUp(statement)}>
            {statement.text}
          </button>
        ))}
        {classes.map(({ model, class: name }) => (
          <span key={`${model}:${name}`}> {texts.findings.fromModel(texts.findings.classes[name], model)}</span>
        ))}
      </p>
    </li>
  );
};

/** Ranked suggestions, each with its reason and the finding that it follows from. */
export const Advice = ({ analysis }: { readonly analysis: Analysis }) =>
  analysis.recommendations.length === 0 ? null : (
    <section aria-label={texts.findings.advice}>
      <h3>{texts.findings.advice}</h3>
      <ul className="suggestions">
        {analysis.recommendations.map((advice) => (
          <Suggestion key={`${advice.action}:${advice.basedOn.join()}`} analysis={analysis} advice={advice} />
        ))}
      </ul>
      <p className="muted">{texts.findings.adviceNote}</p>
    </section>
  );
