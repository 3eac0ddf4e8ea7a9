import { earlyPMs, firstDegreeMs } from '../../firstDegree.ts';
import { above, all, any, atLeast, atMost, below, byAge, bySex } from '../conditions.ts';
import { combined, countAbove, countBelow, global, largestOf, shape } from '../quantities.ts';
import type { Rule } from '../rule.ts';
import type { Quantity } from '../statementInput.ts';
import { sources } from './sources.ts';

const qrs = global('qrsMs');
const pr = global('prMs');
const axis = global('qrsAxisDeg');

const adult = Number.POSITIVE_INFINITY;
const wideQrs = byAge([4, 90], [16, 100], [adult, 120]);

const prLimit = byAge([3, 150], [8, 165], [16, 180], [adult, firstDegreeMs]);
const prSource = `${sources.bradycardia}; children ${sources.rijnbeek}`;
const readPr: Quantity = {
  id: 'readPrMs',
  label: 'PR interval, less 60 % of what P is wider than 120 ms,',
  unit: 'ms',
  leads: [],
  of: (input) => {
    const measured = pr.of(input);
    return measured === null ? null : { ...measured, value: measured.value - earlyPMs(input.measurements.pMs) };
  },
};

/** How far the highest R, r or r', is above the depth of S. */
const rightOver = (lead: string) =>
  combined(
    `rOverDepth.${lead}`,
    `larger of R and R' in ${lead} above the depth of S`,
    'mV',
    [shape('rMv', lead), shape('r2Mv', lead), shape('sMv', lead)],
    ([r, r2, s]) => Math.max(r!, r2!) - s!,
  );
/** How far R' is above the first R. */
const primeOver = (lead: string) =>
  combined(
    `primeOverR.${lead}`,
    `R' in ${lead} above R`,
    'mV',
    [shape('r2Mv', lead), shape('rMv', lead)],
    ([r2, r]) => r2! - r!,
  );
/** R' or a late single R in V1 or V2: the right ventricle comes last. */
const lateRight = any(
  ...['V1', 'V2'].map((lead) =>
    all(
      atLeast(shape('rPeakMs', lead), 50),
      any(atLeast(rightOver(lead), 0), atLeast(primeOver(lead), 0)),
      above(shape('lateMv', lead), lead === 'V1' ? 0 : 0.1),
    ),
  ),
);
const incompleteRight = all(atLeast(shape('r2Mv', 'V1'), 0.08), above(shape('lateMv', 'V1'), 0));
/** A broad S, or an end that points away where S is cut by the end of QRS. */
const broadS = any(
  ...['I', 'V6'].map((lead) => any(atLeast(shape('sMs', lead), 40), atMost(shape('lateMv', lead), -0.1))),
);

/** How much deeper than high a lead's QRS is; R by name, for a raised ST lifts the end of QRS. */
const dominance = (lead: string) =>
  combined(
    `dominance.${lead}`,
    `deepest S over R in ${lead}`,
    null,
    [shape('deepestMv', lead), shape('rMv', lead), shape('r2Mv', lead)],
    ([deep, r, r2]) => deep! / Math.max(0.03, r!, r2!),
    () => [0.2, 0.2, 0.2],
  );

/** R without q that peaks late; or, notched with the first summit the higher one, that is as broad. */
const broadIn = (...leads: string[]) =>
  any(
    ...leads.map((lead) =>
      all(
        any(
          atLeast(shape('rPeakMs', lead), 55),
          all(atLeast(shape('rMs', lead), 100), atLeast(shape('r2Mv', lead), 0.1)),
        ),
        below(shape('qMv', lead), 0.05),
      ),
    ),
  );
const noLateralQ = largestOf(
  'lateralQ',
  'deepest Q in I, V5 and V6',
  ['I', 'V5', 'V6'].map((lead) => shape('qMv', lead)),
);

const deltaLeads = ['I', 'II', 'aVL', 'V2', 'V3', 'V4', 'V5', 'V6'];
const slowStarts = countBelow(
  'slowStarts',
  'leads with a slow beginning of QRS (steepest slope of the first 30 ms at most 0.6 of the steepest) among I, II, aVL, V2 to V6',
  deltaLeads.map((lead) => shape('initialSlope', lead)),
  0.6,
);

const notchLeads = ['I', 'aVL', 'V1', 'V2', 'V5', 'V6'];
const midNotches = countAbove(
  'midNotches',
  'notched leads among I, aVL, V1, V2, V5 and V6',
  notchLeads.map((lead) => shape('notches', lead)),
  1,
);

const common = { group: 'conduction', source: sources.aha2009conduction, modelClass: 'CD' } as const;

