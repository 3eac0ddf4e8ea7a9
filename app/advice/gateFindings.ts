import type { Gate, Quality } from '../analysis/schema.ts';
import { likelySwaps } from '../analysis/statements/swappedLeads.ts';
import { standstill, vfSuspected } from '../analysis/validity.ts';

/** What keeps a reading back and asks for something by itself, as rows of the table name it. */
export const gateFindings = ['gate:st', 'gate:electrodes', 'gate:recording'] as const;
export type GateFinding = (typeof gateFindings)[number];

export interface FoundGate {
  readonly finding: GateFinding;
  /** Why it is closed, in words. */
  readonly text: string;
  readonly confidence: number;
}

const unreadable: readonly string[] = ['invalid', 'quality-unacceptable'];
/** ST of such patients and beats has no criteria here, or is not there: nothing was lost that the eye could find. */
const withoutCriteria: readonly string[] = ['paced', 'age-below-minimum', 'leads-missing', vfSuspected, standstill];

/**
 * The closed gates that leave something open which someone has to do. ST that a stated finding explains (`stated`, codes of
 * statements) is that finding's matter.
 */
export const foundGates = (
  gates: readonly Gate[],
  quality: Pick<Quality, 'reversals'>,
  stated: ReadonlySet<string>,
): FoundGate[] => {
  const swaps = likelySwaps(quality);
  const all = gates.filter(({ model }) => model === '*');
  const unread = all.find(({ code }) => unreadable.includes(code));
  const st = [...all, ...gates.filter(({ model }) => model === 'rules/st')].find(
    ({ code }) => !withoutCriteria.includes(code) && !stated.has(code),
  );
  return [
    ...swaps.map(({ text, probability }): FoundGate => ({ finding: 'gate:electrodes', text, confidence: probability })),
    ...(unread === undefined ? [] : [{ finding: 'gate:recording', text: unread.text, confidence: 1 } as const]),
    ...(unread !== undefined || st === undefined
      ? []
      : [{ finding: 'gate:st', text: `ST is not judged: ${st.text}`, confidence: 1 } as const]),
  ];
};
