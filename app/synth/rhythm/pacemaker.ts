import { createRandom } from '../random.ts';
import type { PacingSpec, SynthSpec } from '../spec.ts';
import { type Beat, type LoneP, type Rhythm, range, rhythmOf, type Spike, sinusP, typicalPrMs } from './event.ts';
import { sinusOnsets } from './sinusNode.ts';
import { fibrillating } from './supraventricular.ts';

/** From the pulse to the first activation of the muscle beside it. */
const latencyMs = 4;
/** From the pulse in the auricle to the P wave's onset. */
const atrialLatencyMs = 14;
/** Muscle answers no pulse this long after its last activation. */
const refractoryS = 0.34;

const usualPacing: PacingSpec = { mode: 'VDD', fault: 'none', pulseMs: 0.5 };

/** Evenly spaced, as electronics are. */
const clockTimes = (spec: SynthSpec): number[] => {
  const { fromS, toS } = range(spec);
  const intervalS = Math.round(60_000 / spec.heartRateBpm) / 1000;
  const firstS = fromS + createRandom(spec.seed, 'pacemaker-phase').between(0, intervalS);
  return Array.from({ length: Math.ceil((toS - firstS) / intervalS) }, (_, i) => firstS + i * intervalS);
};

const delayMsOf = (spec: SynthSpec): number => Math.round(createRandom(spec.seed, 'pacemaker').between(140, 170));

/** Says for each pulse whether the muscle answers: all of them, or all but groups of one to two. */
const capture = (spec: SynthSpec, fault: PacingSpec['fault']): (() => boolean) => {
  const random = createRandom(spec.seed, 'capture');
  let untilLoss = 2;
  let losing = 0;
  return () => {
    if (fault !== 'capture') return true;
    if (losing > 0) {
      losing--;
      return false;
    }
    if (--untilLoss > 0) return true;
    untilLoss = 2 + Math.floor(3 * random.uniform());
    losing = Math.floor(2 * random.uniform());
    return false;
  };
};

const pacedBeat = (timeS: number, shape: 'right-apex-paced' | 'biventricular'): Beat => ({
  timeS,
  class: 'paced',
  source: 'pacemaker',
  shape,
});

/** Each P wave starts the ventricular pulse after a fixed delay, the ventricle follows within 5 ms. */
const tracking = (spec: SynthSpec, { mode, fault, pulseMs }: PacingSpec): Rhythm => {
  const delayMs = delayMsOf(spec);
  const answers = capture(spec, fault);
  const spikes: Spike[] = [];
  const beats: Beat[] = [];
  const blockedP: LoneP[] = [];
  for (const onsetS of sinusOnsets(spec, 'sinus')) {
    const pulseS = onsetS + delayMs / 1000;
    const captured = answers();
    const pulse = (timeS: number): Spike => ({ timeS, chamber: 'V', durationMs: pulseMs, captured });
    spikes.push(pulse(pulseS));
    if (mode === 'BiV') spikes.push(pulse(pulseS + interventricularMs(spec) / 1000));
    if (!captured) {
      blockedP.push(sinusP(onsetS));
      continue;
    }
    const shape = mode === 'BiV' ? 'biventricular' : 'right-apex-paced';
    beats.push({ ...pacedBeat(onsetS + (delayMs + latencyMs) / 1000, shape), prMs: delayMs + latencyMs });
  }
  return rhythmOf(spec, beats, { spikes, blockedP });
};

/** Between the two ventricular pulses; none in some devices, where they then look like one. */
const interventricularMs = (spec: SynthSpec): number =>
  [0, 20, 40][Math.floor(3 * createRandom(spec.seed, 'interventricular').uniform())]!;

/** The atrium on the clock; conduction is the patient's own. */
const atrial = (spec: SynthSpec, { fault, pulseMs }: PacingSpec): Rhythm => {
  const answers = capture(spec, fault);
  const prMs = typicalPrMs(spec) + 25;
  const spikes = clockTimes(spec).map(
    (timeS): Spike => ({ timeS, chamber: 'A', durationMs: pulseMs, captured: answers() }),
  );
  const beats = spikes
    .filter(({ captured }) => captured)
    .map(
      ({ timeS }): Beat => ({
        timeS: timeS + (atrialLatencyMs + prMs) / 1000,
        source: 'pacemaker',
        pShape: 'paced',
        prMs,
      }),
    );
  return rhythmOf(spec, beats, { spikes });
};

