import type { Analysis, Statement } from '../analysis/schema.ts';
import { isAbnormal } from '../worklist/urgency.ts';

type Answers = Pick<Analysis, 'diagnoses' | 'binary'>;

/** Normal is stated only when nothing else is, by a rule neither (docs/decisions/0006); probabilities stay as they are. */
export const normalOnly = ({ diagnoses, binary }: Answers, statements: readonly Statement[]): Answers =>
  isAbnormal(statements)
    ? {
        diagnoses: diagnoses.map((each) => (each.class === 'NORM' ? { ...each, positive: false } : each)),
        binary: binary.filter(({ label }) => label !== 'NORMAL'),
      }
    : { diagnoses, binary };
