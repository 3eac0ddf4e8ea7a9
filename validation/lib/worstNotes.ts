/** What a person saw in the picture of a recording that was among the worst, and the value it was measured at then, ms. */
export interface WorstNote {
  readonly measuredMs: number | null;
  readonly words: string;
}

/** By set, record and interval. A note holds only while the value stays within 5 ms of the one that was looked at. */
export const worstNotes: Readonly<Record<string, WorstNote>> = {
  'synthetic/413/PR': {
    measuredMs: 217,
    words:
      'Long PR with right bundle branch block: P is marked late as a whole in all leads, its onset near its summit.',
  },
  'ludb/101/QRS': {
    measuredMs: 97,
    words:
      'QRS ends 38 ms too early in II and III and 26 ms in aVF: the marks there run to the end of a low slur after the steep part, ours stop at one instant in all leads.',
  },
  'ludb/116/QRS': {
    measuredMs: 163,
    words:
      'Wide QRS (right bundle branch block) with slow feet in V1 to V4: the marks begin 15 to 20 ms earlier and end 15 to 30 ms later there; ours follow the other leads.',
  },
  'ludb/56/PR': {
    measuredMs: 165,
    words:
      'A low P on a slowly rising line: ours begin 40 to 97 ms before the marks in III, aVL, aVF, V4 and V5, at the foot of the slow rise; V1 to V3 agree.',
  },
  'ludb/61/QRS': {
    measuredMs: 92,
    words:
      'QRS ends 30 to 37 ms too early in V3 and V4 and 10 to 20 ms in the limb leads; the marks include the slope into the ST segment, ours end at one instant in all leads.',
  },
  'ludb/80/QRS': {
    measuredMs: 69,
    words:
      'Ripple around a narrow QRS in I, aVR and aVL: the marks take it in, ours begin 10 to 19 ms later there and 5 to 13 ms later elsewhere.',
  },
  'ludb/20/QRS': {
    measuredMs: 93,
    words:
      'The marks take in slow feet: ours begin 4 to 16 ms later in every lead and end 9 to 12 ms earlier in II, III and V4; each lead is near, the earliest and the latest of them are not.',
  },
  'ludb/46/QRS': {
    measuredMs: 110,
    words:
      'Left anterior hemiblock: the terminal deflection in III and aVL ends 30 ms after that of the other leads and is cut off; the onset in III and aVR is 15 ms late.',
  },
  'ludb/39/PR': {
    measuredMs: 191,
    words:
      'A long, low P: in II, III, aVF, V3 and V4 the marks begin 25 to 47 ms before the part that ours take for the onset.',
  },
  'ludb/50/QRS': {
    measuredMs: 89,
    words:
      'Low voltage with notches in II, aVR and aVF: ours end 17 to 28 ms before the marks in I, III, aVR and aVL, where a last low notch stands apart.',
  },
  'ludb/88/QT': {
    measuredMs: 523,
    words:
      'Atrial fibrillation, T almost flat in all leads: each lead ends with the slow wave behind T, some 50 ms after its marks, and the end over all leads later still.',
  },
  'synthetic/467/QT': {
    measuredMs: 476,
    words:
      'Short QT with every third beat ventricular: T lies within 270 ms of the onset and is passed over; what is taken for it, 220 to 440 ms, is the foot of the ventricular beat behind every second usual one.',
  },
  'synthetic/72/PR': {
    measuredMs: 125,
    words: 'WPW: P runs into the delta wave; P begins 20 to 40 ms early in all leads.',
  },
  'synthetic/9/PR': {
    measuredMs: 270,
    words:
      'P follows T closely at a long PR: its first 12 to 40 ms lie in the end of T, and its onset lies late by that.',
  },
  'synthetic/13/PR': {
    measuredMs: 248,
    words:
      'P follows T closely at a long PR: its first 16 to 40 ms lie in the end of T, and its onset lies late by that.',
  },
  'synthetic/461/PR': {
    measuredMs: 239,
    words: 'Long PR: P begins 16 to 38 ms late in all leads, QRS 8 to 17 ms early.',
  },
  'synthetic/393/PR': {
    measuredMs: 273,
    words: 'Long PR: P begins 12 to 26 ms late and QRS 9 to 19 ms early in all leads; each alone would pass.',
  },
  'synthetic/489/PR': {
    measuredMs: 304,
    words: 'Long PR, P on the end of T: P begins 5 to 33 ms early, most in V2, where T ends last.',
  },
  'synthetic/97/PR': {
    measuredMs: 276,
    words: 'Long QT: P stands on the end of T, and its first 10 to 46 ms are taken for T.',
  },
  'synthetic/279/PR': {
    measuredMs: 125,
    words: 'WPW: P begins 8 to 22 ms early, QRS up to 11 ms early where the delta wave is small.',
  },
  'synthetic/363/PR': {
    measuredMs: 121,
    words: 'WPW: P begins 8 to 18 ms early and QRS up to 10 ms late where the delta wave is small.',
  },
};

export const noteFor = (key: string, measuredMs: number | null): string => {
  const note = worstNotes[key];
  if (note === undefined) return 'not looked at yet';
  const same =
    note.measuredMs === null || measuredMs === null
      ? note.measuredMs === measuredMs
      : Math.abs(note.measuredMs - measuredMs) <= 5;
  return same
    ? note.words
    : `has changed since it was looked at (then ${note.measuredMs ?? 'not measured'}): ${note.words}`;
};
