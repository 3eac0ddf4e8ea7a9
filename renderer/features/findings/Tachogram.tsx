import plotly from 'plotly.js-basic-dist-min';
import { useEffect, useRef } from 'react';
import type { Beat } from '../../../app/analysis/schema.ts';
import { texts } from '../../texts.ts';
import { rrSeries } from './rrSeries.ts';

const axis = (title: string, colour: string, rule: string) => ({
  title: { text: title, standoff: 4 },
  gridcolor: rule,
  zeroline: false,
  color: colour,
  fixedrange: true,
});

const draw = (box: HTMLElement, beats: readonly Beat[]) => {
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const { timeS, rrMs } = rrSeries(beats);
  return plotly.newPlot(
    box,
    [
      {
        type: 'scatter',
        mode: 'lines+markers',
        x: timeS,
        y: rrMs,
        line: { color: colour('--accent'), width: 1 },
        marker: { size: 4 },
        hovertemplate: '%{x:.2f} s: %{y:.0f} ms<extra></extra>',
      },
    ],
    {
      autosize: true,
      height: 150,
      margin: { l: 42, r: 4, t: 4, b: 30 },
      paper_bgcolor: 'transparent',
      plot_bgcolor: 'transparent',
      font: { family: style.fontFamily, size: 11 },
      xaxis: axis('s', colour('--muted'), colour('--rule')),
      yaxis: axis('ms', colour('--muted'), colour('--rule')),
    },
    { displayModeBar: false, responsive: true },
  );
};

export const Tachogram = ({ beats }: { readonly beats: readonly Beat[] }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    void draw(element, beats);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const again = () => void draw(element, beats);
    dark.addEventListener('change', again);
    return () => {
      dark.removeEventListener('change', again);
      plotly.purge(element);
    };
  }, [beats]);
  return <div ref={box} className="chart" role="img" aria-label={texts.findings.tachogramAlt(beats.length)} />;
};
