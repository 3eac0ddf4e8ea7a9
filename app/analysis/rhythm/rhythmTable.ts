import { criticalCodes, type RhythmCode, sources } from './finding.ts';

interface Row {
  readonly text: string;
  readonly criterion: string;
  readonly source: string;
}

/** What each code of the rhythm and of pacing means; a code without a row does not compile. */
export const rhythmRows: Readonly<Record<RhythmCode, Row>> = {
  'sinus-rhythm': {
    text: 'Sinus rhythm',
    criterion:
      'P waves before the QRS complexes at one distance, or an even train of them; 60 to 100/min by the rate that is shown',
    source: sources.textbook,
  },
  'sinus-bradycardia': {
    text: 'Sinus bradycardia',
    criterion: 'as sinus rhythm, shown rate below 60/min',
    source: sources.textbook,
  },
  'sinus-tachycardia': {
    text: 'Sinus tachycardia',
    criterion: 'as sinus rhythm, shown rate above 100/min',
    source: sources.textbook,
  },
  'atrial-fibrillation': {
    text: 'Atrial fibrillation',
    criterion:
      'fitted probability from irregularity of RR, P waves, fibrillatory waves and the single-lead network at least 0.5, beside a PR known within 30 ms at least 0.6; critical below 40 or above 150/min',
    source: sources.fibrillation,
  },
  'atrial-flutter': {
    text: 'Atrial flutter',
    criterion:
      'fitted probability from an even atrial rhythm at 200 to 360/min, RR and P waves; critical below 40 or above 150/min',
    source: sources.flutter,
  },
  'supraventricular-tachycardia': {
    text: 'Supraventricular tachycardia',
    criterion: 'regular, above 100/min, QRS below 125 ms, no P wave at a fixed distance before it',
    source: sources.supraventricular,
  },
  'junctional-rhythm': {
    text: 'Junctional rhythm',
    criterion: 'regular, at most 100/min, QRS below 125 ms, absence of P waves shown; or beside complete block',
    source: sources.brady,
  },
  'ventricular-tachycardia': {
    text: 'Regular wide-complex tachycardia',
    criterion:
      'above 100/min, most beats ventricular, or regular with QRS of at least 125 ms and no P wave that leads to it',
    source: sources.ventricular,
  },
  'idioventricular-rhythm': {
    text: 'Idioventricular rhythm',
    criterion: 'as ventricular tachycardia, 40 to 100/min, and no PR known within 30 ms',
    source: sources.ventricular,
  },
  'ventricular-escape-rhythm': {
    text: 'Ventricular escape rhythm',
    criterion:
      'as ventricular tachycardia, below 40/min, or below 50/min with P waves that march through; critical below 40/min',
    source: sources.ventricular,
  },
  'atrial-paced-rhythm': {
    text: 'Atrial paced rhythm',
    criterion: 'atrial pulses for at least 0.4 of the beats',
    source: sources.statements,
  },
  'ventricular-paced-rhythm': {
    text: 'Ventricular paced rhythm',
    criterion: 'pulses start at least 0.4 of the beats, or most of the wide ones',
    source: sources.statements,
  },
  'dual-paced-rhythm': { text: 'Dual-chamber paced rhythm', criterion: 'both', source: sources.statements },
  asystole: {
    text: 'Asystole, or no electrode on a patient',
    criterion: 'no QRS complex and no lead that moves by more than 0.05 mV',
    source: sources.brady,
  },
  'ventricular-fibrillation': {
    text: 'Ventricular fibrillation or flutter suspected',
    criterion: 'waves of 2.2 to 9 Hz without QRS complexes and without a line between them, in 5 s',
    source: sources.ventricular,
  },
  'flat-line': { text: 'Every lead is flat', criterion: 'no lead moves', source: sources.brady },
  'rhythm-undetermined': {
    text: 'Rhythm undetermined',
    criterion: 'fewer than 3 beats; fibrillation or flutter possible and too unlikely to state; or no rhythm fits',
    source: sources.statements,
  },
  'sinus-arrhythmia': {
    text: 'Sinus arrhythmia',
    criterion: 'longest less shortest interval between sinus beats at least 160 ms and a fifth of the mean',
    source: sources.textbook,
  },
  'atrial-premature': {
    text: 'Supraventricular premature complexes',
    criterion: 'early beats of the usual shape',
    source: sources.statements,
  },
  'atrial-run': {
    text: 'Supraventricular run',
    criterion: 'early beats of the usual shape in a row',
    source: sources.supraventricular,
  },
  'ventricular-premature': {
    text: 'Ventricular premature complexes',
    criterion: 'single beats of a ventricular shape',
    source: sources.statements,
  },
  'ventricular-couplet': {
    text: 'Ventricular couplet',
    criterion: '2 ventricular beats in a row',
    source: sources.statements,
  },
  'ventricular-bigeminy': {
    text: 'Ventricular bigeminy',
    criterion: 'each second beat ventricular',
    source: sources.statements,
  },
  'ventricular-trigeminy': {
    text: 'Ventricular trigeminy',
    criterion: 'each third beat ventricular',
    source: sources.statements,
  },
  'ventricular-tachycardia-nonsustained': {
    text: 'Non-sustained ventricular tachycardia',
    criterion: '3 or more ventricular beats in a row, above 100/min',
    source: sources.ventricular,
  },
  'ventricular-run-slow': {
    text: 'Slow ventricular run',
    criterion: '3 or more ventricular beats in a row, at most 100/min',
    source: sources.ventricular,
  },
  pause: {
    text: 'Pause',
    criterion:
      'RR above 2 s; in an even slow rhythm above 1.5 times its usual RR, or above 3 s and 1.2 times; critical above 3 s',
    source: sources.brady,
  },
  'pause-long': { text: 'Long pause', criterion: 'RR of 6 s or more', source: sources.brady },
  standstill: { text: 'No beat up to the end', criterion: 'more than 3 s after the last beat', source: sources.brady },
  'av-block-1': {
    text: 'First-degree AV block',
    criterion: 'PR above 200 ms; of a P wave wider than 120 ms the limit is raised by 60 % of what is beyond',
    source: sources.brady,
  },
  'av-block-2-wenckebach': {
    text: 'Second-degree AV block, Mobitz I (Wenckebach)',
    criterion: 'P wave of an even train without QRS; PR before it longer than behind it by 28 ms or more',
    source: sources.brady,
  },
  'av-block-2-mobitz': {
    text: 'Second-degree AV block, Mobitz II',
    criterion: 'the same, PR longer by less than 28 ms',
    source: sources.brady,
  },
  'av-block-2-to-1': {
    text: 'Second-degree AV block, 2:1',
    criterion: 'each second P wave without QRS',
    source: sources.brady,
  },
  'av-block-advanced': {
    text: 'Advanced AV block',
    criterion: '2 or more P waves in a row without QRS',
    source: sources.brady,
  },
  'av-block-3': {
    text: 'Complete AV block',
    criterion: 'P waves even, more frequent than QRS, and at no constant distance from it',
    source: sources.brady,
  },
  'paced-beats': {
    text: 'Ventricular paced beats',
    criterion: 'beats that a pulse starts, or that are of the same shape',
    source: sources.statements,
  },
  'pacing-no-capture': {
    text: 'Failure to capture',
    criterion: '2 or more pulses into excitable muscle without QRS, ventricles below 40/min or pausing',
    source: sources.brady,
  },
  'pacing-intermittent-capture': {
    text: 'Failure to capture at times',
    criterion: 'the same, ventricles neither slow nor pausing',
    source: sources.brady,
  },
  'pacing-undersensing': {
    text: 'Failure to sense suspected',
    criterion: "2 or more pulses sooner after a beat of the heart's own than 60 % of the pacing interval",
    source: sources.brady,
  },
  'rate-extreme': {
    text: 'Ventricular rate below 40 or above 150/min',
    criterion: 'ventricular rate',
    source: sources.brady,
  },
  'flutter-possible': {
    text: 'Atrial flutter not excluded',
    criterion: 'fitted probability of flutter at least 0.3, beside another rhythm',
    source: sources.flutter,
  },
  'af-wide-preexcitation-possible': {
    text: 'Wide QRS in atrial fibrillation, pre-excitation possible',
    criterion:
      'QRS at least 110 ms and more than 3 of I, II, aVL, V2 to V6 that begin slowly; critical with RR below 250 ms or above 150/min',
    source: sources.supraventricular,
  },
};

/** The clinician's table, Markdown. */
export const rhythmTable = (): string =>
  [
    '| code | statement | criterion and limits | critical | source |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(rhythmRows).map(([code, { text, criterion, source }]) => {
      const critical = criticalCodes.some((each) => each === code);
      const always = critical && !criterion.includes('critical');
      return `| \`${code}\` | ${text} | ${criterion} | ${critical ? (always ? 'yes' : 'where the criterion says so') : 'no'} | ${source} |`;
    }),
  ].join('\n');
