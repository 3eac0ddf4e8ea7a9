import type { Rule } from '../rule.ts';
import { axisRules } from './axis.ts';
import { conductionRules } from './conduction.ts';
import { hypertrophyRules } from './hypertrophy.ts';
import { infarctionRules } from './infarction.ts';
import { repolarisationRules } from './repolarisation.ts';
import { notchRules, stRules, wideStRules } from './st.ts';
import { voltageRules } from './voltage.ts';

/** Every rule, in the order in which they are asked: `unless` speaks of earlier ones only. */
export const rules: readonly Rule[] = [
  ...axisRules,
  ...wideStRules,
  ...conductionRules,
  ...hypertrophyRules,
  ...notchRules,
  ...stRules,
  ...infarctionRules,
  ...repolarisationRules,
  ...voltageRules,
];
