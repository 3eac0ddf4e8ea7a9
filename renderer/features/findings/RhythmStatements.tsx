import type { Rhythm } from '../../../app/analysis/schema.ts';
import { texts } from '../../texts.ts';

const Evidence = ({ evidence }: { readonly evidence: Rhythm['statements'][number]['evidence'] }) => (
  <dl className="evidence">
    <dt>{texts.findings.criterion}</dt>
    <dd>{evidence.criterion}</dd>
    {evidence.value !== null && (
      <>
        <dt>{texts.findings.value}</dt>
        <dd className="figure">{Number(evidence.value.toPrecision(4))}</dd>
      </>
    )}
    {evidence.threshold !== null && (
      <>
        <dt>{texts.findings.threshold}</dt>
        <dd className="figure">{Number(evidence.threshold.toPrecision(4))}</dd>
      </>
    )}
    {evidence.beats.length > 0 && (
      <>
        <dt>{texts.findings.beats}</dt>
        <dd className="figure">{evidence.beats.map((beat) => beat + 1).join(', ')}</dd>
      </>
    )}
  </dl>
);

/** Each statement opens to the evidence it rests on. */
export const RhythmStatements = (props: {
  readonly statements: Rhythm['statements'];
  readonly reason: string | null;
}) => (
  <section>
    <h3>{texts.findings.rhythm}</h3>
    {props.statements.length === 0 && (
      <p className="muted" title={props.reason ?? undefined}>
        {texts.findings.noRhythm}
        {props.reason !== null && <>. {props.reason}</>}
      </p>
    )}
    {props.statements.map((statement) => (
      <details key={statement.code}>
        <summary>
          {statement.text} <span className="muted">{texts.findings.confidence(statement.confidence)}</span>
        </summary>
        <Evidence evidence={statement.evidence} />
      </details>
    ))}
  </section>
);
