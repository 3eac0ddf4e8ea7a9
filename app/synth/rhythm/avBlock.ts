import { createRandom } from '../random.ts';
import type { SynthSpec } from '../spec.ts';
import { type Beat, type Rhythm, regularTimes, rhythmOf, sinusP, typicalPrMs } from './event.ts';
import { sinusOnsets } from './sinusNode.ts';

export const firstDegree = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'av-block');
  const prMs = random.between(228, 310);
  return rhythmOf(
    spec,
    sinusOnsets(spec, 'sinus').map((onsetS) => {
      const beatPrMs = prMs + 1.5 * random.normal();
      return { timeS: onsetS + beatPrMs / 1000, prMs: beatPrMs };
    }),
  );
};

/** Groups of `conducted` beats and a blocked P; `prAt` gives PR by the place in the group. */
const grouped = (spec: SynthSpec, conducted: number, prAt: (place: number) => number): Rhythm => {
  const beats: Beat[] = [];
  const blockedP: ReturnType<typeof sinusP>[] = [];
  sinusOnsets(spec, 'sinus').forEach((onsetS, i) => {
    const place = i % (conducted + 1);
    if (place === conducted) blockedP.push(sinusP(onsetS));
    else beats.push({ timeS: onsetS + prAt(place) / 1000, prMs: prAt(place) });
  });
  return rhythmOf(spec, beats, { blockedP });
};

/** PR grows by ever smaller steps (so RR shortens) until one P is blocked; 3:2 to 5:4. */
export const wenckebach = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'av-block');
  const conducted = 2 + Math.floor(3 * random.uniform());
  const steps = [0, 70, 110, 135, 150];
  const firstMs = typicalPrMs(spec) + random.between(5, 40);
  return grouped(spec, conducted, (place) => firstMs + steps[place]!);
};

export const mobitz = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'av-block');
  const conducted = 2 + Math.floor(3 * random.uniform());
  const prMs = typicalPrMs(spec);
  return grouped(spec, conducted, () => prMs);
};

/** Atria at their own rate, nothing conducted, an escape rhythm below. */
const complete =
  (below: Omit<Beat, 'timeS'>) =>
  (spec: SynthSpec): Rhythm => {
    const atrialBpm = createRandom(spec.seed, 'av-block').between(78, 96);
    return rhythmOf(
      spec,
      regularTimes(spec, 'escape', 60 / spec.heartRateBpm, 0.008).map((timeS) => ({ ...below, timeS })),
      { blockedP: sinusOnsets(spec, 'sinus', atrialBpm).map(sinusP) },
    );
  };

export const completeJunctional = complete({ source: 'junctional' });
export const completeVentricular = complete({ class: 'V', source: 'ventricular', shape: 'left-ventricle' });
