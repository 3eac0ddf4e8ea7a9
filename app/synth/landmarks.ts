import { type LeadField, projectTwelve } from './leadField.ts';
import type { Vec3 } from './vector.ts';
import { type Component, courseAt, supportMs, type WaveName } from './wave.ts';

export interface Landmarks {
  readonly onsetMs: number;
  readonly peakMs: number;
  readonly offsetMs: number;
}

export interface WaveLandmarks extends Landmarks {
  /** In the order of the paper; null: the wave stays below the threshold in that lead. */
  readonly perLead: readonly (Landmarks | null)[];
}

/** The finest grid on which onsets are looked for; far below any sampling interval. */
const stepMs = 0.5;

const vectorAt = (components: readonly Component[], ms: number): Vec3 => {
  let [x, y, z] = [0, 0, 0];
  for (const component of components) {
    const course = courseAt(component, ms);
    x += course * component.vectorMv[0];
    y += course * component.vectorMv[1];
    z += course * component.vectorMv[2];
  }
  return [x, y, z];
};

/** The twelve leads as directions: one row of the field each. */
const leadRows = (field: LeadField): readonly Vec3[] => {
  const [x, y, z] = [projectTwelve(field, [1, 0, 0]), projectTwelve(field, [0, 1, 0]), projectTwelve(field, [0, 0, 1])];
  return x.map((along, i) => [along, y[i]!, z[i]!]);
};

const squareOver = (rows: readonly Vec3[], [x, y, z]: Vec3): number => {
  let sum = 0;
  for (const [a, b, c] of rows) {
    const mv = a * x + b * y + c * z;
    sum += mv * mv;
  }
  return sum;
};

/** A wave of straight lines begins and ends at its corners, whatever the threshold. */
const corners = (components: readonly Component[]): readonly [fromMs: number, toMs: number] | null =>
  components.every(({ shape }) => shape === 'polyline')
    ? [
        Math.min(...components.map((part) => supportMs(part)[0])),
        Math.max(...components.map((part) => supportMs(part)[1])),
      ]
    : null;

/**
 * Where a wave by itself begins, peaks and ends, in each lead and over all of them.
 *
 * In a lead: first and last instant above `thresholdMv` (a wave of straight lines: its first and last corner), and
 * between them the largest deflection of the wave by itself. Over all leads: earliest onset, latest offset, and between
 * them the largest root sum of squares of the whole beat, as it is seen: a displaced ST segment reaches into the QRS
 * and moves its visible peak; `peakFromMs` keeps the peak of a T wave that begins early out of the QRS. Null when the wave never exceeds the threshold.
 */
export const landmarksOf = (
  components: readonly Component[],
  waves: readonly WaveName[],
  field: LeadField,
  thresholdMv: number,
  peakFromMs = Number.NEGATIVE_INFINITY,
): WaveLandmarks | null => {
  const parts = components.filter(({ wave }) => waves.includes(wave));
  if (parts.length === 0) return null;
  const spans = parts.map(supportMs);
  const fromMs = Math.min(...spans.map(([from]) => from));
  const toMs = Math.max(...spans.map(([, to]) => to));
  const exact = corners(parts);
  const rows = leadRows(field);
  const found: ({ onsetMs: number; offsetMs: number; peakMs: number; peakMv: number } | null)[] = rows.map(() => null);
  for (let ms = fromMs; ms <= toMs; ms += stepMs) {
    const [x, y, z] = vectorAt(parts, ms);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const mv = Math.abs(row[0] * x + row[1] * y + row[2] * z);
      if (mv <= thresholdMv) continue;
      const lead = found[i];
      if (!lead) {
        found[i] = { onsetMs: exact?.[0] ?? ms, offsetMs: exact?.[1] ?? ms, peakMs: ms, peakMv: mv };
        continue;
      }
      if (!exact) lead.offsetMs = ms;
      if (mv > lead.peakMv) [lead.peakMs, lead.peakMv] = [ms, mv];
    }
  }
  const seen = found.flatMap((lead) => lead ?? []);
  if (seen.length === 0) return null;
  const onsetMs = Math.min(...seen.map((lead) => lead.onsetMs));
  const offsetMs = Math.max(...seen.map((lead) => lead.offsetMs));
  let [peakMs, peakSquare] = [Math.max(onsetMs, Math.min(peakFromMs, offsetMs)), 0];
  for (let ms = peakMs; ms <= offsetMs; ms += stepMs) {
    const square = squareOver(rows, vectorAt(components, ms));
    if (square > peakSquare) [peakMs, peakSquare] = [ms, square];
  }
  const perLead = found.map((lead) => lead && { onsetMs: lead.onsetMs, peakMs: lead.peakMs, offsetMs: lead.offsetMs });
  return { onsetMs, peakMs, offsetMs, perLead };
};