export const conductionRules: readonly Rule[] = [
  {
    ...common,
    code: 'wpw',
    text: 'Ventricular pre-excitation (WPW pattern)',
    condition: all(below(pr, 120), above(qrs, byAge([16, 90], [adult, 110])), below(qrs, 150), above(slowStarts, 3)),
    remark:
      'The slow beginning stands for the delta wave; no P wave, no statement. Wider complexes are taken for a bundle branch block.',
  },
  {
    ...common,
    code: 'lbbb',
    text: 'Left bundle branch block',
    source: `${sources.aha2009conduction}; or ${sources.strauss}`,
    remark:
      'AHA asks for an R peak time above 60 ms in V5 and V6; at 100 samples a second 55 ms is as near. Of a notched R whose first summit is the higher one, the width of R stands in.',
    condition: any(
      all(
        atLeast(qrs, wideQrs),
        atLeast(dominance('V1'), 2),
        broadIn('I', 'aVL'),
        broadIn('V5', 'V6'),
        below(noLateralQ, 0.05),
      ),
      all(
        atLeast(qrs, bySex(140, 130)),
        atLeast(dominance('V1'), 2),
        atLeast(dominance('V2'), 1),
        above(midNotches, 1),
        broadIn('V5', 'V6'),
      ),
    ),
    unless: ['wpw'],
  },
  {
    ...common,
    code: 'rbbb',
    text: 'Right bundle branch block',
    condition: all(atLeast(qrs, wideQrs), lateRight, broadS),
    unless: ['wpw', 'lbbb'],
  },
  {
    ...common,
    code: 'incomplete-rbbb',
    text: 'Incomplete right bundle branch block',
    condition: all(atLeast(qrs, byAge([4, 80], [16, 85], [adult, 90])), below(qrs, wideQrs), incompleteRight),
    unless: ['wpw', 'lbbb'],
    remark: 'AHA asks for 110 ms in adults; readers of the reference data state it from 90 ms on.',
  },
  {
    ...common,
    code: 'ivcd',
    text: 'Non-specific intraventricular conduction delay',
    condition: all(above(qrs, byAge([8, 80], [16, 90], [adult, 120]))),
    unless: ['wpw', 'lbbb', 'rbbb', 'incomplete-rbbb'],
    remark: 'In adults from 120 ms on ST criteria are withheld; `st-elevation-concordant` is asked before.',
  },
  {
    ...common,
    code: 'ivcd-borderline',
    text: 'QRS slightly prolonged (110 to 120 ms)',
    condition: all(above(qrs, byAge([16, null], [adult, 110])), atMost(qrs, 120)),
    unless: ['wpw', 'lbbb', 'rbbb', 'incomplete-rbbb'],
  },
  {
    ...common,
    code: 'lafb',
    text: 'Left anterior fascicular block',
    placed: true,
    condition: any(
      all(atMost(axis, -45), atLeast(axis, -90), atLeast(shape('rMv', 'III'), 0.03), atLeast(dominance('III'), 1)),
      all(
        atMost(axis, -30),
        atLeast(axis, -90),
        atLeast(shape('qMv', 'aVL'), 0.03),
        atLeast(shape('rMv', 'III'), 0.03),
        atLeast(dominance('III'), 1.5),
        atLeast(dominance('II'), 0.8),
      ),
    ),
    unless: ['wpw', 'lbbb'],
    fromYears: 16,
    remark: 'From -30 degrees on only with qR in aVL and a small R in II.',
  },
  {
    ...common,
    code: 'lpfb',
    text: 'Left posterior fascicular block',
    placed: true,
    condition: all(
      above(axis, 90),
      atMost(axis, 180),
      atLeast(dominance('I'), 1),
      atLeast(dominance('aVL'), 1),
      atLeast(shape('qMv', 'III'), 0.03),
      below(shape('highestMv', 'V1'), 0.5),
    ),
    unless: ['wpw', 'lbbb'],
    fromYears: 16,
    remark: 'rS in I and aVL, qR in III; right ventricular hypertrophy must be excluded.',
  },
  {
    ...common,
    code: 'pr-prolonged',
    text: 'PR interval prolonged',
    source: prSource,
    condition: all(above(readPr, prLimit)),
    unless: ['av-block-1'],
    remark:
      'The beginning of a wide, shallow P wave is found before readers see it: what is taken off is fitted to readers, our own.',
  },
  {
    ...common,
    code: 'pr-borderline',
    text: 'PR interval at the upper limit, with a wide P wave',
    source: prSource,
    condition: all(above(pr, prLimit), atMost(readPr, prLimit)),
    unless: ['av-block-1'],
  },
  {
    ...common,
    code: 'pr-short',
    text: 'PR interval short',
    condition: all(below(pr, byAge([16, 90], [adult, 120]))),
    unless: ['wpw'],
  },
];
