import { above, all, any, anyOf, atLeast, atMost, type Condition } from '../conditions.ts';
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

const share = (lead: string) =>
  combined(
    `qOverR.${lead}`,
    `Q over R in ${lead}`,
    null,
    [shape('qMv', lead), shape('rMv', lead)],
    ([q, r]) => q! / Math.max(0.05, r!),
    () => [0.3, 0.3],
  );

/** QS, or Q of 40 ms, or of 30 ms and a quarter of R, each 0.1 mV deep; in V2 and V3 any Q of 20 ms. */
const pathologicalQ = (lead: string): Condition => {
  const qs = atLeast(noR(lead), 0.1);
  if (lead === 'V1') return qs;
  const deep = atLeast(shape('qMv', lead), 0.1);
  return lead === 'V2' || lead === 'V3'
    ? any(qs, atLeast(shape('qMs', lead), 20))
    : any(
        qs,
        all(atLeast(shape('qMs', lead), 40), deep),
        all(atLeast(shape('qMs', lead), 30), deep, atLeast(share(lead), 0.25)),
      );
};

const sMinusR = (lead: string) =>
  combined(
    `sMinusR.${lead}`,
    `S deeper than R in ${lead} by`,
    'mV',
    [shape('deepestMv', lead), shape('highestMv', lead)],
    ([deep, high]) => deep! - high!,
  );

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
        `QS, or Q at least 0.1 mV deep and 40 ms long, or 30 ms and a quarter of R (V2, V3: any Q of 20 ms; V1: QS only), in ${groupsOf[name].map((pair) => pair.join(' and ')).join(' or ')}`,
        groupsOf[name].map(([one, other]) => all(pathologicalQ(one), pathologicalQ(other))),
      ),
    }),
  ),
  {
    code: 'poor-r-progression',
    group: 'infarction',
    fromYears: 16,
    text: 'Poor R wave progression',
    condition: all(
      atMost(shape('highestMv', 'V3'), 0.2),
      atLeast(shape('deepestMv', 'V3'), 0.3),
      atMost(shape('highestMv', 'V2'), 0.2),
      atLeast(sMinusR('V3'), 0),
    ),
    source: sources.zema,
    unless: ['q-waves-anterior', 'rbbb', 'rvh'],
    remark: 'Also of a low diaphragm, of electrodes placed too high, and of left ventricular hypertrophy.',
  },
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
