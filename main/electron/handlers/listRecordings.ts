import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { type BlindPorts, rowsFor } from '../../../app/workflow/blindFirst.ts';
import { forPerson, type Handler } from '../handler.ts';

export const listRecordings = (
  ports: BlindPorts & { readonly archive: Pick<Archive, 'rows'> },
): Handler<'listRecordings'> =>
  forPerson(async ({ ids }, person) => accept(await rowsFor(person, await ports.archive.rows(ids), ports)));
