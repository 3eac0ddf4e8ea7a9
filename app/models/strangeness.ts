import type { Validity } from '../analysis/schema.ts';
import { unlike } from '../analysis/validity.ts';
import { durationS, findLead, type Recording } from '../recording/recording.ts';
import { calibrated } from './calibrate.ts';
import { type Manifest, signalInput } from './manifest.ts';
import { featuresOnce, prepareInputs } from './prepareInputs.ts';
import type { ModelRunner } from './runner.ts';

export interface Judgement {
  readonly validity: Validity;
  /** The model that judged; null: none did. */
  readonly judge: Manifest | null;
}

/**
 * Asks the installed validity model how unlike the ECGs that it knows a VALID recording is, and puts its answer into
 * `outOfDistributionScore`; above the model's own threshold the recording stays readable, but every classifier is closed. Left as it
 * is: what is INVALID already, what the model was not made for (leads, length, rate), and everything when no such model is installed.
 */
export const judgeStrangeness = async (
  recording: Recording,
  validity: Validity,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Judgement> => {
  const manifest = runner.models().find((each) => each.manifest.task === 'validity')?.manifest;
  const input = manifest === undefined ? null : signalInput(manifest);
  if (manifest === undefined || input === null || validity.status === 'INVALID') return { validity, judge: null };
  const fits =
    recording.sampleRateHz >= 0.99 * input.sampleRateHz &&
    durationS(recording) >= (input.leastDurationS ?? (0.99 * input.lengthSamples) / input.sampleRateHz) &&
    input.leads.every((name) => findLead(recording, name)?.samplesMv.some(Number.isFinite));
  if (!fits) return { validity, judge: null };
  const prepared = prepareInputs(recording, manifest, featuresOnce(recording));
  const output = prepared.ok ? await runner.run(manifest.id, prepared.value, signal) : prepared;
  if (!output.ok) return { validity, judge: null };
  const [score] = calibrated(manifest, output.value.logits);
  const threshold = manifest.thresholds?.[0];
  if (score === undefined || threshold === undefined || !Number.isFinite(score)) return { validity, judge: null };
  const outOfDistributionScore = Math.min(1, Math.max(0, score));
  if (outOfDistributionScore <= threshold)
    return { validity: { ...validity, outOfDistributionScore }, judge: manifest };
  const text = `Unlike the ECGs that the classifiers know (score ${outOfDistributionScore.toFixed(2)}, limit ${threshold.toFixed(2)}): no ECG, or not what its leads and units say, or a rare one.`;
  const reasons = [...validity.reasons, { code: unlike, text }];
  return { validity: { ...validity, outOfDistributionScore, reasons }, judge: manifest };
};
