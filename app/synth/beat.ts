import { isAnalytic } from './catalogue.ts';
import { formOf } from './morphology/morphology.ts';
import { type PShape, pWave } from './morphology/pWave.ts';
import { ventricularBeat } from './morphology/ventricular.ts';
import { createRandom } from './random.ts';
import type { VentricularEvent } from './rhythm/event.ts';
import { respirationHz } from './rhythm/sinusNode.ts';
import type { SynthSpec } from './spec.ts';
import { drawVariety } from './variety.ts';
import { rotateFrontal, rotateHorizontal, scale } from './vector.ts';
import { bell, type Component } from './wave.ts';

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
  const build = {
    frontalDeg: random.between(-10, 10),
    horizontalDeg: random.between(-7, 7),
    size: random.between(0.88, 1.12),
    qrsStretch: random.between(0.96, 1.06),
    pSize: random.between(0.9, 1.15),
    tSize: random.between(0.85, 1.15),
    qtcMs: random.between(392, 412) + (spec.patient.sex === 'F' ? 10 : 0),
  };
  const { qtcMs } = formOf(spec.morphology);
  return qtcMs === undefined ? build : { ...build, qtcMs: createRandom(spec.seed, 'qtc').between(...qtcMs) };
};

/** Extra QT of beats that spread slowly through muscle rather than the conduction system, milliseconds. */
const lateMs = (event: VentricularEvent, spec: SynthSpec): number => {
  if (event.shape !== 'conducted') return event.shape === 'biventricular' ? 26 : 48;
  return formOf(spec.morphology).lateMs ?? 0;
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

/** Follows the T wave, largest in V2 and V3; merges with the next P at higher rates, where it is left out. */
const uWave = (qtMs: number, rrS: number): Component[] =>
  1000 * rrS < qtMs + 330 ? [] : [bell('U', qtMs + 62, [25, 28], [0.03, 0.02, -0.055])];

export interface BeatMaker {
  /** Parts of the beat, milliseconds from `event.timeS`. */
  readonly beat: (event: VentricularEvent) => readonly Component[];
  /** A P wave alone, milliseconds from its onset. */
  readonly loneP: (shape: PShape) => readonly Component[];
}

/** Every beat as it is drawn, none like another by chance. */
const analyticMaker = (spec: SynthSpec): BeatMaker => ({
  beat: () => formOf(spec.morphology).shape(0, null),
  loneP: () => [],
});

/**
 * Beats of one person. QT follows Fridericia with the mean of this and the usual interval (the heart takes many beats
 * to adapt). Breathing turns the heart a little and changes its size; each beat differs by a little more.
 */
export const createBeatMaker = (spec: SynthSpec): BeatMaker => {
  if (isAnalytic(spec.morphology)) return analyticMaker(spec);
  const build = drawBuild(spec);
  const variety = drawVariety(spec);
  const form = formOf(spec.morphology);
  const random = createRandom(spec.seed, 'beat-to-beat');
  const breathHz = respirationHz(spec);
  const usualRrS = 60 / spec.heartRateBpm;
  const pSize = build.pSize * (form.pSize ?? 1);
  const beat = (event: VentricularEvent): readonly Component[] => {
    const rrS = event.class === 'V' ? usualRrS : 0.75 * usualRrS + 0.25 * event.rrS;
    // The heart that beats 30 times a minute does not take 500 ms to recover.
    const ownQtMs = (build.qtcMs + variety.qtcMs) * Math.cbrt(Math.min(rrS, 1.5)) + lateMs(event, spec);
    // A ventricle that drives itself as fast as it can has recovered before its next beat.
    const longestMs = event.shape === 'conducted' ? Number.POSITIVE_INFINITY : 930 * usualRrS;
    const qtMs = Math.min(ownQtMs, longestMs) + 1.2 * random.normal();
    const breath = Math.sin(2 * Math.PI * breathHz * event.timeS);
    const frontalDeg = build.frontalDeg + 2 * breath + 0.5 * random.normal();
    const horizontalDeg = build.horizontalDeg + 1 * breath + 0.5 * random.normal();
    const qrsFactor = build.size * (1 + 0.03 * breath + 0.012 * random.normal());
    const tFactor = build.size * build.tSize * (1 + 0.02 * breath + 0.018 * random.normal());
    const pFactor = pSize * (1 + 0.03 * random.normal());
    const factorOf = { P: pFactor, Ta: pFactor, QRS: qrsFactor, ST: qrsFactor, T: tFactor, U: tFactor };
    const conducted = event.shape === 'conducted';
    const ventricles = event.shape === 'conducted' ? form.shape(qtMs, event.prMs) : ventricularBeat(event.shape, qtMs);
    const parts = [
      ...(event.prMs === null ? [] : pWave(event.prMs, event.pShape, variety.pForm)),
      ...variety.reshape(ventricles, conducted),
      ...(spec.uWave && conducted ? uWave(qtMs, rrS) : []),
    ];
    return parts.map((part) =>
      vary(stretchQrs(part, build.qrsStretch), factorOf[part.wave], frontalDeg, horizontalDeg),
    );
  };
  const loneP = (shape: PShape): readonly Component[] =>
    pWave(0, shape, variety.pForm).map((part) =>
      vary(part, pSize * (1 + 0.03 * random.normal()), build.frontalDeg, build.horizontalDeg),
    );
  return { beat, loneP };
};
