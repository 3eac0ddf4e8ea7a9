declare module '*.css';

/** The part of Plotly's basic bundle that is used; the bundle ships without types. */
declare module 'plotly.js-basic-dist-min' {
  interface Plotly {
    readonly newPlot: (root: HTMLElement, data: readonly object[], layout: object, config: object) => Promise<unknown>;
    readonly purge: (root: HTMLElement) => void;
  }
  const plotly: Plotly;
  export default plotly;
}
