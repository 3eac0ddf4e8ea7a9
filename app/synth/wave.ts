import type { Vec3 } from './vector.ts';

export const waveNames = ['P', 'QRS', 'ST', 'T', 'U'] as const;
export type WaveName = (typeof waveNames)[number];

/** A bell with its own width on either side; its value and slope are continuous everywhere. */
export interface Bell {
  readonly shape: 'bell';
  readonly wave: WaveName;
  /** Peak, milliseconds from the onset of ventricular activation. */
  readonly atMs: number;
  readonly riseMs: number;
  readonly fallMs: number;
  readonly vectorMv: Vec3;
}

/** A level that comes and goes by logistic steps: displacement of the ST segment. */
export interface Plateau {
  readonly shape: 'plateau';
  readonly wave: WaveName;
  readonly fromMs: number;
  readonly toMs: number;
  /** Scale of the logistic steps. */
  readonly riseMs: number;
  readonly fallMs: number;
  readonly vectorMv: Vec3;
}

/** One contribution to the heart vector: a fixed direction times a smooth function of time. */
export type Component = Bell | Plateau;

export const bell = (
  wave: WaveName,
  atMs: number,
  widthMs: number | readonly [riseMs: number, fallMs: number],
  vectorMv: Vec3,
): Bell => {
  const [riseMs, fallMs] = typeof widthMs === 'number' ? [widthMs, widthMs] : widthMs;
  return { shape: 'bell', wave, atMs, riseMs, fallMs, vectorMv };
};

/** Beyond this many widths a bell is below 4e-6 of its peak: less than 0.01 uV. */
const bellReach = 5;
const plateauReach = 13;

/** Milliseconds outside which the component is nothing. */
export const supportMs = (component: Component): readonly [fromMs: number, toMs: number] =>
  component.shape === 'bell'
    ? [component.atMs - bellReach * component.riseMs, component.atMs + bellReach * component.fallMs]
    : [component.fromMs - plateauReach * component.riseMs, component.toMs + plateauReach * component.fallMs];

/** Time course of a component, 0 to 1. */
export const courseAt = (component: Component, ms: number): number => {
  if (component.shape === 'bell') {
    const distance = (ms - component.atMs) / (ms < component.atMs ? component.riseMs : component.fallMs);
    return Math.exp(-0.5 * distance * distance);
  }
  const rise = 1 / (1 + Math.exp(-(ms - component.fromMs) / component.riseMs));
  const fall = 1 / (1 + Math.exp((ms - component.toMs) / component.fallMs));
  return rise * fall;
};
