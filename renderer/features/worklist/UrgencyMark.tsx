import type { Urgency } from '../../../app/worklist/urgency.ts';
import { texts } from '../../texts.ts';

/** A shape for each, so that colour carries nothing alone; a normal recording has none. */
const shapes: Readonly<Record<Urgency, string>> = { critical: '■', abnormal: '▲', unread: '?', normal: '' };

export const UrgencyMark = ({ urgency, word }: { readonly urgency: Urgency; readonly word: boolean }) => (
  <span className={`urgency-mark urgency-${urgency}`}>
    <span aria-hidden="true">{shapes[urgency]}</span>
    <span className={word ? 'urgency-word' : 'for-readers'}>{texts.worklist.urgencies[urgency]}</span>
  </span>
);
