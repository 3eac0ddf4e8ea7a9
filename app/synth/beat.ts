import { conductedBeat, outflowPvc, pacedBeat, pWave } from './morphology.ts';
import { createRandom } from './random.ts';
import type { VentricularEvent } from './rhythm.ts';
import { respirationHz } from './rhythm.ts';
import type { SynthSpec } from './spec.ts';
import { rotateFrontal, rotateHorizontal, scale } from './vector.ts';
import type { Component } from './wave.ts';

/** What one chest differs from another by; drawn once per recording. */
interface Build {
  readonly frontalDeg: number;
  readonly horizontalDeg: number;
  readonly size: number;
  readonly qrsStretch: number;
  readonly pSize: number;
  readonly tSize: number;
  readonly qtcMs: number;
}

const drawBuild = (spec: SynthSpec): Build => {
  const random = createRandom(spec.seed, 'build');
  return {
    frontalDeg: random.between(-10, 10),
    horizontalDeg: random.between(-7, 7),
    size: random.between(0.88, 1.12),
    qrsStretch: random.between(0.96, 1.06),
    pSize: random.between(0.9, 1.15),
    tSize: random.between(0.85, 1.15),
    qtcMs: random.between(392, 412) + (spec.patient.sex === 'F' ? 10 : 0),
  };
};

/** Extra QT of beats that spread slowly through muscle rather than the conduction system, milliseconds. */
const lateMs = (event: VentricularEvent, spec: SynthSpec): number => {
  if (event.origin !== 'N') return 48;
  return spec.morphology === 'lbbb' ? 38 : spec.morphology === 'rbbb' ? 22 : 0;
};

const vary = (component: Component, factor: number, frontalDeg: number, horizontalDeg: number): Component => ({
  ...component,
  vectorMv: scale(rotateHorizontal(rotateFrontal(component.vectorMv, frontalDeg), horizontalDeg), factor),
});

/** Stretches the QRS in time, so that its duration differs between people and nothing else moves. */
const stretchQrs = (component: Component, factor: number): Component =>
  component.wave === 'QRS' && component.shape === 'bell'
    ? {
        ...component,
        atMs: component.atMs * factor,
        riseMs: component.riseMs * factor,
        fallMs: component.fallMs * factor,
      }
    : component;

export interface BeatMaker {
  /** Parts of the beat, milliseconds from `event.timeS`. */
  readonly beat: (event: VentricularEvent) => readonly Component[];
  /** A P wave alone, milliseconds from its onset. */
  readonly loneP: () => readonly Component[];
}

/**
 * Beats of one person. QT follows Fridericia with the mean of this and the usual interval (the heart takes many beats
 * to adapt). Breathing turns the heart a little and changes its size; each beat differs by a little more.
 */
export const createBeatMaker = (spec: SynthSpec): BeatMaker => {
  const build = drawBuild(spec);
  const random = createRandom(spec.seed, 'beat-to-beat');
  const breathHz = respirationHz(spec);
  const usualRrS = 60 / spec.heartRateBpm;
  const shapeOf = (event: VentricularEvent, qtMs: number): Component[] => {
    if (event.origin === 'V') return outflowPvc(qtMs);
    return event.origin === 'paced' ? pacedBeat(qtMs) : conductedBeat(spec.morphology, qtMs);
  };
  const beat = (event: VentricularEvent): readonly Component[] => {
    const rrS = event.origin === 'V' ? usualRrS : 0.75 * usualRrS + 0.25 * event.rrS;
    const qtMs = build.qtcMs * Math.cbrt(rrS) + lateMs(event, spec) + 1.2 * random.normal();
    const breath = Math.sin(2 * Math.PI * breathHz * event.timeS);
    const frontalDeg = build.frontalDeg + 2 * breath + 0.5 * random.normal();
    const horizontalDeg = build.horizontalDeg + 1 * breath + 0.5 * random.normal();
    const qrsFactor = build.size * (1 + 0.03 * breath + 0.012 * random.normal());
    const tFactor = build.size * build.tSize * (1 + 0.02 * breath + 0.018 * random.normal());
    const pFactor = build.pSize * (1 + 0.03 * random.normal());
    const factorOf = { P: pFactor, QRS: qrsFactor, ST: qrsFactor, T: tFactor, U: tFactor };
    const parts = [...(event.prMs === null ? [] : pWave(event.prMs)), ...shapeOf(event, qtMs)];
    return parts.map((part) =>
      vary(stretchQrs(part, build.qrsStretch), factorOf[part.wave], frontalDeg, horizontalDeg),
    );
  };
  const loneP = (): readonly Component[] =>
    pWave(0).map((part) =>
      vary(part, build.pSize * (1 + 0.03 * random.normal()), build.frontalDeg, build.horizontalDeg),
    );
  return { beat, loneP };
};
