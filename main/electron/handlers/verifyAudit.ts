import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

export const verifyAudit =
  (ports: { readonly archive: Pick<Archive, 'verifyAudit'> }): Handler<'verifyAudit'> =>
  async () =>
    accept(await ports.archive.verifyAudit('content'));
