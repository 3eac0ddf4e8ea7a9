import type { Beat, Diagnosis, Quality } from '../../../app/analysis/schema.ts';
import { type TrendName, timeOf } from '../../../app/comparison/patientSeries.ts';
import type { LeadSpectrum } from '../../../app/signal/leadSpectrum.ts';
import type { Series } from '../../state/comparison.ts';
import { texts } from '../../texts.ts';
import { axis, type FigureMaker, type Inks } from './figure.ts';
import { rrSeries } from './rrSeries.ts';

const words = texts.charts;

type ClassName = keyof typeof words.classes;
const classOf = (beat: Beat | undefined): ClassName => beat?.aami ?? 'none';

/** A shape and a word for each class beside its colour. */
const marks = {
  N: { symbol: 'circle', ink: 'accent' },
  none: { symbol: 'circle', ink: 'accent' },
  S: { symbol: 'triangle-up', ink: 'text' },
  V: { symbol: 'square', ink: 'critical' },
  F: { symbol: 'diamond', ink: 'critical' },
  Q: { symbol: 'x', ink: 'muted' },
} as const satisfies Record<ClassName, { readonly symbol: string; readonly ink: keyof Inks }>;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly beat: ClassName;
}

/** One series of points a class that is there, each named by its word. */
const pointsByClass = (places: readonly Place[], inks: Inks): readonly object[] =>
  (Object.keys(marks) as ClassName[]).flatMap((name) => {
    const own = places.filter(({ beat }) => beat === name);
    if (own.length === 0) return [];
    const { symbol, ink } = marks[name];
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: words.classes[name],
        x: own.map(({ x }) => x),
        y: own.map(({ y }) => y),
        marker: { size: 6, symbol, color: inks[ink] },
        hovertemplate: `${words.classes[name]}: %{x:.4~g}, %{y:.0f}<extra></extra>`,
      },
    ];
  });

const legend = (series: readonly object[]) => ({
  showlegend: series.length > 1,
  legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 },
  margin: { l: 46, r: 8, t: series.length > 1 ? 26 : 6, b: 34 },
});

/** RR intervals over time; the class of the beat that ends each is its mark. */
export const tachogramFigure =
  (beats: readonly Beat[]): FigureMaker =>
  (inks) => {
    const { timeS, rrMs } = rrSeries(beats);
    const places = timeS.map((x, i): Place => ({ x, y: rrMs[i] ?? Number.NaN, beat: classOf(beats[i + 1]) }));
    const points = pointsByClass(places, inks);
    const line = {
      type: 'scatter',
      mode: 'lines',
      x: timeS,
      y: rrMs,
      line: { color: inks.control, width: 1 },
      hoverinfo: 'skip',
      showlegend: false,
    };
    return {
      data: [line, ...points],
      layout: { ...legend(points), xaxis: axis(words.time, inks), yaxis: axis(words.rr, inks) },
    };
  };

/** Each RR interval against the next, with the line of no change. */
export const lorenzFigure =
  (beats: readonly Beat[]): FigureMaker =>
  (inks) => {
    const { rrMs } = rrSeries(beats);
    const places = rrMs.slice(1).map((y, i): Place => ({ x: rrMs[i] ?? Number.NaN, y, beat: classOf(beats[i + 2]) }));
    const points = pointsByClass(places, inks);
    const low = Math.min(...rrMs) - 40;
    const high = Math.max(...rrMs) + 40;
    const line = {
      type: 'scatter',
      mode: 'lines',
      x: [low, high],
      y: [low, high],
      line: { color: inks.control, width: 1, dash: 'dash' },
      hoverinfo: 'skip',
      showlegend: false,
    };
    const range = { range: [low, high] };
    return {
      data: [line, ...points],
      layout: {
        ...legend(points),
        xaxis: axis(words.thisRr, inks, range),
        yaxis: axis(words.nextRr, inks, { ...range, scaleanchor: 'x' }),
      },
    };
  };

