import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

/** What can be filtered by; nothing in blind-first reading. */
export const statedFindings =
  (ports: { readonly archive: Pick<Archive, 'statedFindings' | 'settings'> }): Handler<'statedFindings'> =>
  async () => {
    const { blindFirst } = await ports.archive.settings.read();
    return accept(blindFirst ? [] : (await ports.archive.statedFindings()).map((finding) => ({ ...finding })));
  };
