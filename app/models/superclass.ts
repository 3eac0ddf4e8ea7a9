import type { Diagnosis } from '../analysis/schema.ts';
import { plattProbability } from './calibrate.ts';
import type { Manifest } from './manifest.ts';

/**
 * The calibrated statements of a superclass model, one a class in the manifest's order.
 * @param logits [classes], finite; the manifest has passed `checkManifest`, so every class has its threshold and calibration.
 */
export const superclassDiagnoses = (manifest: Manifest, logits: Float32Array): Diagnosis[] =>
  manifest.classes.map((name, i) => {
    const { slope, intercept } = manifest.calibration;
    const probability = plattProbability(logits[i]!, slope[i]!, intercept[i]!);
    const threshold = manifest.thresholds[i]!;
    return {
      model: manifest.id,
      version: manifest.version,
      class: name,
      probability,
      threshold,
      positive: probability >= threshold,
      calibrated: true,
    };
  });
