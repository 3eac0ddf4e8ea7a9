import { above, all, any, anyOf, atLeast, atMost, below, type Condition, type Limit } from '../conditions.ts';
import { combined, countAbove, countBelow, global, shape, stJ, stJ80 } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import { sources } from './sources.ts';

type Pair = readonly [string, string];
const anterior: readonly Pair[] = [
  ['V1', 'V2'],
  ['V2', 'V3'],
  ['V3', 'V4'],
];
const lateral: readonly Pair[] = [
  ['I', 'aVL'],
  ['V4', 'V5'],
  ['V5', 'V6'],
];
const inferior: readonly Pair[] = [
  ['II', 'III'],
  ['II', 'aVF'],
  ['III', 'aVF'],
];

const elsewhereMv = 0.1;
const v2v3: Limit = {
  text: '0.25 (men below 40 years), 0.2 (men from 40 years), 0.15 (women)',
  of: ({ ageYears, sex }) => (sex === 'F' ? 0.15 : ageYears !== null && ageYears < 40 ? 0.25 : 0.2),
};
const raised = (lead: string): Condition => atLeast(stJ(lead), lead === 'V2' || lead === 'V3' ? v2v3 : elsewhereMv);
const pairs = (list: readonly Pair[], of: (lead: string) => Condition): Condition[] =>
  list.map(([one, other]) => all(of(one), of(other)));

const limits = `0.1 mV; in V2 and V3 ${v2v3.text}`;
const raisedIn = (list: readonly Pair[]): Condition =>
  anyOf(
    `ST at J at least ${limits}, in two of ${list.map((pair) => pair.join(' and ')).join(' or ')}`,
    pairs(list, raised),
  );

const depressed = (lead: string): Condition => all(atMost(stJ(lead), -0.05), atMost(stJ80(lead), -0.05));
const depressedIn = (list: readonly Pair[]): Condition =>
  anyOf(
    `ST at J and J+80 at most -0.05 mV in ${list.map((pair) => pair.join(' and ')).join(' or ')}`,
    pairs(list, depressed),
  );

const limbAndChest = ['I', 'II', 'III', 'aVL', 'aVF', 'V2', 'V3', 'V4', 'V5', 'V6'];
const raisedLeads = countAbove(
  'raisedLeads',
  'leads with ST at J of at least 0.05 mV among I, II, III, aVL, aVF, V2 to V6',
  limbAndChest.map((lead) => stJ(lead)),
  0.05,
);
const loweredLeads = countBelow(
  'loweredLeads',
  'leads with ST at J of at most -0.05 mV among I, II, III, aVL, aVF, V2 to V6',
  limbAndChest.map((lead) => stJ(lead)),
  -0.05,
);
const stOverT = combined(
  'stOverT.V6',
  'ST at J over T in V6',
  null,
  [stJ('V6'), shape('tHighestMv', 'V6')],
  ([st, t]) => st! / Math.max(0.05, t!),
  () => [1, 0.3],
);

/** ST falls from J on, into an inverted T. */
const coved = (lead: string): Condition =>
  all(
    atLeast(stJ(lead), 0.2),
    atLeast(
      combined(
        `fall.${lead}`,
        `fall of ST from J to J+80 in ${lead}`,
        'mV',
        [stJ(lead), stJ80(lead)],
        ([j, j80]) => j! - j80!,
      ),
      0.02,
    ),
    atMost(shape('tLowestMv', lead), -0.05),
  );

const common = { group: 'st', source: sources.universalDefinition } as const;
const explained = ['brugada-1', 'pericarditis'];

