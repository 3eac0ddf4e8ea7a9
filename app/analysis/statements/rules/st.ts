import { above, all, any, anyOf, atLeast, atMost, below, type Condition, type Limit } from '../conditions.ts';
import { combined, countAbove, countBelow, global, largestOf, shape, stJ, stJ80, stRise } from '../quantities.ts';
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

/** From where on ST is raised in leads other than V2 and V3, mV at J. */
export const elsewhereMv = 0.1;
export const v2v3: Limit = {
  text: '0.25 (men below 40 years), 0.2 (men from 40 years), 0.15 (women)',
  of: ({ ageYears, sex }) => (sex === 'F' ? 0.15 : ageYears !== null && ageYears < 40 ? 0.25 : 0.2),
};
const raised = (lead: string): Condition => atLeast(stRise(lead), lead === 'V2' || lead === 'V3' ? v2v3 : elsewhereMv);
const pairs = (list: readonly Pair[], of: (lead: string) => Condition): Condition[] =>
  list.map(([one, other]) => all(of(one), of(other)));

const limits = `0.1 mV; in V2 and V3 ${v2v3.text}`;
const raisedIn = (list: readonly Pair[]): Condition =>
  anyOf(
    `ST at J (with QRS from 120 ms on: lower of J and J+80, less a quarter of S over R) at least ${limits}, in two of ${list.map((pair) => pair.join(' and ')).join(' or ')}`,
    pairs(list, raised),
  );

const depressed = (lead: string): Condition => all(atMost(stJ(lead), -0.05), atMost(stJ80(lead), -0.05));
const depressedIn = (list: readonly Pair[]): Condition =>
  anyOf(
    `ST at J and J+80 at most -0.05 mV in ${list.map((pair) => pair.join(' and ')).join(' or ')}`,
    pairs(list, depressed),
  );

const rightChest = ['V1', 'V2', 'V3'];
const leftChest = ['V4', 'V5', 'V6'];
const limbAndChest = ['I', 'II', 'III', 'aVL', 'aVF', 'V2', 'V3', 'V4', 'V5', 'V6'];
const raisedLeads = countAbove(
  'raisedLeads',
  'leads with ST at J of at least 0.1 mV among I, II, III, aVL, aVF, V2 to V6',
  limbAndChest.map((lead) => stJ(lead)),
  0.1,
);
/** Mean ST of V1 to V3 above that of V4 to V6: an anterior infarction, not an inflamed pericardium. */
const anteriorExcess = combined(
  'anteriorExcess',
  'mean ST at J of V1 to V3 above that of V4 to V6',
  'mV',
  [...rightChest, ...leftChest].map((lead) => stJ(lead)),
  ([v1, v2, v3, v4, v5, v6]) => (v1! + v2! + v3! - v4! - v5! - v6!) / 3,
  () => Array.from({ length: 6 }, () => 1 / 3),
);
const highestSt = largestOf(
  'highestSt',
  'highest ST at J among I, II, III, aVL, aVF, V1 to V6',
  ['V1', ...limbAndChest].map((lead) => stJ(lead)),
);
/** A junction that is low for a moment, from which ST rises steeply, is no depression. */
const loweredAt = (lead: string) =>
  largestOf(`stJOrJ80.${lead}`, `higher of ST at J and J+80 in ${lead}`, [stJ(lead), stJ80(lead)], true);
