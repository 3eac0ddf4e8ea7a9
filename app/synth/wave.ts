import type { Vec3 } from './vector.ts';

/** Ta: what the atria do after their P wave (the PR segment below the line in pericarditis). */
export const waveNames = ['P', 'Ta', 'QRS', 'ST', 'T', 'U'] as const;
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

/** Straight lines between corners, nothing outside of them; two corners at one instant make a vertical edge. */
export interface Polyline {
  readonly shape: 'polyline';
  readonly wave: WaveName;
  readonly corners: readonly (readonly [ms: number, height: number])[];
  readonly vectorMv: Vec3;
}

/** One contribution to the heart vector: a fixed direction times a function of time. */
export type Component = Bell | Plateau | Polyline;

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
export const supportMs = (component: Component): readonly [fromMs: number, toMs: number] => {
  switch (component.shape) {
    case 'bell':
      return [component.atMs - bellReach * component.riseMs, component.atMs + bellReach * component.fallMs];
    case 'plateau':
      return [component.fromMs - plateauReach * component.riseMs, component.toMs + plateauReach * component.fallMs];
    case 'polyline':
      return [component.corners[0]![0], component.corners[component.corners.length - 1]![0]];
  }
};

/** At a vertical edge the later corner holds. */
const polylineAt = (corners: Polyline['corners'], ms: number): number => {
  // Corners are whole numbers of milliseconds in practice; the instants they are met with carry rounding errors.
  const at = ms + 1e-6;
  const after = corners.findIndex(([cornerMs]) => cornerMs > at);
  if (after <= 0) return 0;
  const [fromMs, from] = corners[after - 1]!;
  const [toMs, to] = corners[after]!;
  return from + ((to - from) * (at - fromMs)) / (toMs - fromMs);
};

/** Time course of a component: 0 to 1; a polyline's is as its corners say. */
export const courseAt = (component: Component, ms: number): number => {
  if (component.shape === 'polyline') return polylineAt(component.corners, ms);
  if (component.shape === 'bell') {
    const distance = (ms - component.atMs) / (ms < component.atMs ? component.riseMs : component.fallMs);
    return Math.exp(-0.5 * distance * distance);
  }
  const rise = 1 / (1 + Math.exp(-(ms - component.fromMs) / component.riseMs));
  const fall = 1 / (1 + Math.exp((ms - component.toMs) / component.fallMs));
  return rise * fall;
};

/** Area under the time course, milliseconds. */
export const areaMs = (component: Component): number => {
  switch (component.shape) {
    case 'bell':
      return Math.sqrt(Math.PI / 2) * (component.riseMs + component.fallMs);
    case 'plateau':
      return component.toMs - component.fromMs;
    case 'polyline':
      return component.corners.slice(1).reduce((sum, [ms, height], i) => {
        const [beforeMs, before] = component.corners[i]!;
        return sum + ((ms - beforeMs) * (height + before)) / 2;
      }, 0);
  }
};