/** Probabilities of one model as bars, each with the threshold that makes it a statement. */
export const probabilityFigure =
  (diagnoses: readonly Diagnosis[]): FigureMaker =>
  (inks) => {
    const names = diagnoses.map((diagnosis) => diagnosis.class);
    const thresholds = {
      type: 'scatter',
      mode: 'markers',
      name: words.thresholdName,
      x: diagnoses.map(({ threshold }) => 100 * threshold),
      y: names,
      marker: { symbol: 'line-ns-open', size: 18, color: inks.text, line: { width: 2 } },
      hovertemplate: `${words.thresholdName} %{x:.0f} %<extra></extra>`,
    };
    const bars = [true, false].map((positive) => {
      const own = diagnoses.filter((diagnosis) => diagnosis.positive === positive);
      return {
        type: 'bar',
        orientation: 'h',
        name: positive ? words.stated : words.notStated,
        x: own.map(({ probability }) => 100 * probability),
        y: own.map((diagnosis) => diagnosis.class),
        marker: positive ? { color: inks.accent } : { color: 'transparent', line: { color: inks.control, width: 1.5 } },
        hovertemplate: '%{y}: %{x:.0f} %<extra></extra>',
      };
    });
    return {
      data: [...bars, thresholds],
      layout: {
        ...legend([1, 2].map(() => ({}))),
        barmode: 'overlay',
        bargap: 0.4,
        xaxis: axis(words.probability, inks, { range: [0, 100] }),
        yaxis: axis('', inks, { categoryorder: 'array', categoryarray: [...names].reverse() }),
      },
    };
  };

/** Score of each lead; what must not be read is hatched. */
export const qualityFigure =
  (leads: Quality['leads']): FigureMaker =>
  (inks) => ({
    data: [
      {
        type: 'bar',
        x: leads.map(({ lead }) => lead),
        y: leads.map(({ score }) => score),
        marker: {
          color: leads.map(({ readable }) => (readable === false ? inks.control : inks.accent)),
          pattern: { shape: leads.map(({ readable }) => (readable === false ? '/' : '')) },
        },
        customdata: leads.map(({ readable, flags }) =>
          [
            readable === false ? words.notReadable : words.readable,
            ...flags.map((flag) => texts.findings.flags[flag]),
          ].join(', '),
        ),
        hovertemplate: '%{x}: %{y:.2f}, %{customdata}<extra></extra>',
      },
    ],
    layout: { xaxis: axis('', inks, { type: 'category' }), yaxis: axis(words.qualityAxis, inks, { range: [0, 1.05] }) },
  });

export const spectrumFigure =
  ({ frequencyHz, levelDb }: LeadSpectrum): FigureMaker =>
  (inks) => ({
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: frequencyHz,
        y: levelDb,
        line: { color: inks.accent, width: 1 },
        hovertemplate: '%{x:.1f} Hz: %{y:.0f} dB<extra></extra>',
      },
    ],
    layout: { xaxis: axis(words.frequency, inks, { rangemode: 'tozero' }), yaxis: axis(words.power, inks) },
  });

/** One interval over a patient's recordings with its uncertainty; the open recording and the one beside it are marked. */
export const trendFigure =
  (
    recordings: Series['recordings'],
    name: TrendName,
    shown: { readonly openId: number; readonly partnerId: number | null },
  ): FigureMaker =>
  (inks) => {
    const known = recordings.flatMap((recording) => {
      const value = recording.values?.[name]?.value ?? null;
      return value === null ? [] : [{ recording, value, halfWidth: recording.values?.[name]?.halfWidth ?? 0 }];
    });
    const isShown = (id: number): boolean => id === shown.openId || id === shown.partnerId;
    return {
      data: [
        {
          type: 'scatter',
          mode: 'lines+markers',
          x: known.map(({ recording }) => timeOf(recording)),
          y: known.map(({ value }) => value),
          error_y: {
            type: 'data',
            array: known.map(({ halfWidth }) => halfWidth),
            color: inks.control,
            thickness: 1,
            width: 3,
          },
          line: { color: inks.control, width: 1 },
          marker: {
            size: known.map(({ recording }) => (isShown(recording.id) ? 10 : 6)),
            symbol: known.map(({ recording }) => (isShown(recording.id) ? 'diamond' : 'circle')),
            color: inks.accent,
          },
          text: known.map(({ recording }) => recording.record),
          hovertemplate: '%{text}<br>%{x|%Y-%m-%d %H:%M}: %{y:.0f}<extra></extra>',
        },
      ],
      layout: {
        xaxis: axis('', inks, { type: 'date' }),
        yaxis: axis(words.trendNames[name], inks),
      },
    };
  };
