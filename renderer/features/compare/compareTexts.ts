import { comparisonWords } from '../../../app/comparison/comparisonWords.ts';

/** What the comparison says. */
export const compareTexts = {
  ...comparisonWords,
  title: 'Comparison',
  key: 'Compare with the previous recording, or the tracing',
  keepKey: 'Comparison: keep this recording to compare others with it',
  nextKey: 'Comparison: another recording of the patient',
  hint: 'Compare with the previous recording of the patient (p)',
  button: 'Compare',
  opened: 'open now',
  noTime: 'no time in the file',
  imported: (day: string) => `taken in ${day}`,
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
  leadNote: '▲ higher, ▼ lower beyond measurement; ± in the tooltip.',
  higher: 'higher, beyond measurement',
  lower: 'lower, beyond measurement',

  tracings: 'Tracings side by side',
  tracing: (record: string) => `Tracing of ${record}`,
  trend: 'Course of the intervals',
} as const;
