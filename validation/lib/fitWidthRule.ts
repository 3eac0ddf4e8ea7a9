import { writeFileSync } from 'node:fs';
import { type Doubts, halfWidthS, leadKnots, type WidthRule } from '../../app/analysis/delineation/widths.ts';

export interface WidthExample {
  /** Groups count the same, however many examples they have. */
  readonly group: string;
  /** What part of them is to be held, 0..1. */
  readonly aim: number;
  /** Size of the error, 0 or more. */
  readonly error: number;
  readonly doubts: Doubts;
}

export interface WidthStart {
  /** An error beyond counts as this. */
  readonly mostError: number;
  readonly perPart: readonly number[];
  readonly floor: number;
  /** One floor for any number of leads. */
  readonly oneFloor?: boolean;
}

/** The rule of least pinball loss at each example's aim (Koenker & Bassett 1978), by descent along one weight after another. */
export const fitWidthRule = (examples: readonly WidthExample[], start: WidthStart): WidthRule => {
  const sizes = new Map<string, number>();
  for (const { group } of examples) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const rows = examples.map((each) => ({ ...each, weight: 1 / sizes.get(each.group)! }));
  const loss = (rule: WidthRule): number => {
    let sum = 0;
    for (const { error, doubts, weight, aim } of rows) {
      const over = error - halfWidthS(doubts, rule);
      sum += weight * (over > 0 ? aim * Math.min(over, start.mostError) : (aim - 1) * over);
    }
    return sum;
  };
  const parts = start.perPart.length;
  let best: number[] = [...start.perPart, ...(start.oneFloor ? [start.floor] : leadKnots.map(() => start.floor))];
  const ruleOf = (values: readonly number[]): WidthRule => ({
    perPart: values.slice(0, parts),
    floorS: leadKnots.map((_, k) => values[parts + (start.oneFloor ? 0 : k)]!),
  });
  let least = loss(ruleOf(best));
  for (const factor of [2, 1.5, 1.2, 1.08, 1.03, 1.2, 1.05, 1.02])
    for (let moved = true, round = 0; moved && round < 30; round++) {
      moved = false;
      for (let k = 0; k < best.length; k++)
        for (const times of [factor, 1 / factor]) {
          const tried = best.with(k, best[k]! * times);
          const cost = loss(ruleOf(tried));
          if (cost < least * (1 - 1e-7)) [best, least, moved] = [tried, cost, true];
        }
    }
  return ruleOf(best);
};

/** Writes the rules as a module of the core; `from`: where `WidthRule` is imported from, `comment`: its docstring. */
export const writeWidthRules = (
  path: string,
  from: string,
  name: string,
  comment: string,
  rules: readonly (readonly [name: string, rule: WidthRule])[],
): void => {
  const list = (values: readonly number[]): string =>
    `[${values.map((value) => (value < 1e-7 ? 0 : Number(value.toPrecision(3)))).join(', ')}]`;
  const text = rules
    .map(([each, { perPart, floorS }]) => `  ${each}: { perPart: ${list(perPart)}, floorS: ${list(floorS)} },`)
    .join('\n');
  writeFileSync(
    path,
    `import type { WidthRule } from '${from}';\n\n${comment}\nexport const ${name} = {\n${text}\n} satisfies Record<string, WidthRule>;\n`,
  );
};
