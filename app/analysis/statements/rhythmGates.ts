import type { Gate, Statement } from '../schema.ts';
import type { RuleGroup } from './rule.ts';

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
    groups: ['st', 'notch', 'repolarisation'],
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
