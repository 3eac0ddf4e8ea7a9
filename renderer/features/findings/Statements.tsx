import { statementsInOrder } from '../../../app/analysis/reading.ts';
import type { Analysis, Statement } from '../../../app/analysis/schema.ts';
import { figureText, percentText } from '../../../app/report/words.ts';
import { lightUp, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { beatRanges } from './beatRanges.ts';

const Row = ({ what, children }: { readonly what: string; readonly children: string }) => (
  <>
    <dt>{what}</dt>
    <dd>{children}</dd>
  </>
);

const Evidence = ({ statement }: { readonly statement: Statement }) => {
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

const StatementRow = ({ statement }: { readonly statement: Statement }) => {
  const lit = useViewer((state) => state.lit?.code === statement.code);
  const disagrees = statement.models.some(({ agrees }) => !agrees);
  return (
    <details
      name="statement"
      className={statement.critical ? 'statement statement-critical' : 'statement'}
      open={lit}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open !== lit) lightUp(open ? statement : null);
      }}
    >
      <summary>
        {statement.critical && (
          <>
            <span aria-hidden="true">■ </span>
            <b>{texts.findings.critical}: </b>
          </>
        )}
        {statement.text}{' '}
        <span className="muted figure">
          {percentText(statement.confidence)}
          <span className="unit"> %</span>
        </span>
        {disagrees && <span className="disagrees"> {texts.findings.disagreement}</span>}
      </summary>
      <Evidence statement={statement} />
    </details>
  );
};

/** What the computer states, critical first; each opens to its evidence and lights up the beats that it rests on. */
export const Statements = ({ analysis }: { readonly analysis: Analysis }) => {
  const { rhythm } = analysis;
  const statements = statementsInOrder(analysis);
  return (
    <section aria-label={texts.findings.statements}>
      <h3>{texts.findings.statements}</h3>
      {rhythm.statements.length === 0 && (
        <p className="muted" title={rhythm.reason ?? undefined}>
          {texts.findings.noRhythm}
          {rhythm.reason !== null && <>. {rhythm.reason}</>}
        </p>
      )}
      {statements.map((statement) => (
        <StatementRow key={statement.code} statement={statement} />
      ))}
    </section>
  );
};
