import type { WaveLandmarks } from './landmarks.ts';
import { type LeadField, projectTwelve } from './leadField.ts';
import type { Vec3 } from './vector.ts';
import { type Component, courseAt } from './wave.ts';

/** Noiseless heights in one lead against the line at zero, millivolts; null: the beat has no such wave there. */
export interface LeadAmplitudes {
  readonly pMv: number | null;
  /** Deepest before and after R (0: nothing below the line), and R itself (0: nothing above it). */
  readonly qMv: number;
  readonly rMv: number;
  readonly sMv: number;
  /** At J, the global end of the QRS, and 60 and 80 ms after it. */
  readonly stJMv: number;
  readonly stJ60Mv: number;
  readonly stJ80Mv: number;
  readonly tMv: number | null;
}

const stepMs = 0.5;

const leadsAt = (components: readonly Component[], field: LeadField, ms: number): number[] => {
  const sum: [number, number, number] = [0, 0, 0];
  for (const component of components) {
    const course = courseAt(component, ms);
    component.vectorMv.forEach((mv, axis) => {
      sum[axis]! += course * mv;
    });
  }
  return projectTwelve(field, sum satisfies Vec3);
};

/** Heights of one whole beat, as it is seen without its neighbours, in the twelve leads in the order of the paper. */
export const amplitudesOf = (
  components: readonly Component[],
  marks: { readonly p: WaveLandmarks | null; readonly qrs: WaveLandmarks; readonly t: WaveLandmarks | null },
  field: LeadField,
): LeadAmplitudes[] => {
  const { qrs } = marks;
  const course: number[][] = [];
  for (let ms = qrs.onsetMs; ms <= qrs.offsetMs; ms += stepMs) course.push(leadsAt(components, field, ms));
  const at = (ms: number): number[] => leadsAt(components, field, ms);
  const [j, j60, j80] = [at(qrs.offsetMs), at(qrs.offsetMs + 60), at(qrs.offsetMs + 80)];
  return j.map((stJMv, lead) => {
    const height = (k: number): number => course[k]![lead]!;
    let top = 0;
    course.forEach((_, k) => {
      if (height(k) > height(top)) top = k;
    });
    const rMv = Math.max(0, height(top));
    // Without any R the whole QRS is one downward wave: a QS, counted as S.
    const first = rMv > 0 ? top : 0;
    const deepest = (from: number, to: number): number => {
      let mv = 0;
      for (let k = from; k < to; k++) mv = Math.min(mv, height(k));
      return mv;
    };
    const peakMv = (wave: WaveLandmarks | null): number | null => {
      const found = wave?.perLead[lead];
      return found ? at(found.peakMs)[lead]! : null;
    };
    return {
      pMv: peakMv(marks.p),
      qMv: deepest(0, first),
      rMv,
      sMv: deepest(first, course.length),
      stJMv,
      stJ60Mv: j60[lead]!,
      stJ80Mv: j80[lead]!,
      tMv: peakMv(marks.t),
    };
  });
};
