import { differenceWords, unitOf } from '../../../app/comparison/changeText.ts';
import type { Comparison } from '../../../app/comparison/compareRecordings.ts';
import { type AmplitudeName, comparedMeasurements, type Difference } from '../../../app/comparison/differences.ts';
import { texts } from '../../texts.ts';

const words = texts.compare;

/** Rate, intervals and axes: what they were, what they are, and whether the difference can be measurement alone. */
export const DifferenceTable = ({ comparison }: { readonly comparison: Comparison }) => (
  <div className="median-table compare-differences">
    <table className="figure">
      <caption>{words.differences}</caption>
      <thead>
        <tr>
          <th scope="col" />
          <th scope="col">{words.value}</th>
          <th scope="col" colSpan={2}>
            {words.change}
          </th>
          <th scope="col">{words.verdict}</th>
        </tr>
      </thead>
      <tbody>
        {comparedMeasurements.map((name) => {
          const difference = comparison.measurements[name];
          const { values, change, halfWidth } = differenceWords(difference, 0);
          const beyond = difference.verdict === 'beyond';
          return (
            <tr key={name} className={beyond ? 'beyond' : undefined}>
              <th scope="row">{words.labels[name]}</th>
              <td>{values}</td>
              <td>
                {change} <span className="unit">{difference.change === null ? '' : unitOf(name)}</span>
              </td>
              <td className="muted">{halfWidth}</td>
              <td className={beyond ? undefined : 'muted'}>
                {beyond && <span aria-hidden="true">◆ </span>}
                {words.verdicts[difference.verdict]}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
    <p className="muted">{words.note(comparison.beyond, comparison.judged)}</p>
  </div>
);

const leadColumns = Object.entries(words.leadColumns) as [AmplitudeName & keyof typeof words.leadColumns, string][];

const LeadCell = ({ difference }: { readonly difference: Difference }) => {
  const { values, change, halfWidth } = differenceWords(difference, 2);
  const beyond = difference.verdict === 'beyond';
  const higher = (difference.change ?? 0) > 0;
  return (
    <td
      className={beyond ? 'beyond' : 'muted'}
      title={`${values} mV ${halfWidth}, ${words.verdicts[difference.verdict]}`}
    >
      {beyond && <span aria-hidden="true">{higher ? '▲ ' : '▼ '}</span>}
      {beyond && <span className="for-readers">{higher ? words.higher : words.lower}: </span>}
      {change}
    </td>
  );
};

/** Change of ST, T and the greatest deflections in each lead. */
export const LeadTable = ({ comparison }: { readonly comparison: Comparison }) => {
  if (comparison.leads.length === 0) return null;
  return (
    <div className="median-table amplitudes">
      <table className="figure">
        <caption>{words.leads}</caption>
        <thead>
          <tr>
            <th scope="col">{words.lead}</th>
            {leadColumns.map(([name, label]) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparison.leads.map(({ lead, amplitudes }) => (
            <tr key={lead}>
              <th scope="row">{lead}</th>
              {leadColumns.map(([name]) => (
                <LeadCell key={name} difference={amplitudes[name]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{words.leadNote}</p>
    </div>
  );
};
