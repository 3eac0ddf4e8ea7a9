import { isLimbSwap } from '../../recording/electrodeSwap.ts';
import type { Quality } from '../schema.ts';
import type { RuleGroup } from './rule.ts';

/** From this probability on a suspected swap of electrodes is taken for one until someone has looked. */
const likelySwap = 0.9;

export type Swap = NonNullable<Quality['reversals']>[number];

export const likelySwaps = ({ reversals }: Pick<Quality, 'reversals'>): readonly Swap[] =>
  (reversals ?? []).filter(({ probability }) => probability >= likelySwap);

const limb = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
const chest = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** The leads that would show something else if the electrodes were put right. */
export const leadsOfSwap = ({ swap }: Pick<Swap, 'swap'>): readonly string[] =>
  isLimbSwap(swap) ? limb : swap === 'V1-V6 reversed' ? chest : swap.split('/');

/** Groups that say where in the heart something is. Conduction and rhythm are seen in swapped leads too. */
export const placedGroups: ReadonlySet<RuleGroup> = new Set(['axis', 'hypertrophy', 'st', 'infarction', 'notch']);
