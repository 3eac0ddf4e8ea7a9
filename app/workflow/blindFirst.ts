import type { Person } from '../people/person.ts';
import { may } from '../people/person.ts';
import type { Archive, WorklistRow } from '../ports.ts';
import { refuse } from '../result.ts';
import { rowWithoutReading } from '../review/firstImpression.ts';
import type { WorklistQuery } from '../worklist/query.ts';

export interface BlindPorts {
  readonly archive: Pick<Archive, 'settings' | 'reviews'>;
}

const isRead = ({ status }: Pick<WorklistRow, 'status'>): boolean => status === 'reviewed' || status === 'signed';

/**
 * Which recordings' reading by the computer this person must not see yet. A reader: all without a first impression of his or
 * her own, read by others or not. Anybody else, who could otherwise tell: all that no reader has confirmed.
 */
export async function blindTo(person: Person, { archive }: BlindPorts): Promise<(row: WorklistRow) => boolean> {
  const { blindFirst } = await archive.settings.read();
  if (!blindFirst) return () => false;
  if (!may(person, 'review')) return (row) => !isRead(row);
  const committed = new Set(await archive.reviews.impressionsOf(person.name));
  return (row) => !committed.has(row.id);
}

/** Lines of the worklist as this person may see them. */
export async function rowsFor(person: Person, rows: readonly WorklistRow[], ports: BlindPorts): Promise<WorklistRow[]> {
  const blind = await blindTo(person, ports);
  return rows.map((row) => (blind(row) ? rowWithoutReading(row) : row));
}

export const notYet = () =>
  refuse('not-allowed', 'Blind-first reading: commit your first impression before you see what the computer says.');

/** A question to the worklist that does not ask by what the computer says, where that is withheld. */
export const queryWithoutReading = (query: WorklistQuery): WorklistQuery => ({
  ...query,
  urgencies: [],
  findings: [],
  sort: ['urgency', 'finding'].includes(query.sort.by) ? { by: 'imported', descending: false } : query.sort,
});
