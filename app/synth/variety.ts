import { formOf } from './morphology/morphology.ts';
import { drawPForm, type PForm, usualPForm } from './morphology/pWave.ts';
import { createRandom, type Random } from './random.ts';
import type { SynthSpec } from './spec.ts';
import { rotateFrontal, rotateHorizontal, scale, type Vec3 } from './vector.ts';
import type { Component } from './wave.ts';

/** How one person's waves depart from the textbook's: drawn once per recording, the same for every beat of a kind. */
export interface Variety {
  readonly pForm: PForm;
  readonly qtcMs: number;
  /** Changes the parts of a beat that is conducted (`true`) or not. */
  readonly reshape: (parts: readonly Component[], conducted: boolean) => readonly Component[];
}

const turn = (vector: Vec3, frontalDeg: number, horizontalDeg: number, factor: number): Vec3 =>
  scale(rotateHorizontal(rotateFrontal(vector, frontalDeg), horizontalDeg), factor);

/** The frontal axis is the finding itself in fascicular blocks, hypertrophy and inferior infarction: there it varies less. */
const axisSpreadDeg = (spec: SynthSpec): number => (spec.morphology === 'normal' ? 17 : 6);

interface Change {
  readonly frontalDeg: number;
  readonly horizontalDeg: number;
  readonly factor: number;
}

const drawChange = (random: Random, spread: number): Change => ({
  frontalDeg: spread * 70 * random.normal(),
  horizontalDeg: spread * 70 * random.normal(),
  factor: Math.max(0.5, 1 + spread * random.normal()),
});

const most = 12;

/** No variety: every wave as written in `morphology/`. */
const textbook: Variety = { pForm: usualPForm, qtcMs: 0, reshape: (parts) => parts };

/** A slower or faster QRS: all of it in time, and ST begins as much later or earlier. */
const inTime = (part: Component, stretch: number): Component => {
  if (part.wave === 'ST' && part.shape === 'plateau') return { ...part, fromMs: part.fromMs * stretch };
  if (part.shape !== 'bell') return part;
  if (part.wave === 'ST') return { ...part, atMs: part.atMs * stretch };
  if (part.wave !== 'QRS') return part;
  return { ...part, atMs: part.atMs * stretch, riseMs: part.riseMs * stretch, fallMs: part.fallMs * stretch };
};

export const drawVariety = (spec: SynthSpec): Variety => {
  if (!spec.variety) return textbook;
  const random = createRandom(spec.seed, 'variety');
  const spreadDeg = axisSpreadDeg(spec);
  const axisDeg = Math.max(-2.2 * spreadDeg, Math.min(1.8 * spreadDeg, spreadDeg * random.normal()));
  const transitionDeg = (spec.morphology === 'normal' ? 8 : 4) * random.normal();
  const drawSet = (spread: number): Change[] => Array.from({ length: most }, () => drawChange(random, spread));
  // The same place in a beat always gets the same change, so that all beats of one kind look alike.
  const changes = { conducted: drawSet(0.09), other: drawSet(0.09) };
  const tLaterMs = 6 * random.normal();
  const tWidth = random.between(0.9, 1.1);
  const pForm = drawPForm(random);
  // Faster than this a block would be none.
  const stretch = random.between((formOf(spec.morphology).lateMs ?? 0) > 20 ? 0.95 : 0.88, 1.12);
  return {
    pForm,
    qtcMs: random.between(-16, 16),
    reshape: (parts, conducted) =>
      parts.map((written, i) => {
        const part = inTime(written, stretch);
        if (part.wave === 'P' || part.wave === 'Ta' || part.shape === 'polyline') return part;
        const change = (conducted ? changes.conducted : changes.other)[i % most]!;
        // ST and T carry the diagnosis by their direction: they only change in size.
        const ownDeg = part.wave === 'QRS' ? 1 : 0.25;
        const vectorMv = turn(
          part.vectorMv,
          axisDeg * (part.wave === 'QRS' ? 1 : 0.5) + ownDeg * change.frontalDeg,
          transitionDeg * (part.wave === 'QRS' ? 1 : 0.5) + ownDeg * change.horizontalDeg,
          change.factor,
        );
        if (part.wave !== 'T' || part.shape !== 'bell') return { ...part, vectorMv };
        // The end of T is the QT's: a wider T peaks earlier by as much as its fall is longer.
        const fallMs = part.fallMs * tWidth;
        const atMs = part.atMs - 2.8 * (fallMs - part.fallMs) + (conducted ? 0.5 * tLaterMs : 0);
        return { ...part, vectorMv, atMs, riseMs: part.riseMs * tWidth, fallMs };
      }),
  };
};
