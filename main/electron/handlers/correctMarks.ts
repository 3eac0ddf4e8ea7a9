import type { Output } from '../../../app/contract/table.ts';
import type { AnalysisService, Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { correctMarks as keepMarks } from '../../../app/workflow/correctMarks.ts';
import type { Handler } from '../handler.ts';
import { correctionsForScreen } from './openRecording.ts';

/** Keeps the reader's corrections; see the workflow. */
export const correctMarks =
  (ports: {
    readonly archive: Pick<Archive, 'get' | 'correct'>;
    readonly analysis: Pick<AnalysisService, 'open'>;
  }): Handler<'correctMarks'> =>
  async ({ recordingId, expected, marks }, { signal }) => {
    const kept = await keepMarks(recordingId, expected, marks, ports, signal);
    return kept.ok ? accept<Output<'correctMarks'>>(correctionsForScreen(kept.value)) : kept;
  };
