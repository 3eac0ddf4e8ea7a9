import { useEffect, useMemo, useState } from 'react';
import type { Analysis, Diagnosis } from '../../../app/analysis/schema.ts';
import { leadSpectrum } from '../../../app/signal/leadSpectrum.ts';
import { findSeries, useComparison } from '../../state/comparison.ts';
import type { Opened } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { Chart } from './Chart.tsx';
import { lorenzFigure, probabilityFigure, qualityFigure, spectrumFigure, tachogramFigure } from './figures.ts';
import { rrSeries, rrSpread } from './rrSeries.ts';
import { TrendSection } from './TrendSection.tsx';
import '../compare/compare.css';

const words = texts.charts;
const heightPx = 220;

const Rhythm = ({ analysis }: { readonly analysis: Analysis }) => {
  const { beats } = analysis;
  const tachogram = useMemo(() => tachogramFigure(beats), [beats]);
  const lorenz = useMemo(() => lorenzFigure(beats), [beats]);
  if (beats.length < 3)
    return (
      <section>
        <h3>{words.tachogram}</h3>
        <p className="muted">{words.tooFewBeats}</p>
      </section>
    );
  const spread = rrSpread(rrSeries(beats).rrMs);
  return (
    <>
      <section>
        <h3>{words.tachogram}</h3>
        <Chart make={tachogram} label={words.tachogramAlt(beats.length - 1)} heightPx={heightPx} />
        {spread !== null && <p className="muted">{words.rrFacts(spread.sdnnMs, spread.rmssdMs)}</p>}
      </section>
      <section>
        <h3>{words.lorenz}</h3>
        <Chart make={lorenz} label={words.lorenzAlt(beats.length - 2)} heightPx={heightPx} />
        <p className="muted">{words.lorenzNote}</p>
      </section>
    </>
  );
};

const Probabilities = ({ model, rows }: { readonly model: string; readonly rows: readonly Diagnosis[] }) => {
  const make = useMemo(() => probabilityFigure(rows), [rows]);
  const label = words.probabilitiesAlt(
    model,
    rows.map(({ class: name, probability, threshold }) => [name, probability, threshold]),
  );
  return (
    <>
      <Chart make={make} label={label} heightPx={heightPx} />
      <p className="muted">
        {model} {rows[0]?.version}.{' '}
        {rows.every(({ calibrated }) => calibrated) ? words.calibratedNote : words.uncalibratedNote}
      </p>
    </>
  );
};

const Classes = ({ diagnoses }: { readonly diagnoses: readonly Diagnosis[] }) => {
  const byModel = useMemo(
    () =>
      [...new Set(diagnoses.map(({ model }) => model))].map((model) => ({
        model,
        rows: diagnoses.filter((diagnosis) => diagnosis.model === model),
      })),
    [diagnoses],
  );
  return (
    <section>
      <h3>{words.probabilities}</h3>
      {byModel.length === 0 && <p className="muted">{words.noProbabilities}</p>}
      {byModel.map(({ model, rows }) => (
        <Probabilities key={model} model={model} rows={rows} />
      ))}
    </section>
  );
};

const QualityChart = ({ analysis }: { readonly analysis: Analysis }) => {
  const { leads } = analysis.quality;
  const make = useMemo(() => qualityFigure(leads), [leads]);
  return (
    <section>
      <h3>{words.quality}</h3>
      <Chart make={make} label={words.qualityAlt(leads.map(({ lead, score }) => [lead, score]))} heightPx={heightPx} />
    </section>
  );
};

const Spectrum = ({ recording }: { readonly recording: NonNullable<Opened['recording']> }) => {
  const names = recording.leads.map(({ name }) => name);
  const [chosen, setChosen] = useState(names.includes('II') ? 'II' : (names[0] ?? ''));
  const lead = recording.leads.find(({ name }) => name === chosen) ?? recording.leads[0];
  const spectrum = useMemo(
    () => (lead === undefined ? null : leadSpectrum(lead.samplesMv, recording.sampleRateHz)),
    [lead, recording.sampleRateHz],
  );
  const make = useMemo(() => (spectrum === null ? null : spectrumFigure(spectrum)), [spectrum]);
  return (
    <section>
      <h3>
        {words.spectrum}{' '}
        <select
          aria-label={words.spectrumLead}
          value={lead?.name}
          onChange={(event) => {
            setChosen(event.target.value);
            // The keys of the view work again at once, without another click.
            event.target.blur();
          }}
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </h3>
      {make === null ? (
        <p className="muted">{words.spectrumGap}</p>
      ) : (
        <Chart make={make} label={words.spectrumAlt(lead?.name ?? '')} heightPx={heightPx} />
      )}
      <p className="muted">{words.spectrumNote}</p>
    </section>
  );
};

const Course = ({ opened }: { readonly opened: Opened }) => {
  const { series, partner } = useComparison();
  useEffect(() => void findSeries(opened), [opened]);
  if (series === null) return null;
  if (series.recordings.length > 1)
    return <TrendSection series={series} openId={opened.row.id} partnerId={partner?.row.id ?? null} />;
  return (
    <section>
      <h3>{words.trend}</h3>
      <p className="muted">{series.patientId === null ? words.trendNoPatient : words.trendOnlyOne}</p>
    </section>
  );
};

/** What people would rather look at than read. */
export const ChartsPane = ({ opened }: { readonly opened: Opened }) => {
  const { analysis, recording } = opened;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="charts" tabIndex={0} aria-label={words.title}>
      {analysis === null ? (
        <p className="muted">{words.noAnalysis}</p>
      ) : (
        <div className="charts-grid">
          <Rhythm analysis={analysis} />
          <Classes diagnoses={analysis.diagnoses} />
          <QualityChart analysis={analysis} />
          {recording !== null && <Spectrum recording={recording} />}
        </div>
      )}
      <Course opened={opened} />
    </section>
  );
};
