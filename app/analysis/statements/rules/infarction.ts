import { above, all, any, anyOf, atLeast, type Condition } from '../conditions.ts';
import { combined, shape } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import { sources } from './sources.ts';

const groupsOf = {
  anterior: [
    ['V1', 'V2'],
    ['V2', 'V3'],
    ['V3', 'V4'],
    ['V4', 'V5'],
  ],
  lateral: [
    ['I', 'aVL'],
    ['V5', 'V6'],
  ],
  inferior: [
    ['II', 'III'],
    ['II', 'aVF'],
    ['III', 'aVF'],
  ],
} as const;

const noR = (lead: string) =>
  combined(
    `depthWithoutR.${lead}`,
    `depth of QS in ${lead}`,
    'mV',
    [shape('deepestMv', lead), shape('rMv', lead)],
    ([deep, r]) => (r! > 0 ? 0 : deep!),
  );

/** Q of 30 ms and 0.1 mV, or QS; in V2 and V3 any Q of 20 ms. */
const pathologicalQ = (lead: string): Condition => {
  const qs = atLeast(noR(lead), 0.1);
  if (lead === 'V1') return qs;
  return lead === 'V2' || lead === 'V3'
    ? any(qs, atLeast(shape('qMs', lead), 20))
    : any(qs, all(atLeast(shape('qMs', lead), 30), atLeast(shape('qMv', lead), 0.1)));
};

const ratio = (lead: string) =>
  combined(
    `rOverS.${lead}`,
    `R over S in ${lead}`,
    null,
    [shape('highestMv', lead), shape('deepestMv', lead)],
    ([high, deep]) => high! / Math.max(0.05, deep!),
    () => [0.3, 0.3],
  );

const common = {
  group: 'infarction',
  source: sources.universalDefinition,
  modelClass: 'MI',
  fromYears: 16,
} as const;

export const infarctionRules: readonly Rule[] = [
  ...(['anterior', 'lateral', 'inferior'] as const).map(
    (name): Rule => ({
      ...common,
      code: `q-waves-${name}`,
      text: `Pathological Q waves, ${name}: infarction of unknown age`,
      condition: anyOf(
        `Q of at least 30 ms and 0.1 mV, or QS (V2, V3: Q of at least 20 ms; V1: QS only), in ${groupsOf[name].map((pair) => pair.join(' and ')).join(' or ')}`,
        groupsOf[name].map(([one, other]) => all(pathologicalQ(one), pathologicalQ(other))),
      ),
    }),
  ),
  {
    ...common,
    code: 'tall-r-posterior',
    text: 'Tall, broad R in V1 and V2 with upright T: posterior infarction of unknown age',
    condition: all(
      atLeast(shape('rMs', 'V1'), 40),
      above(ratio('V1'), 1),
      atLeast(shape('tHighestMv', 'V1'), 0.1),
      atLeast(shape('rMs', 'V2'), 40),
      above(ratio('V2'), 1),
      atLeast(shape('tHighestMv', 'V2'), 0.1),
    ),
    unless: ['rbbb', 'rvh'],
  },
];
