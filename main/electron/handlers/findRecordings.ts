import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

export const findRecordings =
  (ports: { readonly archive: Pick<Archive, 'find'> }): Handler<'findRecordings'> =>
  async ({ query }) =>
    accept({ ...(await ports.archive.find(query)) });
