import { type Person, signingRole, whyNot } from '../people/person.ts';
import type { Archive, Clock, ReviewState } from '../ports.ts';
import { accept, type Result, refuse } from '../result.ts';
import { advance, type ReviewAct, whyUnfitStatement } from '../review/advance.ts';
import { disagreementLedger, type Ledger, type LedgerDays } from '../review/disagreement.ts';
import type { FirstImpression, ReaderStatement, SealedVersion } from '../review/review.ts';
import { type BlindPorts, blindTo, notYet } from './blindFirst.ts';

export interface ReviewPorts extends BlindPorts {
  readonly archive: Pick<Archive, 'settings' | 'reviews' | 'get'>;
  readonly clock: Clock;
}

export interface ReviewForScreen {
  readonly blind: boolean;
  readonly impression: FirstImpression | null;
  readonly computer: ReviewState['ground']['computer'];
  readonly versions: readonly SealedVersion[];
}

/** The review of a recording as this person may see it. Errors: those of ReviewStore.read. */
export async function readReview(
  recordingId: number,
  person: Person,
  { archive }: ReviewPorts,
): Promise<Result<ReviewForScreen>> {
  const stored = await archive.get(recordingId);
  if (!stored.ok) return stored;
  const impression = await archive.reviews.firstImpression(recordingId, person.name);
  const nothing = { impression, computer: [], versions: [] };
  if ((await blindTo(person, { archive }))(stored.value.row)) return accept({ blind: true, ...nothing });
  if (stored.value.analysis === null) return accept({ blind: false, ...nothing });
  const state = await archive.reviews.read(recordingId);
  if (!state.ok) return state;
  return accept({ blind: false, impression, computer: state.value.ground.computer, versions: state.value.versions });
}

/**
 * Saves, confirms or signs. Errors: `not-allowed` for a person without the right, before a first impression in blind-first
 * reading, or when the act does not fit the state; `conflict` when somebody was faster; those of `advance` and of the archive.
 */
export async function reviewRecording(
  recordingId: number,
  expected: string | null,
  act: ReviewAct,
  person: Person,
  { archive, clock }: ReviewPorts,
): Promise<Result<SealedVersion>> {
  const forbidden = whyNot(person, 'review');
  if (forbidden !== null) return forbidden;
  const stored = await archive.get(recordingId);
  if (!stored.ok) return stored;
  if ((await blindTo(person, { archive }))(stored.value.row)) return notYet();
  const author = { name: person.name, role: signingRole(person) };
  return archive.reviews.act(recordingId, expected, ({ ground, versions }) =>
    advance(versions, act, ground, author, clock.nowUtc()),
  );
}

/** What a reader thinks before the computer's reading is shown. Errors: `not-allowed`, `not-found`, `conflict`. */
export async function commitImpression(
  recordingId: number,
  statements: readonly ReaderStatement[],
  person: Person,
  { archive, clock }: ReviewPorts,
): Promise<Result<null>> {
  const forbidden = whyNot(person, 'review');
  if (forbidden !== null) return forbidden;
  const unfit = statements.map(whyUnfitStatement).find((why) => why !== null);
  if (unfit !== undefined) return refuse('invalid-input', unfit);
  const state = await archive.reviews.read(recordingId);
  if (!state.ok) return state;
  return archive.reviews.commitImpression(recordingId, {
    schema: 'einthoven.impression/1',
    recordingSha256: state.value.ground.recordingSha256,
    reader: person.name,
    at: clock.nowUtc(),
    statements: [...statements],
  });
}

/** Computer against reader over what was signed on these days. */
export const disagreements = async (
  days: LedgerDays,
  { archive }: { readonly archive: { readonly reviews: Pick<Archive['reviews'], 'all'> } },
): Promise<Ledger> => disagreementLedger(await archive.reviews.all(), days);
