import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { queryWithoutReading } from '../../../app/workflow/blindFirst.ts';
import type { Handler } from '../handler.ts';

/** In blind-first reading neither order, filters nor search tell what the computer says. */
export const findRecordings =
  (ports: { readonly archive: Pick<Archive, 'find' | 'settings'> }): Handler<'findRecordings'> =>
  async ({ query }) => {
    const { blindFirst } = await ports.archive.settings.read();
    const found = blindFirst
      ? await ports.archive.find(queryWithoutReading(query), false)
      : await ports.archive.find(query);
    return accept({ ...found });
  };
