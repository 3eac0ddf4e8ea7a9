import { useMemo, useState } from 'react';
import type { Analysis } from '../../../app/analysis/schema.ts';
import { durationColumns, type LeadDurations, leadDurations, leadTableCsv } from '../../../app/report/leadTable.ts';
import { absentWave } from '../../../app/report/measurementTable.ts';
import type { Marked } from '../../state/markedBeats.ts';
import { texts } from '../../texts.ts';
import { copyText } from './copyText.ts';

const columns = Object.entries(durationColumns) as [keyof LeadDurations, string][];

const Copy = ({ csv }: { readonly csv: () => string }) => {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);
  return (
    <p>
      <button type="button" onClick={() => setOutcome(copyText(csv()) ? 'copied' : 'notCopied')}>
        {texts.shape.copy}
      </button>{' '}
      <span role="status">{outcome !== null && texts.shape[outcome]}</span>
    </p>
  );
};

/** How long each wave lasts in each lead of the median beat; the whole lead-by-lead table goes to the clipboard. */
export const DurationTable = ({ analysis, marked }: { readonly analysis: Analysis; readonly marked: Marked }) => {
  const durations = useMemo(() => ('reason' in marked ? null : leadDurations(marked.median)), [marked]);
  if (durations === null) return null;
  return (
    <div className="median-table amplitudes">
      <table className="figure">
        <caption>{texts.shape.durations}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.median.lead}</th>
            {columns.map(([name, label]) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...durations].map(([lead, row]) => (
            <tr key={lead}>
              <th scope="row">{lead}</th>
              {columns.map(([name]) => (
                <td key={name} className={row[name] === null ? 'muted' : undefined}>
                  {row[name] === null ? absentWave : Math.round(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{texts.shape.durationsNote}</p>
      <Copy csv={() => leadTableCsv(analysis, durations)} />
    </div>
  );
};
