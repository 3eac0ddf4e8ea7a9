import { type LeadField, projectTwelve } from './leadField.ts';
import { type Component, courseAt, supportMs, type WaveName } from './wave.ts';

export interface Landmarks {
  readonly onsetMs: number;
  readonly peakMs: number;
  readonly offsetMs: number;
}

/** The finest grid on which onsets are looked for; far below any sampling interval. */
const stepMs = 0.5;

const twelveAt = (parts: readonly { component: Component; leadsMv: readonly number[] }[], ms: number): number[] => {
  const leads = new Array<number>(12).fill(0);
  for (const { component, leadsMv } of parts) {
    const course = courseAt(component, ms);
    for (let i = 0; i < 12; i++) leads[i]! += course * leadsMv[i]!;
  }
  return leads;
};

/**
 * Where a wave by itself begins, peaks and ends: first and last instant above `thresholdMv` in any of twelve leads,
 * and between them the largest root sum of squares of the whole beat, as it is seen: a displaced ST segment reaches
 * into the QRS and moves its visible peak. Null when the wave never exceeds the threshold.
 */
export const landmarksOf = (
  components: readonly Component[],
  waves: readonly WaveName[],
  field: LeadField,
  thresholdMv: number,
): Landmarks | null => {
  const withLeads = components.map((component) => ({
    component,
    leadsMv: projectTwelve(field, component.vectorMv),
  }));
  const parts = withLeads.filter(({ component }) => waves.includes(component.wave));
  if (parts.length === 0) return null;
  const spans = parts.map(({ component }) => supportMs(component));
  const fromMs = Math.min(...spans.map(([from]) => from));
  const toMs = Math.max(...spans.map(([, to]) => to));
  let onsetMs: number | null = null;
  let offsetMs = fromMs;
  for (let ms = fromMs; ms <= toMs; ms += stepMs) {
    if (!twelveAt(parts, ms).some((mv) => Math.abs(mv) > thresholdMv)) continue;
    onsetMs ??= ms;
    offsetMs = ms;
  }
  if (onsetMs === null) return null;
  let [peakMs, peakSquare] = [onsetMs, 0];
  for (let ms = onsetMs; ms <= offsetMs; ms += stepMs) {
    const square = twelveAt(withLeads, ms).reduce((sum, mv) => sum + mv * mv, 0);
    if (square > peakSquare) [peakMs, peakSquare] = [ms, square];
  }
  return { onsetMs, peakMs, offsetMs };
};
