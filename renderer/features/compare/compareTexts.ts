import type { Caution, StatementChange, Which } from '../../../app/comparison/compareRecordings.ts';
import type { ComparedMeasurement, Verdict } from '../../../app/comparison/differences.ts';

const which: Readonly<Record<Which, string>> = { before: 'The earlier recording', after: 'The later recording' };

/** What the comparison says. */
export const compareTexts = {
  title: 'Comparison',
  key: 'Compare with the previous recording, or the tracing',
  keepKey: 'Comparison: keep this recording to compare others with it',
  nextKey: 'Comparison: another recording of the patient',
  hint: 'Compare with the previous recording of the patient (p)',
  button: 'Compare',
  earlier: 'Earlier',
  later: 'Later',
  opened: 'open now',
  noTime: 'no time in the file',
  imported: (day: string) => `taken in ${day}`,
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
  compareWith: 'Compare with',
  keep: 'Keep this one, choose the other in the worklist',
  kept: (record: string) => `${record} is kept: whatever is chosen in the worklist is compared with it.`,
  letGo: 'Let it go',
  loading: 'The other recording is being read…',
  noPatient: 'This recording names no patient, so no earlier one can be found.',
  onlyOne: 'This patient has no other recording here.',
  pickNext:
    'Press Shift K (or the button) to keep this recording, then choose any other in the worklist: the two are compared.',
  seriesCut: (shown: number, total: number) => `The latest ${shown} of ${total} recordings of this patient.`,
  failed: 'The other recording could not be opened.',
  failedNext: 'Choose another one.',
  notComparable: 'Nothing was measured in one of the two, so there are no differences to show.',

  overlay: 'Median beats over each other',
  overlayLabel: (leads: number) => `Median beats of both recordings over each other, ${leads} leads`,
  likeness: (share: number) => `QRS alike: ${share.toFixed(2)} of 1`,
  byOnset: 'The complexes differ too much to be laid on each other: their onsets are.',
  corrected: (records: readonly string[]) =>
    `With values that a reader corrected in ${records.join(' and ')}: how sure these are is not known, so their change is not judged.`,
  noOverlay: (why: string) => `No median beats to lay over each other: ${why}`,

  differences: 'Differences',
  value: 'Value',
  change: 'Change',
  verdict: 'Verdict',
  verdicts: {
    beyond: 'beyond measurement',
    within: 'within measurement',
    'not-known': 'uncertainty not known',
    'not-measured': 'not measured in both',
  } satisfies Record<Verdict, string>,
  labels: {
    heartRateBpm: 'Rate',
    prMs: 'PR',
    qrsMs: 'QRS',
    qtMs: 'QT',
    qtcBazettMs: 'QTc Bazett',
    qtcFridericiaMs: 'QTc Fridericia',
    qtcFraminghamMs: 'QTc Framingham',
    qtcHodgesMs: 'QTc Hodges',
    pAxisDeg: 'P axis',
    qrsAxisDeg: 'QRS axis',
    tAxisDeg: 'T axis',
  } satisfies Record<ComparedMeasurement, string>,
  note: (beyond: number, judged: number) =>
    `«Beyond measurement»: the change is larger than the 90 % uncertainty of both measurements together. It says that the value changed, not that the change matters. Here ${beyond} of ${judged} values are; of ${judged} that did not change, at most about ${Math.round(judged / 10)} would be.`,

  leads: 'ST and T by lead, change in mV',
  lead: 'Lead',
  leadColumns: { stJMv: 'ST J', stJ60Mv: 'J+60', stJ80Mv: 'J+80', tMv: 'T', rMv: 'R', sMv: 'S' },
  leadNote: '▲ higher, ▼ lower beyond measurement; ± in the tooltip.',
  higher: 'higher, beyond measurement',
  lower: 'lower, beyond measurement',

  statements: 'Statements',
  kinds: { gained: 'New', lost: 'Gone', kept: 'Kept' } satisfies Record<StatementChange['kind'], string>,
  noStatements: 'No statement in either of them.',
  withheld: 'Withheld until a first impression of both recordings is committed.',
  statementsNote: 'A statement close to its limit may come and go without a change of the heart.',

  tracings: 'Tracings side by side',
  tracing: (record: string) => `Tracing of ${record}`,
  trend: 'Course of the intervals',

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
