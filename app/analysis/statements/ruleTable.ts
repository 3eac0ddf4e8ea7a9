import type { Comparison, Condition } from './conditions.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules/rules.ts';
import { checkedSources, sources } from './rules/sources.ts';

const signs: Readonly<Record<Comparison['operator'], string>> = {
  '>=': 'at least',
  '>': 'above',
  '<=': 'at most',
  '<': 'below',
};

const words = (condition: Condition, inner = false): string => {
  if (condition.kind === 'compare') {
    const { quantity, operator, limit } = condition;
    const value = typeof limit === 'number' ? String(limit) : limit.text;
    return `${quantity.label} ${signs[operator]} ${value}${quantity.unit === null ? '' : ` ${quantity.unit}`}`;
  }
  if (condition.kind === 'any' && condition.text !== undefined) return condition.text;
  if (condition.of.length === 1) return words(condition.of[0]!, inner);
  const joined = condition.of.map((each) => words(each, true)).join(condition.kind === 'all' ? ' and ' : ' or ');
  return inner ? `(${joined})` : joined;
};

/** Criterion of a rule in words, with its limits by age and sex. */
export const criterionOf = (rule: Rule): string => words(rule.condition);

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The clinician's table, Markdown: what each statement means, its criterion, limits and source. */
export const ruleTable = (): string =>
  [
    '| code | statement | criterion | for | source |',
    '| --- | --- | --- | --- | --- |',
    ...rules.map((rule) => {
      const notWith = rule.unless === undefined ? '' : ` Not made beside: ${rule.unless.join(', ')}.`;
      const remark = rule.remark === undefined ? '' : ` ${rule.remark}`;
      const age = rule.fromYears === undefined ? 'all ages' : `from ${rule.fromYears} years`;
      return `| \`${rule.code}\` | ${rule.text}${rule.critical === true ? ' **(critical)**' : ''} | ${cell(
        `${criterionOf(rule)}.${remark}${notWith}`,
      )} | ${age} | ${cell(rule.source)} |`;
    }),
  ].join('\n');

const named: ReadonlyMap<string, string> = new Map(Object.entries(sources));
const checks = {
  abstract: 'its abstract or first page',
  quoted: 'others who quote it',
  not: 'not seen: from memory',
} as const;

/** How far the sources were checked, Markdown. */
export const sourceTable = (): string =>
  [
    '| source | checked by | what was found |',
    '| --- | --- | --- |',
    ...Object.entries(checkedSources).map(
      ([name, [how, found]]) => `| ${cell(named.get(name) ?? name)} | ${checks[how]} | ${cell(found)} |`,
    ),
  ].join('\n');
