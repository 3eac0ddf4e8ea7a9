import type { NamedSlowLead } from './beatOrder.ts';

/** What a limb lead has to be, by parts of I and II (Einthoven 1912, Goldberger 1942). */
const laws: readonly (readonly [lead: string, one: number, two: number])[] = [
  ['III', -1, 1],
  ['aVR', -0.5, -0.5],
  ['aVL', 1, -0.5],
  ['aVF', -0.5, 1],
];
/** Of a lead's own size, what may be left over: filters, clocks and rounding of a real recorder stay far below. */
const mostLeft = 0.6;
const fewestLaws = 2;
/** Smaller leads hold noise, mV RMS. */
const leastRmsMv = 0.015;

/**
 * Whether the limb leads contradict each other: most of the laws that can be checked are broken by leads that hold something. Then at
 * least one of them is not what its name says, or not of this patient. False where I, II or two others are not there.
 */
export const limbLeadsContradict = (leads: readonly NamedSlowLead[]): boolean => {
  const find = (name: string): Float64Array | undefined => leads.find((lead) => lead.name === name)?.mv;
  const [first, second] = [find('I'), find('II')];
  if (first === undefined || second === undefined) return false;
  let [checked, broken] = [0, 0];
  for (const [name, one, two] of laws) {
    const third = find(name);
    if (third === undefined) continue;
    let [left, own, expected] = [0, 0, 0];
    for (let i = 0; i < third.length; i++) {
      const law = one * first[i]! + two * second[i]!;
      left += (third[i]! - law) ** 2;
      own += third[i]! ** 2;
      expected += law ** 2;
    }
    const size = Math.max(own, expected);
    if (!(Math.sqrt(size / third.length) >= leastRmsMv)) continue;
    checked += 1;
    if (left > mostLeft ** 2 * size) broken += 1;
  }
  return checked >= fewestLaws && broken > checked / 2;
};
