import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

export const listAudit =
  (ports: { readonly archive: Pick<Archive, 'auditEvents'> }): Handler<'listAudit'> =>
  async (range) => {
    const events = await ports.archive.auditEvents(range);
    return accept(events.map((event) => ({ ...event, detail: { ...event.detail } })));
  };