const dualChamber = (spec: SynthSpec, { fault, pulseMs }: PacingSpec): Rhythm => {
  const delayMs = delayMsOf(spec) + 20;
  const answers = capture(spec, fault);
  const spikes: Spike[] = [];
  const beats: Beat[] = [];
  const blockedP: LoneP[] = [];
  for (const timeS of clockTimes(spec)) {
    const captured = answers();
    spikes.push({ timeS, chamber: 'A', durationMs: pulseMs, captured: true });
    spikes.push({ timeS: timeS + delayMs / 1000, chamber: 'V', durationMs: pulseMs, captured });
    const prMs = delayMs + latencyMs - atrialLatencyMs;
    if (!captured) blockedP.push({ onsetS: timeS + atrialLatencyMs / 1000, shape: 'paced' });
    else
      beats.push({
        ...pacedBeat(timeS + (delayMs + latencyMs) / 1000, 'right-apex-paced'),
        prMs,
        pShape: 'paced',
      });
  }
  return rhythmOf(spec, beats, { spikes, blockedP });
};

/** The ventricle on the clock, whatever the atria do above their block. */
const ventricular = (spec: SynthSpec, { fault, pulseMs }: PacingSpec): Rhythm => {
  const answers = capture(spec, fault);
  const spikes = clockTimes(spec).map(
    (timeS): Spike => ({ timeS, chamber: 'V', durationMs: pulseMs, captured: answers() }),
  );
  const beats = spikes
    .filter(({ captured }) => captured)
    .map(({ timeS }) => pacedBeat(timeS + latencyMs / 1000, 'right-apex-paced'));
  if (spec.rhythm === 'atrial-fibrillation')
    return rhythmOf(spec, beats, { spikes, atrialActivity: fibrillating(spec) });
  const atrialBpm = createRandom(spec.seed, 'dissociation').between(76, 96);
  return rhythmOf(spec, beats, { spikes, blockedP: sinusOnsets(spec, 'sinus', atrialBpm).map(sinusP) });
};

/** Deaf to a sinus rhythm a little faster than itself: pulses march through, and those that meet excitable muscle capture. */
const undersensing = (spec: SynthSpec, { pulseMs }: PacingSpec): Rhythm => {
  const prMs = typicalPrMs(spec);
  const own = sinusOnsets(spec, 'sinus', spec.heartRateBpm + 9).map((onsetS) => ({
    onsetS,
    timeS: onsetS + prMs / 1000,
  }));
  const attempts = [
    ...own.map(({ onsetS, timeS }) => ({ timeS, onsetS })),
    ...clockTimes(spec).map((pulseS) => ({ timeS: pulseS + latencyMs / 1000, onsetS: null })),
  ].sort((a, b) => a.timeS - b.timeS);
  const spikes: Spike[] = [];
  const beats: Beat[] = [];
  const blockedP: LoneP[] = [];
  let lastS = Number.NEGATIVE_INFINITY;
  for (const { timeS, onsetS } of attempts) {
    const excitable = timeS - lastS > refractoryS;
    if (excitable) lastS = timeS;
    if (onsetS === null) {
      spikes.push({ timeS: timeS - latencyMs / 1000, chamber: 'V', durationMs: pulseMs, captured: excitable });
      if (excitable) beats.push(pacedBeat(timeS, 'right-apex-paced'));
    } else if (excitable) beats.push({ timeS, prMs });
    else blockedP.push(sinusP(onsetS));
  }
  return rhythmOf(spec, beats, { spikes, blockedP });
};

/** Without a pacemaker in the spec: VDD with pulses of 0.5 ms. */
export const paced = (spec: SynthSpec): Rhythm => {
  const pacing = spec.pacing ?? usualPacing;
  if (pacing.fault === 'sense') return undersensing(spec, pacing);
  switch (pacing.mode) {
    case 'AAI':
      return atrial(spec, pacing);
    case 'VVI':
      return ventricular(spec, pacing);
    case 'DDD':
      return dualChamber(spec, pacing);
    case 'VDD':
    case 'BiV':
      return tracking(spec, pacing);
  }
};