const loweredLeads = countBelow(
  'loweredLeads',
  'leads with ST at J and J+80 of at most -0.05 mV among I, II, III, aVL, aVF, V2 to V6',
  limbAndChest.map(loweredAt),
  -0.05,
);
const loweredElsewhere = countBelow(
  'loweredElsewhere',
  'leads with ST at J and J+80 of at most -0.05 mV among I, II, III, aVL, aVF, V5 and V6',
  ['I', 'II', 'III', 'aVL', 'aVF', 'V5', 'V6'].map(loweredAt),
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

/** Of a small QRS, a small elevation is much. */
const outOfProportion = (leads: readonly string[]): Condition =>
  anyOf(
    `ST at J at least a quarter of QRS, peak to peak, in a lead of ${leads.join(', ')} with 0.1 mV or more`,
    leads.map((lead) =>
      all(
        atLeast(stJ(lead), 0.1),
        atLeast(
          combined(
            `stOverQrs.${lead}`,
            `ST at J over QRS, peak to peak, in ${lead}`,
            null,
            [stJ(lead), shape('highestMv', lead), shape('deepestMv', lead)],
            ([st, high, deep]) => st! / Math.max(0.2, high! + deep!),
            () => [1, 0.2, 0.2],
          ),
          0.25,
        ),
      ),
    ),
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
    // The r' of a right bundle branch block towers over J; the high take-off of the pattern is J itself.
    below(
      combined(
        `rPrimeOverJ.${lead}`,
        `R' above ST at J in ${lead}`,
        'mV',
        [shape('r2Mv', lead), stJ(lead)],
        ([r2, j]) => r2! - j!,
      ),
      0.1,
    ),
  );

/** How far QRS points up, mV. */
const net = (lead: string) =>
  combined(
    `netQrs.${lead}`,
    `R above S in ${lead}`,
    'mV',
    [shape('highestMv', lead), shape('deepestMv', lead)],
    ([high, deep]) => high! - deep!,
  );

const shownBy = { anterior: ['V2', 'V3', 'V4'], lateral: ['V4', 'V5', 'V6'] } as const;

const common = { group: 'st', source: sources.universalDefinition } as const;
/** What states the elevation itself, and how urgent it is. */
const explained = ['brugada-1', 'st-elevation-early-repolarisation'];

export const stRules: readonly Rule[] = [
  {
    ...common,
    code: 'brugada-1',
    text: 'Brugada type 1 pattern',
    condition: all(
      below(global('qrsMs'), 120),
      anyOf(
        "in V1 or V2: ST at J at least 0.2 mV, falling by 0.02 mV or more to J+80, T at most -0.05 mV, R' less than 0.1 mV above J",
        ['V1', 'V2'].map(coved),
      ),
    ),
    source: sources.brugada,
    critical: true,
    unless: ['rbbb', 'incomplete-rbbb'],
  },
  {
    ...common,
    code: 'pericarditis',
    text: 'Diffuse ST elevation without reciprocal depression (pericarditis pattern)',
    condition: all(
      above(raisedLeads, 4),
      atLeast(stJ('II'), 0.1),
      any(atLeast(stJ('I'), 0.05), atLeast(stJ('aVL'), 0.05)),
      any(atLeast(stJ('V5'), 0.1), atLeast(stJ('V6'), 0.1)),
      below(anteriorExcess, 0),
      below(loweredLeads, 1),
      atLeast(stOverT, 0.25),
    ),
    unless: ['early-repolarisation'],
    source: sources.ginzton,
    remark: 'An acute infarction is not excluded: elevation that meets its criterion is stated beside.',
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
      corroboration: any(
        above(loweredLeads, 1),
        ...(name === 'inferior'
          ? []
          : [outOfProportion(name === 'anterior' ? ['V1', ...shownBy.anterior] : shownBy.lateral)]),
      ),
      unless: explained,
      modelClass: 'MI',
      remark:
        "In right bundle branch block the end of R' may be taken for ST, and behind a deep S ST goes up with it: what that explains is taken off (our own). The definition speaks of new elevation; earlier recordings decide. Critical also nearer to the limit where two leads are depressed, or, anterior and lateral, where ST in a chest lead is a quarter of QRS (Armstrong et al., Am J Cardiol 2012;110:977-983).",
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
    condition: all(
      any(
        ...pairs(
          [
            ['V1', 'V2'],
            ['V2', 'V3'],
          ],
          (lead) => all(atMost(stJ(lead), -0.05), atMost(stJ80(lead), -0.05), atLeast(shape('tHighestMv', lead), 0.1)),
        ),
      ),
      below(loweredElsewhere, 2),
    ),
    source: `${sources.universalDefinition}; ${sources.meyers}`,
    remark: 'Isolated: where two other leads are depressed too it is ischaemia of the inner layer.',
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

/** ST sags below the line from J to the summit of T, which is 0.4 of its way at J+80. */
const sag = (lead: string) =>
  combined(
    `sag.${lead}`,
    `ST at J+80 in ${lead} below the line from J to T`,
    'mV',
    [stJ(lead), stJ80(lead), shape('tHighestMv', lead)],
    ([j, j80, t]) => j! + 0.4 * (t! - j!) - j80!,
    () => [0.6, 1, 0.4],
  );

/** Asked before the bundle branch blocks, which silence every criterion made for narrow complexes. */
export const wideStRules: readonly Rule[] = [
  {
    ...common,
    code: 'st-elevation-concordant',
    text: 'ST displaced in the direction of a wide QRS (Sgarbossa): possible acute infarction',
    condition: all(
      atLeast(global('qrsMs'), 120),
      below(net('V1'), 0),
      any(
        anyOf(
          'ST at J at least 0.1 mV in a lead of I, II, III, aVL, aVF, V2 to V6 whose R is at least 0.2 mV higher than S is deep',
          limbAndChest.map((lead) => all(atLeast(stJ(lead), 0.1), atLeast(net(lead), 0.2))),
        ),
        anyOf(
          'ST at J at most -0.1 mV in a lead of V1 to V3 whose S is at least 0.2 mV deeper than R is high',
          rightChest.map((lead) => all(atMost(stJ(lead), -0.1), atMost(net(lead), -0.2))),
        ),
      ),
    ),
    source: sources.sgarbossa,
    critical: true,
    modelClass: 'MI',
    remark: 'Stands in for the criteria of narrow complexes in left bundle branch block and non-specific delay.',
  },
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
  {
    code: 'st-elevation-early-repolarisation',
    group: 'notch',
    text: 'ST elevation to the limit of acute infarction with the pattern of early repolarisation',
    condition: all(
      below(global('qrsMs'), 120),
      any(raisedIn(anterior), raisedIn(lateral), raisedIn(inferior)),
      anyOf(
        'a notch of at least 0.1 mV at the end of QRS, below R, with ST that sags below the line from J to T, in two inferior or two lateral leads',
        [...inferior, ...lateral].map(([one, other]) =>
          all(notched(one), notched(other), above(sag(one), 0), above(sag(other), 0)),
        ),
      ),
      below(loweredLeads, 1),
      below(anteriorExcess, 0.03),
      below(highestSt, 0.3),
    ),
    source: sources.macfarlane,
    unless: ['rbbb'],
    modelClass: 'MI',
    remark:
      'Not where any lead is depressed, where V1 to V3 are raised most, or from 0.3 mV on: there the elevation is stated as of an infarction. An infarction is not excluded.',
  },
];
