import type { AuditEvent } from '../../../app/audit/event.ts';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { type BlindPorts, blindTo } from '../../../app/workflow/blindFirst.ts';
import { forPerson, type Handler } from '../handler.ts';

const recordingOf = ({ subject }: AuditEvent): number => Number(subject.replace(/^recording:/, ''));

/**
 * Events of the trail, all but the words of corrections in recordings whose reading this person must not see yet: they name the
 * computer's values.
 */
export const listAudit = (
  ports: BlindPorts & { readonly archive: Pick<Archive, 'auditEvents' | 'rows'> },
): Handler<'listAudit'> =>
  forPerson(async (range, person) => {
    const events = await ports.archive.auditEvents(range);
    const corrected = events.filter(({ type }) => type === 'recording-corrected').map(recordingOf);
    const blind = await blindTo(person, ports);
    const withheld = new Set((await ports.archive.rows([...new Set(corrected)])).filter(blind).map(({ id }) => id));
    return accept(
      events.map((event) => ({
        ...event,
        detail:
          event.type === 'recording-corrected' && withheld.has(recordingOf(event))
            ? { ...event.detail, changes: 'withheld until the first impression is committed' }
            : { ...event.detail },
      })),
    );
  });
