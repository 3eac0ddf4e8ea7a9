import type { Focus } from '../morphology/ventricular.ts';
import { createRandom } from '../random.ts';
import type { SynthSpec } from '../spec.ts';
import { type Beat, type LoneP, type Rhythm, regularTimes, rhythmOf, sinusP, typicalPrMs } from './event.ts';
import { sinusOnsets } from './sinusNode.ts';

/** Where premature beats and tachycardias of this heart come from. */
const focusOf = (spec: SynthSpec, usual: Focus): Focus => {
  if (!spec.variety) return usual;
  const foci: readonly Focus[] = ['outflow', 'left-ventricle', 'right-apex'];
  return foci[Math.floor(foci.length * createRandom(spec.seed, 'focus').uniform())]!;
};

/** Every second sinus beat is replaced by a premature ventricular one; the sinus node is not reset: full compensatory pause. */
export const bigeminy = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'ectopy');
  const prMs = typicalPrMs(spec);
  const couplingS = Math.min(random.between(0.44, 0.5), 0.75 * (60 / spec.heartRateBpm));
  const shape = focusOf(spec, 'outflow');
  const beats: Beat[] = [];
  const blockedP: LoneP[] = [];
  sinusOnsets(spec, 'sinus').forEach((onsetS, i) => {
    if (i % 2 === 1) {
      blockedP.push(sinusP(onsetS));
      return;
    }
    const timeS = onsetS + prMs / 1000;
    beats.push({ timeS, prMs });
    const earlyS = timeS + couplingS + 0.008 * random.normal();
    beats.push({ timeS: earlyS, class: 'V', source: 'ventricular', shape });
  });
  return rhythmOf(spec, beats, { blockedP });
};

interface Ectopy {
  /** Sinus beats from one group of ectopic beats to the next, drawn anew each time. */
  readonly between: readonly [fewest: number, most: number];
  readonly count: readonly [fewest: number, most: number];
  /** From the beat before to the first ectopic one, and between ectopic ones, seconds. */
  readonly couplingS: readonly [number, number];
  readonly cycleS: readonly [number, number];
}

/** A ventricle is refractory this long; an impulse this short before a ventricular beat cannot get ahead of it. */
const refractoryS = 0.6;
const tooLateS = 0.1;

/** Groups of ventricular beats into a sinus rhythm that goes on unmoved: what falls into their refractory time is blocked. */
const premature =
  ({ between, count, couplingS, cycleS }: Ectopy) =>
  (spec: SynthSpec): Rhythm => {
    const random = createRandom(spec.seed, 'ectopy');
    const whole = ([from, to]: readonly [number, number]) => Math.floor(random.between(from, to + 1));
    const prMs = typicalPrMs(spec);
    const shape = focusOf(spec, 'outflow');
    const usualCouplingS = random.between(...couplingS);
    const beats: Beat[] = [];
    const blockedP: LoneP[] = [];
    const ectopic: number[] = [];
    let untilEctopic = whole(between);
    for (const onsetS of sinusOnsets(spec, 'sinus')) {
      const timeS = onsetS + prMs / 1000;
      if (ectopic.some((earlyS) => timeS > earlyS - tooLateS && timeS < earlyS + refractoryS)) {
        blockedP.push(sinusP(onsetS));
        continue;
      }
      beats.push({ timeS, prMs });
      if (--untilEctopic > 0) continue;
      untilEctopic = whole(between);
      const cycle = random.between(...cycleS);
      let earlyS = timeS + usualCouplingS + 0.008 * random.normal();
      for (let left = whole(count); left > 0; left--) {
        ectopic.push(earlyS);
        beats.push({ timeS: earlyS, class: 'V', source: 'ventricular', shape });
        earlyS += cycle * (1 + 0.015 * random.normal());
      }
    }
    beats.sort((a, b) => a.timeS - b.timeS);
    return rhythmOf(spec, beats, { blockedP });
  };

const couplingS = [0.43, 0.5] as const;
const cycleS = [0.38, 0.44] as const;

export const single = premature({ between: [3, 6], count: [1, 1], couplingS, cycleS });
export const trigeminy = premature({ between: [2, 2], count: [1, 1], couplingS, cycleS });
export const couplets = premature({ between: [3, 5], count: [2, 2], couplingS, cycleS });
export const runs = premature({ between: [4, 6], count: [3, 6], couplingS, cycleS });
export const rOnT = premature({ between: [3, 5], count: [1, 1], couplingS: [0.3, 0.34], cycleS });

/** A ventricular focus at its own rate; the atria go on at theirs. */
const sustained =
  (usual: Focus, jitter: number) =>
  (spec: SynthSpec): Rhythm => {
    const atrialBpm = createRandom(spec.seed, 'dissociation').between(68, 92);
    const shape = focusOf(spec, usual);
    return rhythmOf(
      spec,
      regularTimes(spec, 'focus-rate', 60 / spec.heartRateBpm, jitter).map((timeS) => ({
        timeS,
        class: 'V',
        source: 'ventricular',
        shape,
      })),
      { blockedP: sinusOnsets(spec, 'sinus', atrialBpm).map(sinusP) },
    );
  };

export const tachycardia = sustained('left-ventricle', 0.006);
export const idioventricular = sustained('right-apex', 0.012);

/** One circuit without rest: waves as even as the rate says. */
export const ventricularFlutter = (spec: SynthSpec): Rhythm =>
  rhythmOf(spec, [], { ventricularActivity: { kind: 'flutter', hz: spec.heartRateBpm / 60 } });

/** Many wandering wavelets, 4 to 7.5 Hz. */
export const ventricularFibrillation = (spec: SynthSpec): Rhythm => {
  const hz = (spec.heartRateBpm / 60) * createRandom(spec.seed, 'vf').between(0.95, 1.4);
  return rhythmOf(spec, [], { ventricularActivity: { kind: 'fibrillation', hz } });
};
