/** The colours of a chart, read from the theme that holds when it is drawn. */
export interface Inks {
  readonly text: string;
  readonly muted: string;
  readonly rule: string;
  readonly accent: string;
  readonly critical: string;
  readonly control: string;
}

/** What Plotly draws, without size and fonts, which are the same in all charts. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: { readonly xaxis: object; readonly yaxis: object; readonly [part: string]: unknown };
}

export type FigureMaker = (inks: Inks) => Figure;

/** An axis in the colours of the theme: not to be dragged, without a line at nought. */
export const axis = (title: string, inks: Inks, change: object = {}): object => ({
  title: { text: title, standoff: 6 },
  gridcolor: inks.rule,
  zeroline: false,
  color: inks.muted,
  fixedrange: true,
  automargin: true,
  ...change,
});
