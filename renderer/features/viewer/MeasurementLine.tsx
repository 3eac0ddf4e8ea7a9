import { useMemo } from 'react';
import { type CorrectedValue, withCorrected } from '../../../app/analysis/correctedMarks.ts';
import type { Analysis } from '../../../app/analysis/schema.ts';
import { isWarning, warningOf } from '../../../app/report/notes.ts';
import { correctedOf, useCorrections } from '../../state/corrections.ts';
import { exportReport } from '../../state/jobs.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { type LineName, lineValue } from './measurementValue.ts';
import { patientText } from './patientText.ts';
import { QualityMark } from './QualityMark.tsx';

const names = Object.keys(texts.measurements.labels) as LineName[];

const Value = ({
  analysis,
  name,
  corrected,
}: {
  readonly analysis: Analysis;
  readonly name: LineName;
  readonly corrected: readonly CorrectedValue[];
}) => {
  const { text: computer } = lineValue(analysis.measurements, name);
  const { text, unit, reason } = lineValue(withCorrected(analysis.measurements, corrected), name);
  const byReader = corrected.some((each) => each.name === name) && computer !== text;
  return (
    <div className="measure" title={reason ?? texts.measurements.spoken[name]}>
      <dt>
        <abbr title={texts.measurements.spoken[name]}>{texts.measurements.labels[name]}</abbr>
        {byReader && (
          <span className="corrected">
            {' '}
            {texts.correction.corrected} <span className="for-readers">{texts.correction.was}</span>
            <s>{computer}</s>
          </span>
        )}
      </dt>
      <dd className={reason === null ? 'figure' : 'figure not-measured'}>
        {text}
        {unit !== '' && <span className="unit">{unit === '°' ? unit : ` ${unit}`}</span>}
        {reason !== null && <span className="for-readers">{`${texts.measurements.notMeasured}: ${reason}`}</span>}
      </dd>
    </div>
  );
};

/** The verdict is on the signal alone: a warning on the leads or the scale must not stand behind an "acceptable". */
const WarningMark = ({ analysis }: { readonly analysis: Analysis }) => {
  const conclusions = analysis.recording.notes.filter(isWarning).map((note) => warningOf(note).conclusion);
  if (conclusions.length === 0) return null;
  return (
    <span className="warning-mark" role="img" aria-label={conclusions.join(' ')} title={conclusions.join('\n')}>
      ▲
    </span>
  );
};

const Who = ({ opened }: { readonly opened: Opened }) => (
  <div className="who">
    <h1 title={opened.row.record}>{opened.row.record}</h1>
    <p className="muted">{patientText(opened)}</p>
  </div>
);

/** What a reader needs in the first second, in one line. */
export const MeasurementLine = () => {
  const opened = useViewer((state) => state.opened);
  const analysis = opened?.analysis ?? null;
  const marks = useCorrections((state) => state.marks);
  const corrected = useMemo(() => correctedOf(opened, marks), [opened, marks]);
  const rhythm = analysis?.rhythm.statements.map(({ text }) => text).join(' · ') ?? '';
  return (
    <header className="measurement-line">
      {opened === null ? <h1>{texts.productName}</h1> : <Who opened={opened} />}
      {analysis !== null && (
        <section aria-label={texts.measurements.title}>
          <div className="readings">
            <dl className="measures">
              {names.map((name) => (
                <Value key={name} analysis={analysis} name={name} corrected={corrected} />
              ))}
            </dl>
            <dl className="measure">
              <dt>{texts.qualityTitle}</dt>
              <dd>
                <QualityMark verdict={analysis.quality.verdict} fit={analysis.validity.status === 'VALID'} />{' '}
                <WarningMark analysis={analysis} />
              </dd>
            </dl>
          </div>
          {rhythm !== '' && (
            <p className="rhythm-line" title={rhythm}>
              <span className="muted">{texts.findings.rhythm}</span> <b>{rhythm}</b>
            </p>
          )}
        </section>
      )}
      <button type="button" disabled={opened?.recording == null} onClick={() => void exportReport()}>
        {texts.measurements.exportPdf}
      </button>
    </header>
  );
};
