import { type Diagnosis, superclasses } from '../analysis/schema.ts';
import { calibrated } from './calibrate.ts';
import type { Manifest } from './manifest.ts';

/** A probability below one half cannot call an ECG normal, whatever threshold made the best figures. */
const leastNormalProbability = 0.5;

/**
 * The calibrated statements of a superclass model, one a class in the manifest's order. NORM is stated only when no other class is,
 * and only when it is more likely than not: a reader must never see "normal" beside a finding.
 * @param logits [classes], finite; the manifest has passed `checkManifest`, so every class has its threshold and calibration.
 */
export const superclassDiagnoses = (manifest: Manifest, logits: Float32Array): Diagnosis[] => {
  const probabilities = calibrated(manifest, logits);
  const diagnoses = manifest.classes.flatMap((stated, i): Diagnosis[] => {
    const name = superclasses.find((known) => known === stated);
    if (name === undefined) return [];
    const probability = probabilities[i]!;
    const threshold = manifest.thresholds?.[i] ?? 0.5;
    return [
      {
        model: manifest.id,
        version: manifest.version,
        class: name,
        probability,
        threshold,
        positive: probability >= threshold,
        calibrated: true,
      },
    ];
  });
  const finding = diagnoses.some((diagnosis) => diagnosis.class !== 'NORM' && diagnosis.positive);
  return diagnoses.map((diagnosis) =>
    diagnosis.class === 'NORM'
      ? { ...diagnosis, positive: diagnosis.positive && !finding && diagnosis.probability >= leastNormalProbability }
      : diagnosis,
  );
};
