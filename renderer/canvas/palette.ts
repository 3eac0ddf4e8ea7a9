import type { Ink } from '../../app/tracing/displayList.ts';

export type Palette = Readonly<Record<Ink, string>>;

const properties: Readonly<Record<Ink, string>> = {
  paper: '--paper',
  gridMinor: '--grid-minor',
  gridMajor: '--grid-major',
  trace: '--trace',
  text: '--paper-text',
  muted: '--paper-muted',
  rule: '--rule',
  accent: '--accent',
  critical: '--critical',
  activation: '--activation',
};

/** The colours of the theme that holds now; they are written once, in theme.css. */
export const readPalette = (element: Element): Palette => {
  const style = getComputedStyle(element);
  const entries = Object.entries(properties).map(([ink, property]) => [ink, style.getPropertyValue(property).trim()]);
  return Object.fromEntries(entries) as Record<Ink, string>;
};
