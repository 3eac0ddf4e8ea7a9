import { useMemo } from 'react';
import { type TrendName, trendNames } from '../../../app/comparison/patientSeries.ts';
import type { Series } from '../../state/comparison.ts';
import { texts } from '../../texts.ts';
import { Chart } from './Chart.tsx';
import { trendFigure } from './figures.ts';

interface Shown {
  readonly series: Series;
  readonly openId: number;
  readonly partnerId: number | null;
}

const Trend = ({ series, openId, partnerId, name }: Shown & { readonly name: TrendName }) => {
  const make = useMemo(
    () => trendFigure(series.recordings, name, { openId, partnerId }),
    [series, name, openId, partnerId],
  );
  const count = series.recordings.filter(({ values }) => (values?.[name]?.value ?? null) !== null).length;
  if (count === 0) return null;
  return <Chart make={make} label={texts.charts.trendAlt(texts.charts.trendNames[name], count)} heightPx={180} />;
};

/** Rate, intervals and axis over all recordings of the patient. */
export const TrendSection = (props: Shown) => (
  <section aria-label={texts.charts.trend}>
    <h3>{texts.charts.trend}</h3>
    <div className="trend-charts">
      {trendNames.map((name) => (
        <Trend key={name} {...props} name={name} />
      ))}
    </div>
    <p className="muted">{texts.charts.trendNote}</p>
  </section>
);
