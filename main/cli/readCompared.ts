import type { AnalysisOptions } from '../../app/ports.ts';
import { accept, type Result, refuse } from '../../app/result.ts';
import { analyzeFiles } from '../../app/workflow/analyzeFiles.ts';
import type { ComparedSource } from '../../app/workflow/comparedSource.ts';
import type { House } from '../compose.ts';

/** Analyses the one recording that others are compared with. Errors: those of reading and analysing it; `invalid-input` for several. */
export async function readCompared(
  path: string,
  options: AnalysisOptions,
  house: House,
  signal: AbortSignal,
): Promise<Result<ComparedSource>> {
  const underWay = await analyzeFiles([path], options, house, { onProgress: () => {}, signal, inFlight: 1 });
  if (underWay.total > 1) return refuse('invalid-input', 'More than one recording is there: name one.', path);
  for await (const file of underWay.results) {
    if (file.kind === 'unread') return { ok: false, error: file.error };
    if (file.kind !== 'done') continue;
    const { outcome, bundle } = file;
    if (!outcome.ok) return outcome;
    const { files } = bundle;
    return accept({ files, hints: options.hints, analysis: outcome.value, corrections: null, withheld: false });
  }
  return refuse('not-found', 'No recording is there.', path);
}
