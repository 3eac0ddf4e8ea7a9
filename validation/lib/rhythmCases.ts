import { drawSpec, humanMorphologies } from '../../app/synth/population.ts';
import { createRandom } from '../../app/synth/random.ts';
import type { NoiseSpec, Rhythm, SynthSpec } from '../../app/synth/spec.ts';
import type { Truth } from '../../app/synth/truth.ts';

/** The rhythms told apart on the synthetic heart, each with the catalogue's entries that it is drawn from. */
export const rhythmKinds = {
  sinus: ['sinus', 'regular'],
  bradycardia: ['sinus-bradycardia'],
  tachycardia: ['sinus-tachycardia'],
  'sinus-arrhythmia': ['sinus-arrhythmia'],
  pause: ['sinus-pause'],
  'atrial-premature': ['atrial-premature'],
  fibrillation: ['atrial-fibrillation'],
  flutter: ['atrial-flutter-2to1', 'atrial-flutter-3to1', 'atrial-flutter-4to1', 'atrial-flutter-variable'],
  svt: ['supraventricular-tachycardia'],
  junctional: ['junctional'],
  'av-block-1': ['av-block-1'],
  wenckebach: ['av-block-2-wenckebach'],
  mobitz: ['av-block-2-mobitz'],
  'av-block-3': ['av-block-3-junctional', 'av-block-3-ventricular'],
  'ventricular-premature': ['ventricular-premature', 'ventricular-r-on-t'],
  bigeminy: ['ventricular-bigeminy'],
  trigeminy: ['ventricular-trigeminy'],
  couplet: ['ventricular-couplets'],
  run: ['ventricular-runs'],
  'ventricular-tachycardia': ['ventricular-tachycardia'],
  idioventricular: ['idioventricular'],
  paced: ['ventricular-paced'],
  asystole: ['asystole'],
} as const satisfies Record<string, readonly Rhythm[]>;

export type RhythmKind = keyof typeof rhythmKinds;

/** From a quiet recording to one that a technician would repeat. */
const noises: readonly NoiseSpec[] = [
  { baselineMv: 0.01, muscleMv: 0.002, mainsMv: 0.0005, mainsHz: 50, motionMv: 0 },
  { baselineMv: 0.02, muscleMv: 0.005, mainsMv: 0.001, mainsHz: 50, motionMv: 0 },
  { baselineMv: 0.06, muscleMv: 0.01, mainsMv: 0.004, mainsHz: 60, motionMv: 0 },
  { baselineMv: 0.1, muscleMv: 0.02, mainsMv: 0.008, mainsHz: 50, motionMv: 0.02 },
];

/** Recording `index` of a kind: rate, waves, morphology (half of them normal) and noise are drawn from the seed. */
export const rhythmCase = (kind: RhythmKind, index: number, firstSeed: number): SynthSpec => {
  const kinds: readonly Rhythm[] = rhythmKinds[kind];
  const seed = firstSeed + index + 1000 * Object.keys(rhythmKinds).indexOf(kind);
  const random = createRandom(seed, 'rhythm-case');
  const morphology =
    random.uniform() < 0.5 ? 'normal' : humanMorphologies[Math.floor(humanMorphologies.length * random.uniform())]!;
  const rhythm = kinds[index % kinds.length]!;
  // Pulses of a pacemaker are narrow.
  const sampleRateHz = kind === 'paced' ? 500 : 250;
  const noise = noises[Math.floor(noises.length * random.uniform())]!;
  return drawSpec({ seed, rhythm, morphology, sampleRateHz, noise });
};

/** Longest RR interval of the truth, s, edges of the recording left out. */
const longestRrS = ({ beats }: Truth): number =>
  Math.max(0, ...beats.slice(1).map(({ timeS }, k) => timeS - beats[k]!.timeS));

/** Where the recording shows something else than what its rhythm was drawn to be, the truth says so. */
export const trueKind = (kind: RhythmKind, truth: Truth): RhythmKind => {
  if (kind === 'ventricular-premature' || kind === 'couplet' || kind === 'run') {
    let [longest, now] = [0, 0];
    for (const { class: beatClass } of truth.beats) {
      now = beatClass === 'V' ? now + 1 : 0;
      longest = Math.max(longest, now);
    }
    return longest >= 3 ? 'run' : longest === 2 ? 'couplet' : longest === 1 ? 'ventricular-premature' : 'sinus';
  }
  // By definition, above 100 a minute.
  if (kind === 'idioventricular' && (truth.heartRateBpm ?? 0) > 100) return 'ventricular-tachycardia';
  if (kind === 'pause' && longestRrS(truth) <= 2) return 'sinus';
  if (kind === 'atrial-premature' && truth.beats.every(({ class: beatClass }) => beatClass !== 'S')) return 'sinus';
  if (kind === 'sinus' || kind === 'bradycardia' || kind === 'tachycardia') {
    const rate = truth.heartRateBpm ?? 0;
    if ((truth.measurements.prMs ?? 0) > 200) return 'av-block-1';
    return rate < 60 ? 'bradycardia' : rate > 100 ? 'tachycardia' : 'sinus';
  }
  return kind;
};
