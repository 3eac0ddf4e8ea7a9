import type { Statement } from '../../../app/analysis/schema.ts';
import { figureText, percentText } from '../../../app/report/words.ts';
import { texts } from '../../texts.ts';
import { beatRanges } from './beatRanges.ts';

const Row = ({ what, children }: { readonly what: string; readonly children: string }) => (
  <>
    <dt>{what}</dt>
    <dd>{children}</dd>
  </>
);

/** What a statement rests on: criterion, figures, leads, beats, models' opinions and the source of the rule. */
export const Evidence = ({ statement }: { readonly statement: Statement }) => {
  const { criterion, value, threshold, unit, flipsAt, leads, beats } = statement.evidence;
  const words = texts.findings;
  return (
    <>
      <dl className="evidence">
        <Row what={words.criterion}>{criterion}</Row>
        {value !== null && <Row what={words.value}>{figureText(value, unit)}</Row>}
        {threshold !== null && <Row what={words.threshold}>{figureText(threshold, unit)}</Row>}
        {flipsAt !== null && flipsAt !== threshold && <Row what={words.flipsAt}>{figureText(flipsAt, unit)}</Row>}
        {leads.length > 0 && <Row what={words.evidenceLeads}>{leads.join(', ')}</Row>}
        {beats.length > 0 && <Row what={words.beats}>{beatRanges(beats)}</Row>}
        <Row what={words.certainty}>{`${percentText(statement.confidence)} %`}</Row>
        {statement.models.map(({ model, class: name, probability, agrees }) => (
          <Row key={`${model}:${name}`} what={agrees ? words.modelAgrees : words.modelDisagrees}>
            {words.opinion(model, name, percentText(probability))}
          </Row>
        ))}
      </dl>
      {statement.source !== '' && <p className="muted">{statement.source}</p>}
    </>
  );
};
