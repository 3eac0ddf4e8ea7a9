import { type ComponentType, useEffect, useState } from 'react';
import { texts } from '../../texts.ts';
import type { FigureMaker } from './figure.ts';

export interface ChartProps {
  readonly make: FigureMaker;
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  readonly heightPx: number;
}

/** Plotly is read from disk when the first chart is looked at, not before. A chart that fails leaves the rest alone. */
export const Chart = (props: ChartProps) => {
  const [loaded, setLoaded] = useState<{ readonly Loaded: ComponentType<ChartProps> } | 'failed' | null>(null);
  useEffect(() => {
    let gone = false;
    import('./PlotlyChart.tsx').then(
      ({ PlotlyChart }) => gone || setLoaded({ Loaded: PlotlyChart }),
      () => gone || setLoaded('failed'),
    );
    return () => {
      gone = true;
    };
  }, []);
  if (loaded === 'failed') return <p role="alert">{texts.charts.failed}</p>;
  return loaded === null ? <div className="chart" /> : <loaded.Loaded {...props} />;
};
