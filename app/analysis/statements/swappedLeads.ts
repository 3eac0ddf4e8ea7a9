import { isLimbSwap } from '../../recording/electrodeSwap.ts';
import type { Quality } from '../schema.ts';
import type { Rule, RuleGroup } from './rule.ts';
import type { Quantity } from './statementInput.ts';

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

/** Whether a swap of electrodes changes what a quantity says; the axis is that of the limb leads. */
export const isOfLeads = ({ id, leads }: Quantity, swapped: ReadonlySet<string>): boolean =>
  (id === 'qrsAxisDeg' ? limb : leads).some((lead) => swapped.has(lead));

/** Groups that say where in the heart something is. Most of conduction, and rhythm, are seen in swapped leads too. */
const placedGroups: ReadonlySet<RuleGroup> = new Set([
  'axis',
  'hypertrophy',
  'st',
  'infarction',
  't-inversion',
  'notch',
]);

export const isPlaced = ({ group, placed = false }: Pick<Rule, 'group' | 'placed'>): boolean =>
  placed || placedGroups.has(group);
