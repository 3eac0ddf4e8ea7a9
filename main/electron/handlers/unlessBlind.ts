import type { MethodName } from '../../../app/contract/table.ts';
import type { Archive } from '../../../app/ports.ts';
import { type BlindPorts, blindTo, notYet } from '../../../app/workflow/blindFirst.ts';
import { forPerson, type Handler } from '../handler.ts';

/** Calls about one recording whose answer is the computer's reading. */
type OfOneRecording = Extract<
  MethodName,
  'explainRecording' | 'classifyLive' | 'correctMarks' | 'exportReport' | 'printReport'
>;

/** The handler, but only for a person who may see the computer's reading of the recording already. */
export const unlessBlind = <N extends OfOneRecording>(
  ports: BlindPorts & { readonly archive: Pick<Archive, 'get'> },
  handler: Handler<N>,
): Handler<N> =>
  forPerson<N>(async (input, person, caller) => {
    const stored = await ports.archive.get(input.recordingId);
    if (!stored.ok) return stored;
    return (await blindTo(person, ports))(stored.value.row) ? notYet() : handler(input, caller);
  });
