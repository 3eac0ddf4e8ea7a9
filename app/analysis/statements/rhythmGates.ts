import type { Gate, Statement } from '../schema.ts';
import type { RuleGroup } from './rule.ts';

/** What a rhythm statement says, and of which beats. */
export interface RhythmFact {
  readonly code: string;
  readonly evidence: Pick<Statement['evidence'], 'beats'>;
}

interface RhythmGate {
  readonly rhythms: readonly string[];
  readonly groups: readonly RuleGroup[];
  readonly text: string;
}

const shape: readonly RuleGroup[] = [
  'axis',
  'conduction',
  'hypertrophy',
  'st',
  'infarction',
  'repolarisation',
  't-inversion',
  'notch',
];

const rhythmGates: readonly RhythmGate[] = [
  {
    rhythms: ['ventricular-tachycardia', 'idioventricular-rhythm', 'ventricular-escape-rhythm'],
    groups: shape,
    text: 'The rhythm comes from a ventricle: axis, QRS, ST, T and Q of such beats have no criteria.',
  },
  {
    rhythms: ['ventricular-fibrillation'],
    groups: [...shape, 'voltage'],
    text: 'Ventricular fibrillation: there is no QRS, ST or T to be judged.',
  },
  {
    rhythms: ['ventricular-paced-rhythm', 'dual-paced-rhythm'],
    groups: shape,
    text: 'The rhythm is paced: the shape of paced beats comes from the electrode, and no criterion for it holds.',
  },
  {
    rhythms: ['atrial-flutter'],
    groups: ['st', 'notch', 'repolarisation', 't-inversion'],
    text: 'Flutter waves lie on ST and T: neither their level nor the end of T can be measured.',
  },
];

/** Groups whose criteria do not hold in the rhythm that is stated, each once; the gate's code is that of the rhythm. */
export const gatesOfRhythm = (rhythm: readonly Pick<Statement, 'code'>[]): Gate[] => {
  const gates = rhythmGates.flatMap(({ rhythms, groups, text }) => {
    const code = rhythms.find((each) => rhythm.some((statement) => statement.code === each));
    return code === undefined ? [] : groups.map((group): Gate => ({ model: `rules/${group}`, code, text }));
  });
  return gates.filter(({ model }, i) => gates.findIndex((other) => other.model === model) === i);
};

/** Beats of these statements are of a ventricle, in a rhythm that is not. */
const ectopic: readonly string[] = [
  'ventricular-tachycardia-nonsustained',
  'ventricular-run-slow',
  'ventricular-couplet',
  'ventricular-premature',
  'ventricular-bigeminy',
  'ventricular-trigeminy',
];

/**
 * Groups that are closed because most of the measured beats came from a ventricle: the commonest shape is not that of the basic rhythm.
 * @param measured indices of the beats that the values were taken from.
 */
export const gatesOfMeasuredBeats = (rhythm: readonly RhythmFact[], measured: readonly number[]): Gate[] => {
  const ventricular = new Set(rhythm.flatMap(({ code, evidence }) => (ectopic.includes(code) ? evidence.beats : [])));
  const among = measured.filter((beat) => ventricular.has(beat)).length;
  return 2 * among <= measured.length
    ? []
    : ([...shape, 'voltage'] as const).map((group) => ({
        model: `rules/${group}`,
        code: 'ventricular-beats',
        text: `Most of the measured beats (${among} of ${measured.length}) come from a ventricle, and the basic rhythm does not: axis, QRS, ST, T and Q of such beats have no criteria.`,
      }));
};

/** Where a rhythm may be another than the one stated, what it would feign is stated with reserve. */
const reservations = [
  {
    rhythm: 'flutter-possible',
    // Elevation keeps its urgency: an infarction that is missed costs more than a second look.
    codes: [
      'st-depression-diffuse',
      'st-depression-anterior',
      'st-depression-lateral',
      'st-depression-inferior',
      'posterior-infarction',
      'reciprocal-depression',
    ],
    confidence: 0.5,
    text: 'with reserve: flutter waves, which are not excluded, depress ST',
  },
] as const;

/** Statements that the rhythm may feign: not critical, less sure, and with the reason beside the criterion. */
export const withReserve = (
  statements: readonly Statement[],
  rhythm: readonly Pick<Statement, 'code'>[],
): Statement[] =>
  statements.map((statement) => {
    const reserve = reservations.find(
      (each) => each.codes.some((code) => code === statement.code) && rhythm.some(({ code }) => code === each.rhythm),
    );
    if (reserve === undefined) return statement;
    return {
      ...statement,
      critical: false,
      confidence: Math.min(reserve.confidence, statement.confidence),
      evidence: { ...statement.evidence, criterion: `${statement.evidence.criterion}; ${reserve.text}` },
    };
  });
