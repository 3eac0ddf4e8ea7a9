import { join } from 'node:path';
import { analyzeSignal } from '../../app/analysis/analyzeSignal.ts';
import { findInterruptions } from '../../app/analysis/interruptions.ts';
import { recordingToRead } from '../../app/analysis/quality.ts';
import { assessRhythm } from '../../app/analysis/rhythm/assessRhythm.ts';
import { type RhythmEvidence, rhythmEvidence, rhythmInput } from '../../app/analysis/rhythm/rhythmEvidence.ts';
import type { Statement } from '../../app/analysis/schema.ts';
import { looksPaced } from '../../app/analysis/statements/looksPaced.ts';
import { askModels } from '../../app/models/askModels.ts';
import { askBeats } from '../../app/models/beats/askBeats.ts';
import { closedGates } from '../../app/models/gates.ts';
import type { Manifest } from '../../app/models/manifest.ts';
import { rhythm2017 } from '../../app/models/rhythm2017.ts';
import { judgeStrangeness } from '../../app/models/strangeness.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { loadModels } from '../../main/node/models/loadModels.ts';

export interface JudgedRhythm {
  readonly statements: readonly Statement[];
  readonly reason: string | null;
  /** null when the recording is no valid ECG. */
  readonly evidence: () => RhythmEvidence | null;
  /** Processor time of the rhythm alone, without signal analysis and models, ms. */
  readonly cpuMs: number;
}

/** As the program reads a recording: signal, beat classes, the single-lead network behind its gates, rhythm. */
export const rhythmJudge = async (): Promise<(recording: Recording) => Promise<JudgedRhythm>> => {
  const { runner } = await loadModels(join(import.meta.dirname, '..', '..', 'models'));
  const network = runner.models().flatMap(({ manifest }) => (manifest.task === 'rhythm2017' ? [manifest.id] : []));
  return async (recording) => {
    const signal = analyzeSignal(recording, { lead: null });
    const { quality, pacing } = signal;
    const read = recordingToRead(recording, quality);
    const { validity } = await judgeStrangeness(read, signal.validity, runner);
    const gated = { recording: read, validity, quality, pacing, lead: null, wideWithoutP: looksPaced(signal) };
    const asked = await askModels(gated, network, runner);
    if (!asked.ok) throw new Error(asked.error.message);
    const closed = (manifest: Manifest) => closedGates(gated, [manifest]);
    const classed = await askBeats(
      { recording: read, validity, beats: signal.beats, lead: null, closed },
      null,
      runner,
    );
    if (!classed.ok) throw new Error(classed.error.message);
    const analysis = { ...signal, validity, beats: classed.value.beats };
    const probabilities = rhythm2017(asked.value)?.rhythm2017 ?? null;
    const before = process.cpuUsage();
    const { statements, reason } = assessRhythm(read, analysis, probabilities);
    const { user, system } = process.cpuUsage(before);
    return {
      statements,
      reason,
      evidence: () =>
        validity.status === 'VALID'
          ? rhythmEvidence(
              rhythmInput(read, analysis, probabilities, {
                interruptions: findInterruptions(read.leads, read.sampleRateHz),
                fibrillation: [],
              }),
            )
          : null,
      cpuMs: (user + system) / 1000,
    };
  };
};
