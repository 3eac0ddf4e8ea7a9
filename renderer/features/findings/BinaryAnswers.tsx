import type { Analysis } from '../../../app/analysis/schema.ts';
import { percentText } from '../../../app/report/words.ts';
import { texts } from '../../texts.ts';

/** What the models of two classes say, each for itself: where they disagree, the reader sees it. */
export const BinaryAnswers = ({ answers }: { readonly answers: Analysis['binary'] }) => {
  if (answers.length === 0) return null;
  return (
    <section aria-label={texts.findings.binary}>
      <h3>{texts.findings.binary}</h3>
      <ul className="reasons">
        {answers.map(({ model, label, confidence }) => (
          <li key={model} className="reason">
            <span aria-hidden="true">{label === 'NOT NORMAL' ? '●' : '○'}</span>
            <span>
              {texts.findings.binaryLabels[label]} <span className="muted">{model}</span>
            </span>
            <span className="figure">
              {percentText(confidence)}
              <span className="unit"> %</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
