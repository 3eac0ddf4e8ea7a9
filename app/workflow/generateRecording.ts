import type { AnalysisService, Archive } from '../ports.ts';
import { defaultOptions } from '../ports.ts';
import { accept, type Result, refuse } from '../result.ts';
import { screenProblems } from '../synth/choice.ts';
import type { SynthSpec } from '../synth/spec.ts';

export interface GeneratePorts {
  readonly analysis: Pick<AnalysisService, 'synthesise' | 'analyze'>;
  readonly archive: Pick<Archive, 'idOf' | 'takeIn'>;
}

/**
 * Makes a synthetic recording as the window asks for it and takes it in as an import does: analysis, archive and audit events in one transaction.
 * What is there already is not made twice. Errors: `invalid-input` with every reason against the choice; those of the
 * analysis service and of the archive.
 */
export const generateRecording = async (
  spec: SynthSpec,
  ports: GeneratePorts,
  signal: AbortSignal,
): Promise<Result<{ readonly recordingId: number }>> => {
  const problems = screenProblems(spec);
  if (problems.length > 0) return refuse('invalid-input', problems.join(' '));
  const made = await ports.analysis.synthesise(spec, signal);
  if (!made.ok) return made;
  const bundle = made.value;
  const known = await ports.archive.idOf(bundle.sha256);
  if (known !== null) return accept({ recordingId: known });
  const outcome = await ports.analysis.analyze(bundle, { ...defaultOptions, withName: true }, signal);
  if (!outcome.ok && outcome.error.code === 'cancelled') return outcome;
  const taken = await ports.archive.takeIn(bundle, {}, outcome);
  return taken.ok ? accept({ recordingId: taken.value.id }) : taken;
};
