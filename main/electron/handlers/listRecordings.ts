import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

export const listRecordings =
  (ports: { readonly archive: Pick<Archive, 'rows'> }): Handler<'listRecordings'> =>
  async ({ ids }) =>
    accept([...(await ports.archive.rows(ids))]);
