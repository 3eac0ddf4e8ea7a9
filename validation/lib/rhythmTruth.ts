import type { RhythmCode } from '../../app/analysis/rhythm/finding.ts';
import type { RhythmKind } from './rhythmCases.ts';

const sinusKinds: readonly RhythmKind[] = [
  'sinus',
  'bradycardia',
  'tachycardia',
  'sinus-arrhythmia',
  'pause',
  'atrial-premature',
  'av-block-1',
  'wenckebach',
  'mobitz',
  'ventricular-premature',
  'bigeminy',
  'trigeminy',
  'couplet',
  'run',
];
const ventricularKinds: readonly RhythmKind[] = ['ventricular-premature', 'bigeminy', 'trigeminy', 'couplet', 'run'];

/** The rhythms of the synthetic heart of which a statement is true; what is not listed is not judged. */
const trueOf: Partial<Record<RhythmCode, readonly RhythmKind[]>> = {
  'sinus-rhythm': sinusKinds,
  'sinus-bradycardia': sinusKinds,
  'sinus-tachycardia': sinusKinds,
  'atrial-fibrillation': ['fibrillation'],
  'atrial-flutter': ['flutter'],
  'supraventricular-tachycardia': ['svt'],
  'junctional-rhythm': ['junctional', 'av-block-3'],
  'ventricular-tachycardia': ['ventricular-tachycardia'],
  'idioventricular-rhythm': ['idioventricular'],
  'ventricular-escape-rhythm': ['av-block-3', 'idioventricular'],
  'ventricular-paced-rhythm': ['paced'],
  'dual-paced-rhythm': ['paced'],
  'atrial-paced-rhythm': ['paced'],
  asystole: ['asystole'],
  'sinus-arrhythmia': ['sinus-arrhythmia'],
  'atrial-premature': ['atrial-premature'],
  'atrial-run': ['atrial-premature'],
  'ventricular-premature': ventricularKinds,
  'ventricular-couplet': ['couplet', 'run'],
  'ventricular-bigeminy': ['bigeminy'],
  'ventricular-trigeminy': ['trigeminy'],
  'ventricular-tachycardia-nonsustained': ['run'],
  'ventricular-run-slow': ['run'],
  pause: ['pause', 'mobitz', 'wenckebach', 'av-block-3'],
  'av-block-1': ['av-block-1', 'wenckebach'],
  'av-block-2-wenckebach': ['wenckebach'],
  'av-block-2-mobitz': ['mobitz'],
  'av-block-2-to-1': ['mobitz', 'wenckebach'],
  'av-block-advanced': ['mobitz', 'av-block-3'],
  'av-block-3': ['av-block-3'],
};

/** null: not to be judged by this. */
export const isTrue = (code: RhythmCode, kind: RhythmKind): boolean | null => trueOf[code]?.includes(kind) ?? null;
