import { above, all, any, atLeast, atMost, below, byAge, bySex } from '../conditions.ts';
import { combined, global, largestOf, shape, stJ, sumOf } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import type { Quantity } from '../statementInput.ts';
import { sources } from './sources.ts';

const qrs = global('qrsMs');
const axis = global('qrsAxisDeg');
const chest = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const twelve = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', ...chest];

const lateralR = largestOf('lateralR', 'higher R of V5 and V6', [shape('highestMv', 'V5'), shape('highestMv', 'V6')]);
const sokolow = sumOf('sokolow', 'Sokolow-Lyon voltage: S in V1 + higher R of V5, V6', [
  shape('deepestMv', 'V1'),
  lateralR,
]);
const cornell = sumOf('cornell', 'Cornell voltage: R in aVL + S in V3', [
  shape('highestMv', 'aVL'),
  shape('deepestMv', 'V3'),
]);
const product = (id: string, label: string, addedMv: number): Quantity =>
  combined(
    id,
    label,
    'mV ms',
    [cornell, qrs],
    ([voltage, duration]) => (voltage! + addedMv) * duration!,
    ([voltage, duration]) => [duration!, voltage! + addedMv],
  );
const productMen = product('cornellProduct', 'Cornell product: Cornell voltage x QRS', 0);
const productWomen = product('cornellProductWomen', 'Cornell product of women: (Cornell voltage + 0.6 mV) x QRS', 0.6);
const deepestS = largestOf(
  'deepestS',
  'deepest S of all leads',
  twelve.map((lead) => shape('deepestMv', lead)),
);
const peguero = sumOf('peguero', 'Peguero-Lo Presti: deepest S of all leads + S in V4', [
  deepestS,
  shape('deepestMv', 'V4'),
]);

const onlyOf = (sex: 'M' | 'F', limit: number) => ({
  text: `${limit} (${sex === 'M' ? 'men and unknown' : 'women'})`,
  of: (patient: { readonly sex: 'M' | 'F' | null }) => ((patient.sex ?? 'M') === sex ? limit : null),
});

const voltage = any(
  atLeast(sokolow, byAge([35, null], [Number.POSITIVE_INFINITY, 3.5])),
  all(atLeast(shape('highestMv', 'aVL'), 1.1), above(axis, -30)),
  above(cornell, bySex(2.8, 2)),
  all(
    any(above(productMen, onlyOf('M', 244)), above(productWomen, onlyOf('F', 244))),
    atLeast(peguero, bySex(2.8, 2.3)),
  ),
);

const strainIn = (lead: string) =>
  all(atMost(stJ(lead), -0.05), atMost(shape('tLowestMv', lead), -0.1), atLeast(shape('highestMv', lead), 0.5));

const rightVoltage = any(
  all(atLeast(shape('highestMv', 'V1'), 0.6), below(shape('deepestMv', 'V1'), 0.5)),
  atLeast(
    sumOf('rvSum', 'R in V1 + deeper S of V5, V6', [
      shape('highestMv', 'V1'),
      largestOf('lateralS', 'deeper S of V5 and V6', [shape('deepestMv', 'V5'), shape('deepestMv', 'V6')]),
    ]),
    1.05,
  ),
);

const common = { group: 'hypertrophy', source: sources.aha2009hypertrophy, modelClass: 'HYP' } as const;

export const hypertrophyRules: readonly Rule[] = [
  {
    ...common,
    code: 'lvh',
    text: 'Left ventricular hypertrophy by voltage',
    condition: voltage,
    source: `${sources.sokolow}; ${sources.cornell}; ${sources.peguero}; ${sources.aha2009hypertrophy}`,
    fromYears: 16,
    remark: 'One criterion is enough; the evidence names each that is met. Sokolow-Lyon counts from 35 years on.',
  },
  {
    ...common,
    code: 'lv-strain',
    text: 'Secondary ST-T changes of left ventricular hypertrophy (strain)',
    condition: all(voltage, any(...['I', 'aVL', 'V5', 'V6'].map(strainIn))),
    needs: ['st'],
    fromYears: 16,
  },
  {
    ...common,
    code: 'rvh',
    text: 'Right ventricular hypertrophy',
    condition: all(atLeast(axis, 90), atMost(axis, 180), rightVoltage),
    unless: ['rbbb', 'ivcd'],
    fromYears: 16,
  },
  {
    ...common,
    code: 'left-atrial-abnormality',
    text: 'Left atrial abnormality',
    condition: all(atLeast(shape('pTerminalMvMs', 'V1'), 4), atLeast(global('pMs'), 120)),
    source: `${sources.aha2009hypertrophy}; ${sources.morris}`,
    fromYears: 16,
    remark: 'Terminal force of 0.04 mm s at 10 mm/mV is 4 mV ms.',
  },
  {
    ...common,
    code: 'right-atrial-abnormality',
    text: 'Right atrial abnormality',
    condition: any(
      above(shape('pHighestMv', 'II'), 0.25),
      above(shape('pHighestMv', 'V1'), 0.15),
      above(shape('pHighestMv', 'V2'), 0.15),
    ),
    fromYears: 16,
  },
];
