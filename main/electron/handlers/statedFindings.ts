import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

export const statedFindings =
  (ports: { readonly archive: Pick<Archive, 'statedFindings'> }): Handler<'statedFindings'> =>
  async () =>
    accept((await ports.archive.statedFindings()).map((finding) => ({ ...finding })));
