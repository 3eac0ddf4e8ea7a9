import { above, all, any, anyOf, atLeast, atMost, below, bySex, type Condition } from '../conditions.ts';
import { combined, global, narrowQtc, shape } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import { sources } from './sources.ts';

const qtc = global('qtcFridericiaMs');

/** T at most -0.1 mV and deeper than it is high, where there is an R: an upright T behind a depressed ST begins low. */
const inverted = (lead: string): Condition =>
  all(
    atMost(shape('tLowestMv', lead), -0.1),
    below(
      combined(
        `tBalance.${lead}`,
        `T summit less the depth of its lowest point in ${lead}`,
        'mV',
        [shape('tHighestMv', lead), shape('tLowestMv', lead)],
        ([high, low]) => high! + low!,
      ),
      0,
    ),
    atLeast(shape('highestMv', lead), 0.2),
  );
const pairs = {
  anterior: [
    ['V2', 'V3'],
    ['V3', 'V4'],
  ],
  lateral: [
    ['I', 'aVL'],
    ['V4', 'V5'],
    ['V5', 'V6'],
  ],
  inferior: [
    ['II', 'aVF'],
    ['III', 'aVF'],
  ],
} as const;

/** Tall and narrow; what is narrower than any T wave is mains or an artefact. */
const peaked = (lead: string, mv: number): Condition =>
  all(
    atLeast(shape('tHighestMv', lead), mv),
    atLeast(shape('tHalfWidthMs', lead), 60),
    atMost(shape('tHalfWidthMs', lead), 85),
  );

const common = { group: 'repolarisation' } as const;
const wideQrsRemark = `Where QRS is 120 ms or wider, which lengthens QT by itself: of QT less 48.5 % of QRS (${sources.bogossian}).`;

export const repolarisationRules: readonly Rule[] = [
  {
    ...common,
    code: 'hyperkalaemia',
    text: 'Tall, narrow T waves: hyperkalaemia pattern',
    condition: anyOf(
      'T of at least 1 mV in two neighbouring leads of V2 to V5, or 0.5 mV in II and aVF, 60 to 85 ms wide at half its height',
      [
        ...(
          [
            ['V2', 'V3'],
            ['V3', 'V4'],
            ['V4', 'V5'],
          ] as const
        ).map(([one, other]) => all(peaked(one, 1), peaked(other, 1))),
        all(peaked('II', 0.5), peaked('aVF', 0.5)),
      ],
    ),
    source: sources.hyperkalaemia,
    critical: true,
    modelClass: 'STTC',
  },
  {
    ...common,
    code: 'qtc-very-long',
    text: 'QTc above 500 ms',
    condition: all(above(narrowQtc, 500)),
    source: sources.aha2009repolarisation,
    critical: true,
    remark: wideQrsRemark,
  },
  {
    ...common,
    code: 'qtc-prolonged',
    text: 'QTc prolonged',
    condition: all(atLeast(narrowQtc, bySex(450, 460))),
    source: sources.aha2009repolarisation,
    remark: wideQrsRemark,
    unless: ['qtc-very-long'],
  },
  {
    ...common,
    code: 'qtc-short',
    text: 'QTc short',
    condition: all(below(qtc, bySex(350, 360, 'lower'))),
    source: `${sources.shortQt}: at most 360 ms; men 10 ms less`,
  },
  ...(['anterior', 'lateral', 'inferior'] as const).map(
    (name): Rule => ({
      group: 't-inversion',
      code: `t-inversion-${name}`,
      text: `T wave inversion, ${name}`,
      condition: any(
        anyOf(
          `T at most -0.1 mV, deeper than high, with R of at least 0.2 mV in ${pairs[name].map((pair) => pair.join(' and ')).join(' or ')}`,
          pairs[name].map(([one, other]) => all(inverted(one), inverted(other))),
        ),
      ),
      source: sources.universalDefinition,
      unless: ['lv-strain', 'rbbb', 'lbbb', 'ivcd', 'wpw'],
      fromYears: 16,
      modelClass: 'STTC',
    }),
  ),
];
