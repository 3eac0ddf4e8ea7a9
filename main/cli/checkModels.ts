import type { AnalysisOptions, InstalledModel } from '../../app/ports.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { plain, say } from './output.ts';

/**
 * Says once, before a batch, which models will not answer and why: in the results it stands file by file, among much else.
 * The exit code when the batch must not begin, for a model was asked for by name and is not there or was refused; else null.
 */
export function checkModels(
  installed: readonly InstalledModel[],
  asked: AnalysisOptions['modelIds'],
  tell: (text: string) => void = (text) => say(plain(text)),
): ExitCode | null {
  if (asked?.length === 0) return null;
  const ids = installed.map(({ id }) => id);
  const unknown = asked?.filter((id) => !ids.includes(id)) ?? [];
  if (unknown.length > 0) {
    tell(`error: no such model: ${unknown.join(', ')}; installed: ${ids.join(', ') || 'none'}`);
    return exitCodes.usage;
  }
  if (installed.length === 0) tell('einthoven: no model is installed; the results come without diagnoses');
  const ready = new Set(installed.filter(({ refusal, replaced }) => refusal === null && !replaced).map(({ id }) => id));
  for (const { id, refusal } of installed)
    if (refusal !== null && (asked?.includes(id) ?? true))
      tell(`einthoven: model ${id} is refused and does not run: ${refusal.message}`);
  return asked?.every((id) => ready.has(id)) === false ? exitCodes.failed : null;
}
