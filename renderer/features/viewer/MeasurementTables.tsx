import type { CorrectedValue } from '../../../app/analysis/correctedMarks.ts';
import type { Analysis } from '../../../app/analysis/schema.ts';
import {
  absentWave,
  amplitudeColumns,
  amplitudeNoteBeside,
  amplitudeRows,
  measurementRows,
  uncertaintyNote,
} from '../../../app/report/measurementTable.ts';
import { texts } from '../../texts.ts';

const amplitudeNames = Object.values(amplitudeColumns);

export const IntervalTable = ({
  analysis,
  corrected,
}: {
  readonly analysis: Analysis;
  readonly corrected: readonly CorrectedValue[];
}) => (
  <div className="median-table">
    <table className="figure">
      <caption>{texts.median.intervals}</caption>
      <tbody>
        {measurementRows(analysis.measurements, corrected).map(({ name, label, value, unit, uncertainty, reason }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            {reason !== null ? (
              <td colSpan={2} className="not-measured">{`${texts.median.notMeasured}: ${reason}`}</td>
            ) : (
              <>
                <td>
                  <b>{value}</b> <span className="unit">{unit}</span>
                </td>
                <td className="muted">{uncertainty}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
    <p className="muted">{uncertaintyNote}</p>
  </div>
);

export const AmplitudeTable = ({
  analysis,
  corrected,
}: {
  readonly analysis: Analysis;
  readonly corrected: readonly CorrectedValue[];
}) => (
  <div className="median-table amplitudes">
    <table className="figure">
      <caption>{texts.median.amplitudes}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.median.lead}</th>
          {amplitudeNames.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {amplitudeRows(analysis).map(({ lead, values, uncertainties, reason }) => (
          <tr key={lead}>
            <th scope="row">{lead}</th>
            {reason !== null ? (
              <td
                colSpan={amplitudeNames.length}
                className="not-measured"
              >{`${texts.median.notMeasured}: ${reason}`}</td>
            ) : (
              values.map((value, column) => (
                <td
                  key={amplitudeNames[column]}
                  className={value === absentWave ? 'muted' : undefined}
                  title={uncertainties[column] || undefined}
                >
                  {value}
                </td>
              ))
            )}
          </tr>
        ))}
      </tbody>
    </table>
    <p className="muted">{amplitudeNoteBeside(corrected)}</p>
  </div>
);
