import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { type BlindPorts, rowsFor } from '../../../app/workflow/blindFirst.ts';
import { forPerson, type Handler } from '../handler.ts';

export const listRecordings = (
  ports: BlindPorts & { readonly archive: Pick<Archive, 'list'> },
): Handler<'listRecordings'> =>
  forPerson(async (_input, person) => accept(await rowsFor(person, await ports.archive.list(), ports)));
