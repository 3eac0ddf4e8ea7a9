import type { RhythmKind } from './rhythmCases.ts';

/** What a recording is taken for by its statements: the first of these that is among them. */
const bySeverity: readonly (readonly [code: string, kind: RhythmKind])[] = [
  ['asystole', 'asystole'],
  ['ventricular-paced-rhythm', 'paced'],
  ['dual-paced-rhythm', 'paced'],
  ['atrial-paced-rhythm', 'paced'],
  ['ventricular-tachycardia', 'ventricular-tachycardia'],
  ['av-block-3', 'av-block-3'],
  ['idioventricular-rhythm', 'idioventricular'],
  ['ventricular-escape-rhythm', 'idioventricular'],
  ['atrial-fibrillation', 'fibrillation'],
  ['atrial-flutter', 'flutter'],
  ['supraventricular-tachycardia', 'svt'],
  ['ventricular-tachycardia-nonsustained', 'run'],
  ['ventricular-run-slow', 'run'],
  ['ventricular-couplet', 'couplet'],
  ['ventricular-bigeminy', 'bigeminy'],
  ['ventricular-trigeminy', 'trigeminy'],
  ['ventricular-premature', 'ventricular-premature'],
  ['av-block-advanced', 'mobitz'],
  ['av-block-2-mobitz', 'mobitz'],
  ['av-block-2-to-1', 'mobitz'],
  ['av-block-2-wenckebach', 'wenckebach'],
  ['junctional-rhythm', 'junctional'],
  ['pause-long', 'pause'],
  ['pause', 'pause'],
  ['atrial-run', 'atrial-premature'],
  ['atrial-premature', 'atrial-premature'],
  ['av-block-1', 'av-block-1'],
  ['sinus-arrhythmia', 'sinus-arrhythmia'],
  ['sinus-bradycardia', 'bradycardia'],
  ['sinus-tachycardia', 'tachycardia'],
  ['sinus-rhythm', 'sinus'],
];

/** 'none' without a rhythm, or with an undetermined one alone. */
export const kindOf = (codes: readonly string[]): RhythmKind | 'none' =>
  bySeverity.find(([code]) => codes.includes(code))?.[1] ?? 'none';
