import type { SynthSpec } from '../spec.ts';
import { completeJunctional, completeVentricular, firstDegree, mobitz, wenckebach } from './avBlock.ts';
import type { Rhythm } from './event.ts';
import { paced } from './pacemaker.ts';
import {
  asystole,
  atrialPremature,
  fibrillation,
  flutter,
  junctional,
  nodalReentry,
  regular,
  sinus,
  sinusPause,
} from './supraventricular.ts';
import {
  bigeminy,
  couplets,
  idioventricular,
  rOnT,
  runs,
  single,
  tachycardia,
  trigeminy,
  ventricularFibrillation,
  ventricularFlutter,
} from './ventricular.ts';

const makers = {
  sinus,
  'sinus-bradycardia': sinus,
  'sinus-tachycardia': sinus,
  'sinus-arrhythmia': sinus,
  'sinus-pause': sinusPause,
  regular,
  'atrial-premature': atrialPremature,
  'atrial-fibrillation': fibrillation,
  'atrial-flutter-2to1': flutter(2),
  'atrial-flutter-3to1': flutter(3),
  'atrial-flutter-4to1': flutter(4),
  'atrial-flutter-variable': flutter('variable'),
  'supraventricular-tachycardia': nodalReentry,
  junctional,
  'av-block-1': firstDegree,
  'av-block-2-wenckebach': wenckebach,
  'av-block-2-mobitz': mobitz,
  'av-block-3-junctional': completeJunctional,
  'av-block-3-ventricular': completeVentricular,
  'ventricular-premature': single,
  'ventricular-bigeminy': bigeminy,
  'ventricular-trigeminy': trigeminy,
  'ventricular-couplets': couplets,
  'ventricular-runs': runs,
  'ventricular-r-on-t': rOnT,
  'ventricular-tachycardia': tachycardia,
  idioventricular,
  'ventricular-paced': paced,
  asystole,
  'ventricular-flutter': ventricularFlutter,
  'ventricular-fibrillation': ventricularFibrillation,
} as const satisfies Record<SynthSpec['rhythm'], (spec: SynthSpec) => Rhythm>;

/** Everything that starts in this heart, from a little before the recording to a little after it. */
export const makeRhythm = (spec: SynthSpec): Rhythm => (spec.pacing === null ? makers[spec.rhythm](spec) : paced(spec));
