import { all, below } from '../conditions.ts';
import { combined, largestOf, shape } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import { sources } from './sources.ts';

const peakToPeak = (lead: string) =>
  combined(
    `peakToPeak.${lead}`,
    `QRS peak to peak in ${lead}`,
    'mV',
    [shape('highestMv', lead), shape('deepestMv', lead)],
    ([high, deep]) => high! + deep!,
  );
const limb = largestOf(
  'limbVoltage',
  'largest QRS of the limb leads, peak to peak',
  ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'].map(peakToPeak),
  true,
);
const chest = largestOf(
  'chestVoltage',
  'largest QRS of the chest leads, peak to peak',
  ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map(peakToPeak),
  true,
);

const common = { group: 'voltage', source: sources.lowVoltage } as const;

export const voltageRules: readonly Rule[] = [
  { ...common, code: 'low-voltage-limb', text: 'Low voltage in the limb leads', condition: all(below(limb, 0.5)) },
  { ...common, code: 'low-voltage-chest', text: 'Low voltage in the chest leads', condition: all(below(chest, 1)) },
];
