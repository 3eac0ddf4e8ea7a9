interface RhythmEntry {
  readonly title: string;
  /** Beats a minute: usual, lowest and highest that make sense. */
  readonly bpm: readonly [usual: number, lowest: number, highest: number];
  /** Lowest and highest that may be asked for, where hearts are known to go further than those drawn by a seed. */
  readonly widestBpm?: readonly [lowest: number, highest: number];
}

/** What the rate means: of the ventricles where the rhythm drives them (waves a minute in their flutter and fibrillation), of the sinus node under ectopy and second-degree block. */
export const rhythmCatalogue = {
  sinus: { title: 'sinus rhythm', bpm: [68, 50, 100], widestBpm: [20, 220] },
  'sinus-bradycardia': { title: 'sinus bradycardia', bpm: [45, 35, 59], widestBpm: [20, 59] },
  'sinus-tachycardia': { title: 'sinus tachycardia', bpm: [122, 101, 150], widestBpm: [101, 220] },
  'sinus-arrhythmia': { title: 'marked respiratory sinus arrhythmia', bpm: [64, 50, 80] },
  'sinus-pause': { title: 'sinus rhythm with a pause of 2 to 3.6 s', bpm: [62, 50, 80] },
  regular: { title: 'sinus rhythm of exactly equal intervals', bpm: [60, 30, 150] },
  'atrial-premature': { title: 'sinus rhythm with premature atrial beats', bpm: [70, 50, 95] },
  'atrial-fibrillation': { title: 'atrial fibrillation', bpm: [92, 50, 150] },
  'atrial-flutter-2to1': { title: 'atrial flutter, 2:1 conduction', bpm: [148, 125, 165] },
  'atrial-flutter-3to1': { title: 'atrial flutter, 3:1 conduction', bpm: [98, 85, 110] },
  'atrial-flutter-4to1': { title: 'atrial flutter, 4:1 conduction', bpm: [74, 63, 82] },
  'atrial-flutter-variable': { title: 'atrial flutter, conduction changing from 2:1 to 4:1', bpm: [98, 85, 110] },
  'supraventricular-tachycardia': {
    title: 'AV-nodal re-entry tachycardia, no P wave to be seen',
    bpm: [178, 150, 220],
  },
  junctional: { title: 'junctional rhythm, P absent or retrograde', bpm: [52, 40, 100] },
  'av-block-1': { title: 'first-degree AV block', bpm: [66, 50, 90] },
  'av-block-2-wenckebach': { title: 'second-degree AV block, Wenckebach (Mobitz I)', bpm: [76, 60, 95] },
  'av-block-2-mobitz': { title: 'second-degree AV block, Mobitz II', bpm: [76, 60, 95] },
  'av-block-3-junctional': { title: 'third-degree AV block, junctional escape', bpm: [44, 38, 55] },
  'av-block-3-ventricular': { title: 'third-degree AV block, ventricular escape', bpm: [33, 26, 40] },
  'ventricular-premature': { title: 'sinus rhythm with single premature ventricular beats', bpm: [70, 55, 90] },
  'ventricular-bigeminy': { title: 'ventricular bigeminy', bpm: [74, 55, 95] },
  'ventricular-trigeminy': { title: 'ventricular trigeminy', bpm: [74, 55, 95] },
  'ventricular-couplets': { title: 'sinus rhythm with ventricular couplets', bpm: [74, 55, 95] },
  'ventricular-runs': { title: 'sinus rhythm with runs of 3 to 6 ventricular beats', bpm: [74, 55, 95] },
  'ventricular-r-on-t': { title: 'premature ventricular beats on the T wave before', bpm: [70, 55, 85] },
  'ventricular-tachycardia': {
    title: 'monomorphic ventricular tachycardia with AV dissociation',
    bpm: [168, 130, 210],
  },
  idioventricular: { title: 'accelerated idioventricular rhythm', bpm: [72, 55, 105] },
  'ventricular-paced': { title: 'ventricular pacing that follows the P wave (VDD)', bpm: [70, 50, 120] },
  asystole: { title: 'asystole', bpm: [30, 20, 300] },
  'ventricular-flutter': { title: 'ventricular flutter', bpm: [280, 250, 300] },
  'ventricular-fibrillation': { title: 'ventricular fibrillation', bpm: [300, 240, 300] },
} as const satisfies Record<string, RhythmEntry>;