export const stRules: readonly Rule[] = [
  {
    ...common,
    code: 'brugada-1',
    text: 'Brugada type 1 pattern',
    condition: anyOf(
      'in V1 or V2: ST at J at least 0.2 mV, falling by 0.02 mV or more to J+80, T at most -0.05 mV',
      ['V1', 'V2'].map(coved),
    ),
    source: sources.brugada,
    critical: true,
    unless: ['rbbb'],
  },
  {
    ...common,
    code: 'pericarditis',
    text: 'Diffuse ST elevation without reciprocal depression (pericarditis pattern)',
    condition: all(above(raisedLeads, 6), below(loweredLeads, 1), atLeast(stOverT, 0.25)),
    unless: ['early-repolarisation'],
    source: sources.ginzton,
    remark: 'An acute infarction is not excluded.',
  },
  ...(
    [
      ['anterior', anterior],
      ['lateral', lateral],
      ['inferior', inferior],
    ] as const
  ).map(
    ([name, list]): Rule => ({
      ...common,
      code: `st-elevation-${name}`,
      text: `ST elevation that meets the criterion of acute infarction, ${name}`,
      condition: raisedIn(list),
      critical: true,
      unless: explained,
      modelClass: 'MI',
      remark: 'The definition speaks of new elevation; earlier recordings decide.',
    }),
  ),
  {
    ...common,
    code: 'reciprocal-depression',
    text: 'Reciprocal ST depression beside ST elevation',
    condition: all(any(raisedIn(anterior), raisedIn(lateral), raisedIn(inferior)), above(loweredLeads, 1)),
    unless: explained,
    modelClass: 'MI',
    remark: 'Speaks for acute infarction and against pericarditis and early repolarisation.',
  },
  {
    ...common,
    code: 'st-depression-diffuse',
    text: 'ST depression in six leads or more with elevation in aVR',
    condition: all(above(loweredLeads, 5), atLeast(stJ('aVR'), elsewhereMv)),
    critical: true,
    modelClass: 'STTC',
    remark: 'Left main or multivessel disease, or demand ischaemia.',
  },
  {
    ...common,
    code: 'posterior-infarction',
    text: 'ST depression in V1 to V3 with upright T: possible posterior infarction',
    condition: any(
      ...pairs(
        [
          ['V1', 'V2'],
          ['V2', 'V3'],
        ],
        (lead) => all(atMost(stJ(lead), -0.05), atMost(stJ80(lead), -0.05), atLeast(shape('tHighestMv', lead), 0.1)),
      ),
    ),
    critical: true,
    modelClass: 'MI',
    unless: ['rbbb', 'rvh', 'reciprocal-depression', 'st-depression-diffuse'],
  },
  ...(
    [
      ['anterior', anterior],
      ['lateral', lateral],
      ['inferior', inferior],
    ] as const
  ).map(
    ([name, list]): Rule => ({
      ...common,
      code: `st-depression-${name}`,
      text: `ST depression, ${name}`,
      condition: depressedIn(list),
      modelClass: 'STTC',
      unless: [
        'st-depression-diffuse',
        'reciprocal-depression',
        'lv-strain',
        'rbbb',
        ...(name === 'anterior' ? ['posterior-infarction'] : []),
      ],
    }),
  ),
];

/** Notches need a rate that shows them. */
const notched = (lead: string): Condition =>
  all(
    atLeast(shape('endNotchMv', lead), 0.1),
    atLeast(
      combined(
        `overNotch.${lead}`,
        `R above its end notch in ${lead}`,
        'mV',
        [shape('highestMv', lead), shape('endNotchMv', lead)],
        ([r, notch]) => r! - notch!,
      ),
      0.1,
    ),
  );

export const notchRules: readonly Rule[] = [
  {
    code: 'early-repolarisation',
    group: 'notch',
    text: 'Early repolarisation pattern',
    condition: all(
      below(global('qrsMs'), 120),
      anyOf('a notch of at least 0.1 mV at the end of QRS, below R, in two inferior or two lateral leads', [
        ...pairs(inferior, notched),
        ...pairs(lateral, notched),
      ]),
    ),
    source: sources.macfarlane,
    unless: ['rbbb'],
    remark: 'Slurs without a notch are not looked for.',
  },
];
