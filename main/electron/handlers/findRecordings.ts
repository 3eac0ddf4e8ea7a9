import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { queryWithoutReading } from '../../../app/workflow/blindFirst.ts';
import type { Handler } from '../handler.ts';

/** In blind-first reading neither order nor filters tell what the computer says. */
export const findRecordings =
  (ports: { readonly archive: Pick<Archive, 'find' | 'settings'> }): Handler<'findRecordings'> =>
  async ({ query }) => {
    const { blindFirst } = await ports.archive.settings.read();
    return accept({ ...(await ports.archive.find(blindFirst ? queryWithoutReading(query) : query)) });
  };
