import type { Analysis } from '../../../app/analysis/schema.ts';
import { exportReport } from '../../state/jobs.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { type LineName, lineValue } from './measurementValue.ts';
import { QualityMark } from './QualityMark.tsx';

const names = Object.keys(texts.measurements.labels) as LineName[];

const Value = ({ analysis, name }: { readonly analysis: Analysis; readonly name: LineName }) => {
  const { text, unit, reason } = lineValue(analysis.measurements, name);
  return (
    <div className="measure" title={reason ?? texts.measurements.spoken[name]}>
      <dt>
        <abbr title={texts.measurements.spoken[name]}>{texts.measurements.labels[name]}</abbr>
      </dt>
      <dd className={reason === null ? 'figure' : 'figure not-measured'}>
        {text}
        {unit !== '' && <span className="unit">{unit === '°' ? unit : ` ${unit}`}</span>}
        {reason !== null && <span className="for-readers">{`${texts.measurements.notMeasured}: ${reason}`}</span>}
      </dd>
    </div>
  );
};

const Who = ({ opened }: { readonly opened: Opened }) => {
  const patient = opened.recording?.patient;
  const parts = [
    patient?.name ?? patient?.id ?? null,
    patient?.ageYears == null ? null : texts.measurements.years(patient.ageYears),
    patient?.sex == null ? null : texts.measurements.sex[patient.sex],
  ].filter((part) => part !== null);
  return (
    <div className="who">
      <h1>{opened.row.record}</h1>
      <p className="muted">{parts.length === 0 ? texts.measurements.unknownPatient : parts.join(' · ')}</p>
    </div>
  );
};

/** What a reader needs in the first second, in one line. */
export const MeasurementLine = () => {
  const opened = useViewer((state) => state.opened);
  const analysis = opened?.analysis ?? null;
  const rhythm = analysis?.rhythm.statements[0];
  return (
    <header className="measurement-line">
      {opened === null ? <h1>{texts.productName}</h1> : <Who opened={opened} />}
      {analysis !== null && (
        <section aria-label={texts.measurements.title}>
          <dl>
            {names.map((name) => (
              <Value key={name} analysis={analysis} name={name} />
            ))}
            {rhythm !== undefined && (
              <div className="measure measure-rhythm" title={rhythm.text}>
                <dt>{texts.findings.rhythm}</dt>
                <dd>{rhythm.text}</dd>
              </div>
            )}
            <div className="measure">
              <dt>{texts.qualityTitle}</dt>
              <dd>
                <QualityMark verdict={analysis.quality.verdict} />
              </dd>
            </div>
          </dl>
        </section>
      )}
      <button type="button" disabled={opened?.recording == null} onClick={() => void exportReport()}>
        {texts.measurements.exportPdf}
      </button>
    </header>
  );
};
