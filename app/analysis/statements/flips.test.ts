import { expect, test } from 'vitest';
import { applyRules } from './applyRules.ts';
import { type Comparison, type Condition, limitOf } from './conditions.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules/rules.ts';
import type { Measured, PatientFacts, Quantity } from './statementInput.ts';

/**
 * Every comparison of every rule is crossed: all else that the rule needs holds with room to spare, the one value goes from
 * just beyond its limit to just short of it. Quantities that the rule does not name are not measured, so nothing else speaks.
 */

const patients: readonly PatientFacts[] = [
  { ageYears: 60, sex: 'M' },
  { ageYears: 30, sex: 'F' },
  { ageYears: 30, sex: 'M' },
];

type Values = ReadonlyMap<string, number>;

/** The ways in which a condition can hold: sets of comparisons that must all hold. */
const waysOf = (condition: Condition): (readonly Comparison[])[] => {
  if (condition.kind === 'compare') return [[condition]];
  if (condition.kind === 'any') return condition.of.flatMap(waysOf);
  return condition.of
    .map(waysOf)
    .reduce<(readonly Comparison[])[]>(
      (product, ways) => product.flatMap((one) => ways.map((way) => [...one, ...way])),
      [[]],
    );
};

const upwards = ({ operator }: Comparison): boolean => operator === '>=' || operator === '>';
const stepOf = (limit: number): number => Math.max(1e-9, 1e-6 * Math.abs(limit));

/** Where a value lies between the limits that a way sets on it: by the lower one, by the upper one, between. */
const places = [0.001, 0.999, 0.5] as const;

/** A value inside of every limit that the way sets on this quantity; null where there is none. */
const roomy = (way: readonly Comparison[], quantity: Quantity, patient: PatientFacts, place: number): number | null => {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const comparison of way) {
    if (comparison.quantity.id !== quantity.id) continue;
    const limit = limitOf(comparison.limit, patient);
    if (limit === null) return null;
    if (upwards(comparison)) low = Math.max(low, limit);
    else high = Math.min(high, limit);
  }
  if (low > high) return null;
  if (Number.isFinite(low) && Number.isFinite(high)) return low + place * (high - low);
  return Number.isFinite(low) ? low + 0.001 * Math.max(1, Math.abs(low)) : high - 0.001 * Math.max(1, Math.abs(high));
};

const codesWith = (values: Values, patient: PatientFacts): Set<string> => {
  const read = ({ id }: Quantity): Measured | null => {
    const value = values.get(id);
    return value === undefined ? null : { value, halfWidth: 0.01 };
  };
  return new Set(applyRules(rules, { patient, read }, new Set(), []).statements.map(({ code }) => code));
};

const comparisonsOf = (condition: Condition): readonly Comparison[] =>
  condition.kind === 'compare' ? [condition] : condition.of.flatMap(comparisonsOf);

/** A statement whose own criterion has this very limit, or that makes way for the one that flips, changes with it. */
const related = (rule: Rule, { quantity, limit }: Comparison, code: string, patient: PatientFacts): boolean => {
  if (code === rule.code) return true;
  const other = rules.find((each) => each.code === code)!;
  return (
    (other.unless ?? []).includes(rule.code) ||
    comparisonsOf(other.condition).some(
      (each) => each.quantity.id === quantity.id && limitOf(each.limit, patient) === limitOf(limit, patient),
    )
  );
};

interface Crossing {
  readonly rule: Rule;
  readonly comparison: Comparison;
  readonly patient: PatientFacts;
  readonly values: Values;
  readonly before: Set<string>;
  readonly after: Set<string>;
}

const nameOf = ({ code }: Rule, { quantity, operator }: Comparison): string => `${code}: ${quantity.id} ${operator}`;
const crossings: Crossing[] = [];
const asked = new Set<string>();
for (const rule of rules)
  for (const way of waysOf(rule.condition))
    for (const comparison of way) {
      asked.add(nameOf(rule, comparison));
      for (const patient of patients)
        for (const place of places) {
          const limit = limitOf(comparison.limit, patient);
          const values = new Map<string, number>();
          for (const { quantity } of way) {
            const value = roomy(way, quantity, patient, place);
            if (value !== null) values.set(quantity.id, value);
          }
          if (limit === null || way.some(({ quantity }) => !values.has(quantity.id))) continue;
          const inside = upwards(comparison) ? 1 : -1;
          values.set(comparison.quantity.id, limit + inside * stepOf(limit));
          const before = codesWith(values, patient);
          const after = codesWith(
            new Map([...values, [comparison.quantity.id, limit - inside * stepOf(limit)]]),
            patient,
          );
          if (before.has(rule.code)) crossings.push({ rule, comparison, patient, values, before, after });
        }
    }

test('every comparison of every rule decides somewhere: crossing its limit alone undoes the statement', () => {
  const decisive = new Set(
    crossings
      .filter(({ rule, after }) => !after.has(rule.code))
      .map(({ rule, comparison }) => nameOf(rule, comparison)),
  );
  expect([...asked].filter((name) => !decisive.has(name))).toEqual([]);
});

test('crossing a limit changes no statement but those that have this limit or make way', () => {
  const wrong = crossings.flatMap(({ rule, comparison, patient, before, after }) => {
    const changed = [...before]
      .filter((code) => !after.has(code))
      .concat([...after].filter((code) => !before.has(code)));
    const others = changed.filter((code) => !related(rule, comparison, code, patient));
    return others.length > 0 ? [`${nameOf(rule, comparison)}: ${others.join(' ')}`] : [];
  });
  expect([...new Set(wrong)]).toEqual([]);
});

test('the flip point of a statement is where it flips, and there it is a toss-up', () => {
  for (const { rule, comparison, patient, values, after } of crossings) {
    const { id } = comparison.quantity;
    const read = (quantity: Quantity): Measured | null => {
      const value = values.get(quantity.id);
      return value === undefined ? null : { value, halfWidth: quantity.id === id ? 1 : 1e-9 };
    };
    const { statements } = applyRules(rules, { patient, read }, new Set(), [3]);
    const { evidence, confidence } = statements.find(({ code }) => code === rule.code)!;
    expect(evidence.beats).toEqual([3]);
    if (after.has(rule.code)) continue;
    expect(evidence.flipsAt, nameOf(rule, comparison)).toBe(limitOf(comparison.limit, patient));
    expect(evidence.value).toBe(values.get(id));
    expect(confidence).toBeCloseTo(0.5, 3);
  }
});
