/** What a person saw in the picture of a recording that was among the worst, and the value it was measured at then, ms. */
export interface WorstNote {
  readonly measuredMs: number | null;
  readonly words: string;
}

/** By set, record and interval. A note holds only while the value stays within 5 ms of the one that was looked at. */
export const worstNotes: Readonly<Record<string, WorstNote>> = {
  'ludb/101/QRS': {
    measuredMs: 99,
    words:
      'QRS ends 38 ms too early in II and III and 26 ms in aVF: the marks there run to the end of a low slur after the steep part, ours stop at one instant in all leads.',
  },
  'ludb/116/QRS': {
    measuredMs: 167,
    words:
      'Wide QRS (right bundle branch block) with slow feet in V1 to V4: the marks begin 15 to 20 ms earlier and end 15 to 30 ms later there; ours follow the other leads.',
  },
  'ludb/61/QRS': {
    measuredMs: 98,
    words:
      'QRS ends 30 to 37 ms too early in V3 and V4 and 10 to 20 ms in the limb leads; the marks include the slope into the ST segment, ours end at one instant in all leads.',
  },
  'ludb/46/QRS': {
    measuredMs: 114,
    words:
      'Left anterior hemiblock: the terminal deflection in III and aVL ends 30 ms after that of the other leads and is cut off; the onset in III and aVR is 15 ms late.',
  },
  'ludb/39/PR': {
    measuredMs: 197,
    words:
      'A long, low P: in II, III, aVF, V3 and V4 the marks begin 25 to 47 ms before the part that ours take for the onset.',
  },
  'ludb/111/QRS': {
    measuredMs: 186,
    words:
      'Ventricular pacing: ours begin at the spike, the marks 25 to 80 ms later where the deflection leaves the base line.',
  },
  'ludb/10/QRS': {
    measuredMs: 114,
    words:
      'Right bundle branch block: the terminal slur in I, III, aVR, V1, V5 and V6 is cut off 20 to 30 ms early. The marks differ by 60 ms between leads, ours by 14.',
  },
  'ludb/190/PR': {
    measuredMs: 137,
    words: 'P begins 15 to 40 ms before the marks in every lead: the slow rise in front of P is counted in.',
  },
  'ludb/28/QRS': {
    measuredMs: 96,
    words:
      'The marks begin 10 to 16 ms earlier in most leads and end 20 ms later in III and aVR; ours are alike in all leads.',
  },
  'ludb/4/QRS': {
    measuredMs: 98,
    words: 'The slur at the end of QRS in III and aVF (22 ms) is cut off.',
  },
  'synthetic/100/PR': {
    measuredMs: 259,
    words: 'Hyperkalaemia: P is nearly flat, and the end of the T wave before it is taken for it.',
  },
  'synthetic/111/QT': {
    measuredMs: 584,
    words: 'Strain: the end of the inverted T lies 150 to 180 ms late, behind the next P.',
  },
  'synthetic/247/QT': {
    measuredMs: 376,
    words: 'Long QT: the T wave ends 190 ms after the mark; the mark stands on its rise.',
  },
  'synthetic/103/QRS': {
    measuredMs: 174,
    words:
      'Pre-excitation: P ends within the delta wave, and QRS is begun 30 to 45 ms early, in P; P itself is then missed.',
  },
  'synthetic/291/QT': {
    measuredMs: 379,
    words: 'Long QT: T is cut off 125 to 145 ms before its end.',
  },
  'synthetic/17/QT': {
    measuredMs: 527,
    words: 'Pre-excitation with a low T: its end lies 90 to 125 ms late, in the line between the beats.',
  },
  'synthetic/9/PR': {
    measuredMs: 334,
    words: 'P follows T closely: its onset lies up to 50 ms early, in the end of T.',
  },
  'synthetic/283/QRS': {
    measuredMs: 168,
    words: 'Pre-excitation: QRS begins 20 to 40 ms early, in P, whose end is cut off in return.',
  },
  'synthetic/72/QRS': {
    measuredMs: 159,
    words: 'Pre-excitation: QRS begins 16 to 30 ms early, in P, whose end is cut off in return.',
  },
  'synthetic/59/QRS': {
    measuredMs: 163,
    words: 'Pre-excitation: QRS begins 14 to 30 ms early, in P, whose end is cut off in return.',
  },
  'synthetic/332/PR': {
    measuredMs: 329,
    words:
      'Hyperkalaemia: P is nearly flat, and the end of the T wave before it is taken for it, 125 ms early; T is cut off 40 ms short.',
  },
  'synthetic/457/PR': {
    measuredMs: 376,
    words: 'Hyperkalaemia: P is nearly flat, and the end of the T wave before it is taken for it, 100 ms early.',
  },
  'synthetic/391/PR': {
    measuredMs: 195,
    words: 'P begins 62 to 72 ms early in all leads, in the line before it.',
  },
  'synthetic/342/QRS': {
    measuredMs: 174,
    words: 'Pre-excitation: QRS begins 36 to 48 ms early, at the top of P, and P itself is then missed.',
  },
  'synthetic/467/QRS': {
    measuredMs: 150,
    words:
      'Short QT: the T wave follows QRS at once and its rise is counted into QRS (28 to 44 ms); the next P is then taken for T.',
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
