import type { Measured, PatientFacts, Quantity } from './statementInput.ts';

/** A limit that may depend on the patient; null: the criterion does not hold for this patient. */
export type Limit = number | { readonly text: string; readonly of: (patient: PatientFacts) => number | null };

export interface Comparison {
  readonly kind: 'compare';
  readonly quantity: Quantity;
  readonly operator: '>=' | '>' | '<=' | '<';
  readonly limit: Limit;
}
export type Condition =
  | Comparison
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  /** `text` stands in the clinician's table for a long list of alternatives. */
  | { readonly kind: 'any'; readonly of: readonly Condition[]; readonly text?: string };

const comparison =
  (operator: Comparison['operator']) =>
  (quantity: Quantity, limit: Limit): Comparison => ({ kind: 'compare', quantity, operator, limit });
export const atLeast = comparison('>=');
export const above = comparison('>');
export const atMost = comparison('<=');
export const below = comparison('<');
export const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
export const any = (...of: Condition[]): Condition => ({ kind: 'any', of });
export const anyOf = (text: string, of: readonly Condition[]): Condition => ({ kind: 'any', of, text });

/** Limit by sex; the stricter of both where the sex is unknown, which is the higher one of a criterion that must be exceeded. */
export const bySex = (men: number, women: number, stricter: 'higher' | 'lower' = 'higher'): Limit => ({
  text: `${men} (men), ${women} (women)`,
  of: ({ sex }) =>
    sex === null ? (stricter === 'higher' ? Math.max(men, women) : Math.min(men, women)) : sex === 'M' ? men : women,
});

/** Limit by age: the first entry whose age is above the patient's; an unknown age counts as an adult's, the last entry. */
export const byAge = (...steps: readonly (readonly [belowYears: number, limit: number | null])[]): Limit => ({
  text: steps
    .flatMap(([years, limit], i) => {
      if (limit === null) return [];
      const from = steps[i - 1]?.[0] ?? 0;
      return [`${limit}${ageWords(from, years)}`];
    })
    .join(', '),
  of: ({ ageYears }) => {
    const step = ageYears === null ? steps.at(-1) : steps.find(([years]) => ageYears < years);
    return step?.[1] ?? null;
  },
});

const years = (age: number): string => {
  const [count, unit] = age < 1 ? [Math.round(12 * age), 'month'] : [age, 'year'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
const ageWords = (from: number, to: number): string => {
  if (from === 0 && to === Number.POSITIVE_INFINITY) return '';
  if (to === Number.POSITIVE_INFINITY) return ` (from ${years(from)})`;
  return from === 0 ? ` (below ${years(to)})` : ` (${years(from)} to ${years(to)})`;
};

export const limitOf = (limit: Limit, patient: PatientFacts): number | null =>
  typeof limit === 'number' ? limit : limit.of(patient);

/** Who the patient is, and what was measured. */
export interface Reading {
  readonly patient: PatientFacts;
  readonly read: (quantity: Quantity) => Measured | null;
}

/** A comparison with what was found, for the evidence. */
export interface Finding {
  readonly comparison: Comparison;
  readonly measured: Measured;
  readonly limit: number;
  /** Probability that the true value is beyond the limit. */
  readonly confidence: number;
}

export interface Evaluation {
  readonly holds: boolean;
  readonly confidence: number;
  /** The comparisons that the statement rests on. */
  readonly findings: readonly Finding[];
  /** Of these, those each of which alone would undo the statement. */
  readonly deciding: readonly Finding[];
}

const not: Evaluation = { holds: false, confidence: 0, findings: [], deciding: [] };

/** A value that could not be measured meets no criterion. `all` is as sure as its weakest link, `any` as its strongest. */
export const evaluate = (condition: Condition, reading: Reading): Evaluation => {
  if (condition.kind === 'compare') return compare(condition, reading);
  if (condition.kind === 'all') {
    const parts: Evaluation[] = [];
    for (const each of condition.of) {
      const part = evaluate(each, reading);
      if (!part.holds) return not;
      parts.push(part);
    }
    return {
      holds: true,
      confidence: Math.min(...parts.map(({ confidence }) => confidence)),
      findings: unique(parts.flatMap(({ findings }) => findings)),
      deciding: unique(parts.flatMap(({ deciding }) => deciding)),
    };
  }
  const held = condition.of.map((each) => evaluate(each, reading)).filter(({ holds }) => holds);
  if (held.length === 0) return not;
  // What every alternative that holds rests on decides although there are several.
  const shared = held[0]!.deciding.filter((one) =>
    held.every(({ deciding }) => deciding.some((other) => sameComparison(one, other))),
  );
  return {
    holds: true,
    confidence: Math.max(...held.map(({ confidence }) => confidence)),
    findings: unique(held.flatMap(({ findings }) => findings)),
    deciding: shared,
  };
};

const sameComparison = (one: Finding, other: Finding): boolean =>
  one.comparison.quantity.id === other.comparison.quantity.id &&
  one.comparison.operator === other.comparison.operator &&
  one.limit === other.limit;

const unique = (findings: readonly Finding[]): Finding[] =>
  findings.filter((one, i) => findings.findIndex((other) => sameComparison(one, other)) === i);

const compare = (comparison: Comparison, { patient, read }: Reading): Evaluation => {
  const measured = read(comparison.quantity);
  const limit = limitOf(comparison.limit, patient);
  if (measured === null || limit === null || !meets(measured.value, comparison.operator, limit)) return not;
  const finding = { comparison, measured, limit, confidence: surely(measured, limit) };
  return { holds: true, confidence: finding.confidence, findings: [finding], deciding: [finding] };
};

const meets = (value: number, operator: Comparison['operator'], limit: number): boolean => {
  switch (operator) {
    case '>=':
      return value >= limit;
    case '>':
      return value > limit;
    case '<=':
      return value <= limit;
    case '<':
      return value < limit;
  }
};

/** Half width of the 90 % interval in standard deviations. */
const deviations90 = 1.645;

/** Normal errors: 0.5 at the limit. The tail by Abramowitz & Stegun 26.2.17, right to 1e-7. */
const surely = ({ value, halfWidth }: Measured, limit: number): number => {
  const z = (Math.abs(value - limit) * deviations90) / Math.max(halfWidth, 1e-9);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series);
};
