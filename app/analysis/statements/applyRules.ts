import type { Statement } from '../schema.ts';
import { evaluate, type Finding, type Reading } from './conditions.ts';
import type { Rule, RuleGroup } from './rule.ts';
import { isPlaced } from './swappedLeads.ts';

/** A statement that explains ST, T, Q and voltage by itself, and the groups that it silences. */
interface Silencer {
  readonly code: string;
  readonly groups: readonly RuleGroup[];
  readonly why: string;
  /** Of younger patients the statement has another limit. */
  readonly fromYears?: number;
}

const explained: readonly RuleGroup[] = ['hypertrophy', 'st', 'infarction', 'notch'];

const silencers: readonly Silencer[] = [
  {
    code: 'lbbb',
    groups: explained,
    why: 'Left bundle branch block changes voltage, ST and Q by itself; criteria made for narrow complexes do not hold.',
  },
  {
    code: 'wpw',
    groups: explained,
    why: 'Pre-excitation changes voltage, ST and Q by itself; criteria made for normal conduction do not hold.',
  },
  {
    code: 'ivcd',
    fromYears: 16,
    groups: ['st', 'notch'],
    why: 'A QRS wider than 120 ms displaces ST by itself; only ST in the direction of QRS is stated, no criterion made for narrow complexes.',
  },
];

/** Below it a statement is a matter of the measurement's error: it is made, but nobody is called for it at once. */
export const leastCriticalConfidence = 0.75;

/** A group that is not stated, and why. */
export interface Withheld {
  readonly group: RuleGroup;
  readonly code: string;
  readonly text: string;
}

export interface Applied {
  readonly statements: readonly Statement[];
  readonly withheld: readonly Withheld[];
}

/**
 * Asks the rules in their order. `closed`: groups that a gate has closed already. `beats`: indices of those that the
 * values were measured in. `readPlaced` reads what tells a place in the heart, in which swapped leads are not read. `stated`: codes of the rhythm statements, which a rule's `unless` may name too.
 */
export const applyRules = (
  rules: readonly Rule[],
  reading: Reading & { readonly readPlaced?: Reading['read'] },
  closed: ReadonlySet<RuleGroup>,
  beats: readonly number[],
  stated: readonly string[] = [],
): Applied => {
  const statements: Statement[] = [];
  const withheld: Withheld[] = [];
  const shut = new Set(closed);
  const made = new Set<string>(stated);
  for (const rule of rules) {
    const { ageYears } = reading.patient;
    if ([rule.group, ...(rule.needs ?? [])].some((group) => shut.has(group))) continue;
    if ((rule.unless ?? []).some((code) => made.has(code))) continue;
    if (rule.fromYears !== undefined && ageYears !== null && ageYears < rule.fromYears) continue;
    const { patient, read, readPlaced = read } = reading;
    const own = { patient, read: isPlaced(rule) ? readPlaced : read };
    const found = evaluate(rule.condition, own);
    if (!found.holds) continue;
    made.add(rule.code);
    const corroborated = rule.corroboration !== undefined && evaluate(rule.corroboration, own).holds;
    statements.push(statementOf(rule, found, beats, corroborated));
    for (const { code, groups, why, fromYears = 0 } of silencers)
      if (code === rule.code && (ageYears ?? fromYears) >= fromYears)
        for (const group of groups)
          if (!shut.has(group)) {
            shut.add(group);
            withheld.push({ group, code, text: why });
          }
  }
  return { statements, withheld };
};

const statementOf = (
  { code, text, critical, source }: Rule,
  { confidence, findings, deciding }: ReturnType<typeof evaluate>,
  beats: readonly number[],
  corroborated: boolean,
): Statement => {
  const weakest = (list: readonly Finding[]): Finding | undefined =>
    list.reduce<Finding | undefined>(
      (best, each) => (best === undefined || each.confidence < best.confidence ? each : best),
      undefined,
    );
  const decisive = weakest(deciding);
  const shown = decisive ?? weakest(findings);
  return {
    code,
    text,
    confidence,
    critical: (critical ?? false) && (corroborated || confidence >= leastCriticalConfidence),
    evidence: {
      beats: [...beats],
      leads: [...new Set(findings.flatMap(({ comparison, measured }) => measured.leads ?? comparison.quantity.leads))],
      criterion: findings.map(phrase).join('; '),
      value: shown?.measured.value ?? null,
      threshold: shown?.limit ?? null,
      unit: shown?.comparison.quantity.unit ?? null,
      flipsAt: decisive?.limit ?? null,
    },
    source,
    models: [],
  };
};

const signs = { '>=': 'at least', '>': 'above', '<=': 'at most', '<': 'below' } as const;

const phrase = ({ comparison: { quantity, operator }, measured, limit }: Finding): string =>
  `${quantity.label} ${figure(measured.value, quantity.unit)}, ${signs[operator]} ${figure(limit, quantity.unit)}`;

const figure = (value: number, unit: string | null): string => {
  const digits = unit === 'mV' ? 2 : unit === null ? 1 : 0;
  return `${String(Number(value.toFixed(digits)))}${unit === null ? '' : ` ${unit}`}`;
};
