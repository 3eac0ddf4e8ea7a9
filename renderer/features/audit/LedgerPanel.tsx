import { useEffect, useState } from 'react';
import type { Input, Output } from '../../../app/contract/table.ts';
import { timesStated } from '../../../app/review/disagreement.ts';
import { codedStatement } from '../../../app/review/statementCatalogue.ts';
import { client } from '../../platform/client.ts';
import { useMay } from '../../state/desk.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';
import './ledger.css';

type Ledger = Output<'disagreements'>;
type Days = Input<'disagreements'>;

const words = texts.ledger;
const columns = ['stated', 'agreed', 'changed', 'rejected', 'added'] as const;

const dayFrom = (typed: string): string | null => (typed === '' ? null : typed);

const Lines = ({ lines }: Pick<Ledger, 'lines'>) => (
  <table className="ledger figure">
    <caption className="for-readers">{words.title}</caption>
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col" title={words.columns[column].full}>
            <span aria-hidden="true">{words.columns[column].short}</span>
            <span className="for-readers">{words.columns[column].full}</span>
          </th>
        ))}
      </tr>
    </thead>
    {lines.map((line) => (
      <tbody key={line.code}>
        <tr>
          <th scope="rowgroup" colSpan={columns.length} title={line.code}>
            {codedStatement(line.code)?.text ?? line.code}{' '}
            <span className="muted ledger-share">
              {line.agreement === null ? words.neverStated : words.agreement(line.agreement)}
            </span>
          </th>
        </tr>
        <tr>
          {columns.map((column) => (
            <td key={column}>{column === 'stated' ? timesStated(line) : line[column]}</td>
          ))}
        </tr>
      </tbody>
    ))}
  </table>
);

/** Computer against reader by statement, over the reviews that were signed on the days asked for. */
export const LedgerPanel = () => {
  const [days, setDays] = useState<Days>({ from: null, to: null });
  const [ledger, setLedger] = useState<Ledger | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const mayExport = useMay('administer');
  useEffect(() => {
    let current = true;
    void client.disagreements(days).then((answer) => {
      if (!current) return;
      setLedger(answer.ok ? answer.value : null);
      setSaid(answer.ok ? null : answer.error.message);
    });
    return () => {
      current = false;
    };
  }, [days]);
  const exportCsv = async () => {
    const answer = await client.exportDisagreements(days);
    if (!answer.ok) return setSaid(answer.error.message);
    if (answer.value.fileName !== null) setSaid(words.exported(answer.value.fileName));
  };
  return (
    <SidePanel title={words.title} closable>
      <p className="muted">{words.what}</p>
      <div className="ledger-days">
        <label>
          {words.from}{' '}
          <input
            type="date"
            value={days.from ?? ''}
            onChange={(event) => setDays({ ...days, from: dayFrom(event.target.value) })}
          />
        </label>
        <label>
          {words.to}{' '}
          <input
            type="date"
            value={days.to ?? ''}
            onChange={(event) => setDays({ ...days, to: dayFrom(event.target.value) })}
          />
        </label>
      </div>
      {ledger !== null && (
        <p role="status">{ledger.recordings === 0 ? words.none : words.recordings(ledger.recordings)}</p>
      )}
      {ledger !== null && ledger.lines.length > 0 && (
        <>
          <Lines lines={ledger.lines} />
          <p className="muted">{words.legend}</p>
        </>
      )}
      {mayExport && ledger !== null && ledger.lines.length > 0 && (
        <button type="button" onClick={() => void exportCsv()}>
          {words.export}
        </button>
      )}
      {said !== null && <p role="status">{said}</p>}
    </SidePanel>
  );
};
