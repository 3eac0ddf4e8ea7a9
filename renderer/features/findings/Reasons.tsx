import { featureWords } from '../../../app/models/features/featureWords.ts';
import type { FeatureContribution } from '../../../app/ports.ts';
import { texts } from '../../texts.ts';

/** Enough to see what moved the model, few enough to be read. */
const shown = 6;

const Reason = ({ contribution }: { readonly contribution: FeatureContribution }) => {
  const { text, unit } = featureWords(contribution.feature);
  const forIt = contribution.logit > 0;
  return (
    <li className="reason">
      <span aria-hidden="true">{forIt ? '▲' : '▽'}</span>
      <span className="for-readers">{forIt ? texts.findings.reasonFor : texts.findings.reasonAgainst}</span>
      <span>{text}</span>
      <span className="figure">
        {contribution.value === null ? '–' : featureText(contribution.value, unit)}
        <span className="unit"> {unit}</span>
      </span>
    </li>
  );
};

const featureText = (value: number, unit: string): string =>
  value.toFixed(unit === 'ms' || Math.abs(value) >= 100 ? 0 : 2).replace('-', '−');

/** The measured features that moved the model most for or against a class, the strongest first. */
export const Reasons = (props: { readonly name: string; readonly contributions: readonly FeatureContribution[] }) => {
  const own = props.contributions.filter((contribution) => contribution.class === props.name).slice(0, shown);
  if (own.length === 0) return null;
  return (
    <>
      <h4>{texts.findings.reasons(props.name)}</h4>
      <ul className="reasons">
        {own.map((contribution) => (
          <Reason key={contribution.feature} contribution={contribution} />
        ))}
      </ul>
      <p className="muted">{texts.findings.reasonsNote}</p>
    </>
  );
};
