import type { StatementChange } from '../../../app/comparison/compareRecordings.ts';
import { percentText } from '../../../app/report/words.ts';
import { texts } from '../../texts.ts';

const signs = { gained: '+', lost: '−', kept: '=' } as const satisfies Record<StatementChange['kind'], string>;
const order = ['gained', 'lost', 'kept'] as const;

/** What is stated now and was not, what was and is not, and what stayed. */
export const StatementChanges = ({
  changes,
  withheld,
}: {
  readonly changes: readonly StatementChange[];
  /** The computer's reading of one of the two is not for this reader yet. */
  readonly withheld: boolean;
}) => (
  <section className="compare-statements" aria-label={texts.compare.statements}>
    <h3>{texts.compare.statements}</h3>
    {withheld && <p className="muted">{texts.compare.withheld}</p>}
    {!withheld && changes.length === 0 && <p className="muted">{texts.compare.noStatements}</p>}
    {order.map((kind) => {
      const list = withheld ? [] : changes.filter((change) => change.kind === kind);
      if (list.length === 0) return null;
      return (
        <div key={kind}>
          <h4>{texts.compare.kinds[kind]}</h4>
          <ul className={`changes changes-${kind}`}>
            {list.map(({ code, before, after }) => (
              <li key={code}>
                <span aria-hidden="true">{signs[kind]}</span>{' '}
                {(after ?? before)?.critical === true && <b>{texts.findings.critical}: </b>}
                {(after ?? before)?.text}{' '}
                <span className="muted figure">
                  {[before, after]
                    .flatMap((statement) => (statement === null ? [] : `${percentText(statement.confidence)} %`))
                    .join(' → ')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      );
    })}
    {!withheld && <p className="muted">{texts.compare.statementsNote}</p>}
  </section>
);
