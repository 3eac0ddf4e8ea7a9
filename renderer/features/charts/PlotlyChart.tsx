import plotly from 'plotly.js-basic-dist-min';
import { useEffect, useRef } from 'react';
import type { FigureMaker, Inks } from './figure.ts';

const draw = (box: HTMLElement, make: FigureMaker, heightPx: number) => {
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const inks: Inks = {
    text: colour('--text'),
    muted: colour('--muted'),
    rule: colour('--rule'),
    accent: colour('--accent'),
    critical: colour('--critical'),
    control: colour('--control'),
  };
  const { data, layout } = make(inks);
  return plotly.newPlot(
    box,
    data,
    {
      autosize: true,
      height: heightPx,
      margin: { l: 46, r: 8, t: 6, b: 34 },
      paper_bgcolor: 'transparent',
      plot_bgcolor: 'transparent',
      font: { family: style.fontFamily, size: 11, color: inks.text },
      hoverlabel: { font: { family: style.fontFamily, size: 11 } },
      showlegend: false,
      ...layout,
    },
    { displayModeBar: false, responsive: true },
  );
};

/** A figure in the colours of the theme, drawn again when the theme changes. */
export const PlotlyChart = (props: {
  readonly make: FigureMaker;
  readonly label: string;
  readonly heightPx: number;
}) => {
  const { make, label, heightPx } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    void draw(element, make, heightPx);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const again = () => void draw(element, make, heightPx);
    dark.addEventListener('change', again);
    return () => {
      dark.removeEventListener('change', again);
      plotly.purge(element);
    };
  }, [make, heightPx]);
  // Its own height: a chart that is fitted anew takes that of its box.
  return <div ref={box} className="chart" role="img" aria-label={label} style={{ height: heightPx }} />;
};
