import { measurementLabels } from '../analysis/measurementLabels.ts';
import type { Caution, StatementChange, Which } from './compareRecordings.ts';
import type { ComparedMeasurement, Verdict } from './differences.ts';

const which: Readonly<Record<Which, string>> = { before: 'The earlier recording', after: 'The later recording' };

/** What a comparison says, on screen and on paper. */
export const comparisonWords = {
  earlier: 'Earlier',
  later: 'Later',

  apart: (text: string) => `${text} apart`,
  days: (days: number) =>
    days < 1 / 24
      ? 'less than an hour'
      : days < 2
        ? `${Math.round(days * 24)} hours`
        : days < 60
          ? `${Math.round(days)} days`
          : days < 730
            ? `${Math.round(days / 30.44)} months`
            : `${(days / 365.25).toFixed(1)} years`,

  byOnset: 'The complexes differ too much to be laid on each other: their onsets are.',
  corrected: (records: readonly string[]) =>
    `With values that a reader corrected in ${records.join(' and ')}: how sure these are is not known, so their change is not judged.`,
  noOverlay: (why: string) => `No median beats to lay over each other: ${why}`,

  likeness: (share: number) => `QRS alike: ${share.toFixed(2)} of 1`,

  value: 'Value',
  change: 'Change',
  verdict: 'Verdict',
  verdicts: {
    beyond: 'beyond measurement',
    within: 'within measurement',
    'not-known': 'uncertainty not known',
    'not-measured': 'not measured in both',
  } satisfies Record<Verdict, string>,
  labels: { heartRateBpm: 'Rate', ...measurementLabels } satisfies Record<ComparedMeasurement, string>,
  note: (beyond: number, judged: number) =>
    `«Beyond measurement»: the change is larger than the 90 % uncertainty of both measurements together. It says that the value changed, not that the change matters. ${
      judged === 0
        ? 'No value could be judged here.'
        : `Here ${beyond} of ${judged} values are; of ${judged} that did not change, at most about ${Math.round(judged / 10)} would be.`
    }`,

  leads: 'ST and T by lead, change in mV',
  lead: 'Lead',
  leadColumns: { stJMv: 'ST J', stJ60Mv: 'J+60', stJ80Mv: 'J+80', tMv: 'T', rMv: 'R', sMv: 'S' },

  statements: 'Statements',
  kinds: { gained: 'New', lost: 'Gone', kept: 'Kept' } satisfies Record<StatementChange['kind'], string>,
  noStatements: 'No statement in either of them.',
  withheld: 'Withheld until a first impression of both recordings is committed.',
  statementsNote: 'A statement close to its limit may come and go without a change of the heart.',

  differences: 'Differences',

  cautions: 'Before comparing',
  caution: (caution: Caution): string => {
    switch (caution.code) {
      case 'other-patient':
        return 'The two recordings are of different patients by their ids.';
      case 'patient-unknown':
        return 'It is not known whether both are of the same patient: one of them names none.';
      case 'sex-differs':
        return 'The files disagree about the sex: perhaps not the same person.';
      case 'invalid':
        return `${which[caution.which]} is not fit for interpretation.`;
      case 'quality':
        return `${which[caution.which]} is of ${caution.verdict} quality.`;
      case 'reversal':
        return `${which[caution.which]} may have swapped electrodes: what looks like a change may be that.`;
      case 'pacing-differs':
        return 'Only one of the two is paced.';
      case 'leads-differ':
        return `Only one of the two has ${caution.leads.join(', ')}.`;
      case 'rate-differs':
        return `Sampled at ${caution.beforeHz} and ${caution.afterHz} Hz: amplitudes of sharp deflections may differ by that.`;
      case 'filters-differ':
        return 'The devices filtered differently: ST and R amplitudes may differ by that.';
      case 'uncertainty-missing':
        return `${which[caution.which]} was analysed by an earlier version, without uncertainties of all values; import its file again to have them.`;
    }
  },
} as const;
