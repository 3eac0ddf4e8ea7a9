import type { AuditEventType } from '../../../app/audit/event.ts';
import type { RecordingStatus } from '../../../app/ports.ts';
import type { ReviewStatus } from '../../../app/review/review.ts';

const events: Readonly<Record<ReviewStatus, AuditEventType>> = {
  draft: 'review-saved',
  confirmed: 'review-confirmed',
  signed: 'review-signed',
  amended: 'review-amended',
};
export const reviewEventOf = (status: ReviewStatus): AuditEventType => events[status];
export const reviewEventTypes: readonly AuditEventType[] = Object.values(events);

/** What the worklist says of a recording with these versions: signed as long as a signed version stands. */
export function statusAfter(statuses: readonly ReviewStatus[]): RecordingStatus {
  if (statuses.some((status) => status === 'signed' || status === 'amended')) return 'signed';
  return statuses.at(-1) === 'confirmed' ? 'reviewed' : 'analysed';
}
