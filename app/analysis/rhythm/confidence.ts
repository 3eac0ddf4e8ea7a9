import type { Finding } from './finding.ts';
import { fittedConfidence } from './fittedConfidence.ts';

/** Where tuning data said nothing. */
const unknown = 0.6;
/** Ten seconds prove nothing. */
const most = 0.97;
/** Clear from half of the way on. */
const clearFrom = 0.5;

/** A fitted model's own probability, or how often tuning data bore out statements as clear as this one. */
export const statedConfidence = ({ code, probability, clearness }: Finding): number => {
  const side = clearness >= clearFrom ? 'clear' : 'near';
  const other = side === 'clear' ? 'near' : 'clear';
  const known = probability ?? fittedConfidence[`${code} ${side}`] ?? fittedConfidence[`${code} ${other}`] ?? unknown;
  return Math.min(most, known);
};
