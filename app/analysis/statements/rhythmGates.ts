import type { Gate, Statement } from '../schema.ts';
import { type RuleGroup, ruleGroups } from './rule.ts';

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

const shape = ruleGroups.filter((group) => group !== 'voltage');

const ofVentricle = ['ventricular-tachycardia', 'idioventricular-rhythm', 'ventricular-escape-rhythm'];

/** The gate of models that judge the shape of beats; null in a rhythm that does not come from a ventricle. */
export const ventricularGate = (rhythm: readonly Pick<Statement, 'code'>[]): Pick<Gate, 'code' | 'text'> | null => {
  const code = ofVentricle.find((each) => rhythm.some((statement) => statement.code === each));
  return code === undefined
    ? null
    : { code, text: 'The rhythm comes from a ventricle: the model judges beats that are conducted from the atria.' };
};

const rhythmGates: readonly RhythmGate[] = [
  {
    rhythms: ofVentricle,
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

/** The gate that a high-pass closes and a low-pass leaves open. */
export const highPassGate = { model: 'rules/t-inversion', code: 'filtered' } as const;

interface Reservation {
  readonly applies: (rhythm: readonly Pick<Statement, 'code'>[], gates: readonly Gate[]) => boolean;
  readonly codes: readonly string[];
  readonly confidence: number;
  readonly text: string;
}

/** Where a rhythm may be another than the one stated, or a filter moves what is measured, what that would feign is stated with reserve. */
const reservations: readonly Reservation[] = [
  {
    applies: (_, gates) => gates.some(({ model, code }) => model === highPassGate.model && code === highPassGate.code),
    codes: ['qtc-very-long', 'qtc-prolonged', 'qtc-short'],
    confidence: 0.5,
    text: 'with reserve: the recording went through a high-pass, which moves the end of T',
  },
  {
    applies: (rhythm) => rhythm.some(({ code }) => code === 'flutter-possible'),
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
];

/** Statements that the rhythm or a filter may feign: not critical, less sure, and with the reason beside the criterion. */
export const withReserve = (
  statements: readonly Statement[],
  rhythm: readonly Pick<Statement, 'code'>[],
  gates: readonly Gate[] = [],
): Statement[] =>
  statements.map((statement) => {
    const reserve = reservations.find(({ codes, applies }) => codes.includes(statement.code) && applies(rhythm, gates));
    if (reserve === undefined) return statement;
    return {
      ...statement,
      critical: false,
      confidence: Math.min(reserve.confidence, statement.confidence),
      evidence: { ...statement.evidence, criterion: `${statement.evidence.criterion}; ${reserve.text}` },
    };
  });
