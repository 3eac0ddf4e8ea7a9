import { percentText } from '../../../app/report/words.ts';

/** What the charts say. */
export const chartTexts = {
  title: 'Charts',
  button: 'Charts',
  key: 'Charts, or the tracing',
  hint: 'RR intervals, probabilities, spectrum, quality and course in charts (y)',
  failed: 'The chart could not be loaded. Close this and open it again to try once more.',
  noAnalysis: 'No analysis is stored for this recording: there is nothing to chart.',

  tachogram: 'RR intervals over time',
  tachogramAlt: (count: number) => `RR intervals over time, ${count} intervals`,
  lorenz: 'Each RR interval against the one before (Lorenz plot)',
  lorenzAlt: (count: number) => `Lorenz plot of ${count} pairs of RR intervals`,
  lorenzNote: 'On the line: no change from beat to beat. A cloud is irregular, separate islands are ectopic beats.',
  rrFacts: (sdnnMs: number, rmssdMs: number) =>
    `SD ${Math.round(sdnnMs)} ms, RMSSD ${Math.round(rmssdMs)} ms, of all beats, ectopic ones too.`,
  tooFewBeats: 'Too few beats for a series.',
  thisRr: 'RR, ms',
  nextRr: 'next RR, ms',
  time: 'time, s',
  rr: 'RR, ms',
  classes: { N: 'normal', S: 'supraventricular', V: 'ventricular', F: 'fusion', Q: 'paced or unclassed', none: 'beat' },

  probabilities: 'Probability by class',
  probabilitiesAlt: (model: string, rows: readonly (readonly [string, number, number])[]) =>
    `${model}: ${rows.map(([name, p, threshold]) => `${name} ${percentText(p)} %, threshold ${percentText(threshold)} %`).join('; ')}`,
  probability: 'probability, %',
  thresholdName: 'threshold',
  stated: 'stated',
  notStated: 'not stated',
  calibratedNote:
    'Calibrated: of recordings given 30 %, about 30 in 100 have the finding in data like those of the model’s card. Other patients, other shares.',
  uncalibratedNote: 'Not calibrated: the numbers order the classes, they are no shares.',
  noProbabilities: 'No model has stated probabilities.',

  quality: 'Signal quality by lead',
  qualityAlt: (rows: readonly (readonly [string, number])[]) =>
    `Quality by lead: ${rows.map(([lead, score]) => `${lead} ${score.toFixed(2)}`).join(', ')}`,
  qualityAxis: 'score',
  readable: 'readable',
  notReadable: 'not to be read',
  spectrum: 'Spectrum',
  spectrumAlt: (lead: string) => `Power spectrum of lead ${lead}`,
  spectrumLead: 'Lead of the spectrum',
  frequency: 'Hz',
  power: 'dB of 1 mV²/Hz',
  spectrumNote:
    'Baseline wander lies below 0.7 Hz, muscle noise is broad above 30 Hz, mains hum a line at 50 or 60 Hz.',
  spectrumGap: 'This lead has no uninterrupted second.',

  trend: 'Course of this patient’s intervals',
  trendAlt: (name: string, count: number) => `${name} over ${count} recordings`,
  trendNote:
    'Bars: 90 % uncertainty of each value. Recordings without a time in the file stand where they were taken in.',
  trendOnlyOne: 'This patient has no other recording here.',
  trendNoPatient: 'This recording names no patient: there is no course to show.',
  trendNames: {
    heartRateBpm: 'Rate, bpm',
    prMs: 'PR, ms',
    qrsMs: 'QRS, ms',
    qtMs: 'QT, ms',
    qtcFridericiaMs: 'QTc Fridericia, ms',
    qrsAxisDeg: 'QRS axis, °',
  },
} as const;