/** Rhythms without a single ventricular beat. */
export const beatless: ReadonlySet<string> = new Set(['asystole', 'ventricular-flutter', 'ventricular-fibrillation']);

export type Rhythm = keyof typeof rhythmCatalogue;
/** Beats a minute, lowest and highest, that a person may ask for. */
export const rateLimits = (rhythm: Rhythm): readonly [lowest: number, highest: number] => {
  const { bpm, widestBpm }: RhythmEntry = rhythmCatalogue[rhythm];
  return widestBpm ?? [bpm[1], bpm[2]];
};

export const rhythms = Object.keys(rhythmCatalogue) as [Rhythm, ...Rhythm[]];

export const morphologyCatalogue = {
  normal: 'normal',
  rbbb: 'right bundle branch block',
  lbbb: 'left bundle branch block',
  lafb: 'left anterior fascicular block',
  lpfb: 'left posterior fascicular block',
  lvh: 'left ventricular hypertrophy with strain',
  rvh: 'right ventricular hypertrophy',
  wpw: 'pre-excitation (delta wave)',
  'inferior-st-elevation': 'acute inferior infarction',
  'inferior-old-infarction': 'evolved inferior infarction (Q waves, T inverted)',
  'anterior-st-elevation': 'acute anterior infarction',
  'anterior-old-infarction': 'evolved anterior infarction (QS, T inverted)',
  'lateral-st-elevation': 'acute lateral infarction',
  'lateral-old-infarction': 'evolved lateral infarction (Q waves, T inverted)',
  'posterior-acute-infarction': 'acute posterior infarction (ST depressed and tall R in V1 to V3)',
  'posterior-old-infarction': 'evolved posterior infarction (tall R and T in V1 and V2)',
  ischaemia: 'subendocardial ischaemia (ST depression)',
  pericarditis: 'pericarditis (diffuse ST elevation, PR depression)',
  'early-repolarisation': 'early repolarisation (notched J point)',
  brugada: 'Brugada type 1 (coved ST in V1 and V2)',
  'long-qt': 'long QT',
  'short-qt': 'short QT',
  hyperkalaemia: 'hyperkalaemia (flat P, wide QRS, peaked T)',
  'low-voltage': 'low voltage',
  'cal-rectangle-500uv': 'calibration: rectangles of 0.5 mV, 100 ms',
  'cal-rectangle-1000uv': 'calibration: rectangles of 1 mV, 100 ms',
  'cal-rectangle-1500uv': 'calibration: rectangles of 1.5 mV, 100 ms',
  'cal-rectangle-2000uv': 'calibration: rectangles of 2 mV, 100 ms',
  'cal-triangle': 'calibration: triangles of 1 mV, 100 ms',
  'cal-triangle-narrow': 'calibration: triangles of 2 mV, 40 ms',
  'analytic-qrs': 'analytic: P 100 ms, PR 160 ms, QRS 90 ms (q, R, s), QT 400 ms, of straight lines',
  'analytic-r': 'analytic: P 100 ms, PR 180 ms, QRS 60 ms (R alone), QT 360 ms, of straight lines',
  'analytic-wide': 'analytic: P 120 ms, PR 220 ms, QRS 140 ms (R, S), ST +0.2 mV, QT 440 ms, of straight lines',
} as const satisfies Record<string, string>;

export type Morphology = keyof typeof morphologyCatalogue;
export const morphologies = Object.keys(morphologyCatalogue) as [Morphology, ...Morphology[]];

export const isAnalytic = (morphology: Morphology): boolean => /^(cal|analytic)-/.test(morphology);
