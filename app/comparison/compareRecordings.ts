import type { CorrectedValue } from '../analysis/correctedMarks.ts';
import { statementsInOrder } from '../analysis/reading.ts';
import type { Analysis, Statement } from '../analysis/schema.ts';
import {
  type AmplitudeName,
  amplitudeDifference,
  type ComparedMeasurement,
  comparedAmplitudes,
  comparedMeasurements,
  type Difference,
  measurementDifference,
} from './differences.ts';

/** What two recordings are compared by. */
export type ComparedAnalysis = Pick<
  Analysis,
  'recording' | 'validity' | 'quality' | 'measurements' | 'pacing' | 'rhythm' | 'statements'
>;

/**
 * An analysis with the values that a reader corrected in place of the computer's. Nobody knows how far off a mark of a person is:
 * such a value has no uncertainty, and its change is not judged.
 */
export const withCorrectedValues = <T extends Pick<Analysis, 'measurements'>>(
  analysis: T,
  corrected: readonly Pick<CorrectedValue, 'name' | 'corrected'>[],
): T => {
  if (corrected.length === 0) return analysis;
  const { measurements } = analysis;
  const values = Object.fromEntries(corrected.map(({ name, corrected: value }) => [name, value]));
  const none = Object.fromEntries(corrected.map(({ name }) => [name, null]));
  return {
    ...analysis,
    measurements: {
      ...measurements,
      ...values,
      uncertaintyMs: { ...measurements.uncertaintyMs, ...none },
      ...(measurements.uncertainty === undefined ? {} : { uncertainty: { ...measurements.uncertainty, ...none } }),
    },
  };
};

/** A statement by its code in both recordings; null where it was not made. */
export interface StatementChange {
  readonly code: string;
  readonly before: Statement | null;
  readonly after: Statement | null;
  readonly kind: 'gained' | 'lost' | 'kept';
}

export interface LeadDifferences {
  readonly lead: string;
  readonly amplitudes: Readonly<Record<AmplitudeName, Difference>>;
}

/** Something that makes two recordings hard to compare, to be said before the differences. */
export type Caution =
  | { readonly code: 'other-patient' }
  | { readonly code: 'patient-unknown' }
  | { readonly code: 'sex-differs' }
  | { readonly code: 'invalid'; readonly which: Which }
  | { readonly code: 'quality'; readonly which: Which; readonly verdict: 'limited' | 'unacceptable' }
  | { readonly code: 'reversal'; readonly which: Which }
  | { readonly code: 'pacing-differs' }
  | { readonly code: 'leads-differ'; readonly leads: readonly string[] }
  | { readonly code: 'rate-differs'; readonly beforeHz: number; readonly afterHz: number }
  | { readonly code: 'filters-differ' }
  | { readonly code: 'uncertainty-missing'; readonly which: Which };
export type Which = 'before' | 'after';

export interface Comparison {
  readonly measurements: Readonly<Record<ComparedMeasurement, Difference>>;
  /** Leads that were measured in both recordings, in the order of the later one. */
  readonly leads: readonly LeadDifferences[];
  /** Statements of the later recording in their order, then those that it does not make any more. */
  readonly statements: readonly StatementChange[];
  readonly cautions: readonly Caution[];
  /** Values with a verdict, and how many of them are beyond: of values that did not change, one in ten is. */
  readonly judged: number;
  readonly beyond: number;
}

/** Two recordings by their analyses, the earlier first. Never throws; linear in leads and statements. */
export const compareRecordings = (before: ComparedAnalysis, after: ComparedAnalysis): Comparison => {
  const measurements = Object.fromEntries(
    comparedMeasurements.map((name) => [name, measurementDifference(before.measurements, after.measurements, name)]),
  ) as Record<ComparedMeasurement, Difference>;
  const leads = Object.keys(after.measurements.perLead)
    .filter((lead) => Object.hasOwn(before.measurements.perLead, lead))
    .map((lead) => ({ lead, amplitudes: amplitudesOf(before, after, lead) }));
  const all = [...Object.values(measurements), ...leads.flatMap(({ amplitudes }) => Object.values(amplitudes))];
  return {
    measurements,
    leads,
    statements: statementChanges(before, after),
    cautions: cautionsOf(before, after),
    judged: all.filter(({ verdict }) => verdict === 'beyond' || verdict === 'within').length,
    beyond: all.filter(({ verdict }) => verdict === 'beyond').length,
  };
};

const amplitudesOf = (before: ComparedAnalysis, after: ComparedAnalysis, lead: string): LeadDifferences['amplitudes'] =>
  Object.fromEntries(
    comparedAmplitudes.map((name) => [name, amplitudeDifference(before.measurements, after.measurements, lead, name)]),
  ) as Record<AmplitudeName, Difference>;

const statementChanges = (before: ComparedAnalysis, after: ComparedAnalysis): readonly StatementChange[] => {
  const [earlier, later] = [statementsInOrder(before), statementsInOrder(after)];
  const known = new Map(earlier.map((statement) => [statement.code, statement]));
  const codes = new Set(later.map(({ code }) => code));
  return [
    ...later.map((statement): StatementChange => {
      const old = known.get(statement.code) ?? null;
      return { code: statement.code, before: old, after: statement, kind: old === null ? 'gained' : 'kept' };
    }),
    ...earlier
      .filter(({ code }) => !codes.has(code))
      .map(
        (statement): StatementChange => ({
          code: statement.code,
          before: statement,
          after: null,
          kind: 'lost',
        }),
      ),
  ];
};

/** What files write where they do not know a patient. */
const placeholders = /^(0+|-+|x+|n\/?a|none|null|unknown|unnamed|anonymous|anonymi[sz]ed|anon|synthetic)$/i;

/** The patient's id where it tells patients apart; null without one, and for words that stand for none. */
export const tellingPatientId = (id: string | null): string | null => {
  const text = id?.trim() ?? '';
  return text === '' || placeholders.test(text) ? null : text;
};

const cautionsOf = (before: ComparedAnalysis, after: ComparedAnalysis): readonly Caution[] => {
  const both = [
    ['before', before],
    ['after', after],
  ] as const;
  const cautions: Caution[] = [];
  const [one, other] = [before.recording, after.recording];
  const [oneId, otherId] = [tellingPatientId(one.patient.id), tellingPatientId(other.patient.id)];
  if (oneId === null || otherId === null) cautions.push({ code: 'patient-unknown' });
  else if (oneId !== otherId) cautions.push({ code: 'other-patient' });
  if (one.patient.sex !== null && other.patient.sex !== null && one.patient.sex !== other.patient.sex)
    cautions.push({ code: 'sex-differs' });
  for (const [which, { validity, quality, measurements }] of both) {
    if (validity.status === 'INVALID') cautions.push({ code: 'invalid', which });
    if (quality.verdict !== 'acceptable') cautions.push({ code: 'quality', which, verdict: quality.verdict });
    if ((quality.reversals ?? []).length > 0) cautions.push({ code: 'reversal', which });
    if (measurements.uncertainty === undefined || measurements.perLeadUncertaintyMv === undefined)
      cautions.push({ code: 'uncertainty-missing', which });
  }
  const [onePaced, otherPaced] = [before.pacing.paced, after.pacing.paced];
  if (onePaced !== null && otherPaced !== null && onePaced !== otherPaced) cautions.push({ code: 'pacing-differs' });
  const onlyOne = [
    ...one.leads.filter((lead) => !other.leads.includes(lead)),
    ...other.leads.filter((lead) => !one.leads.includes(lead)),
  ];
  if (onlyOne.length > 0) cautions.push({ code: 'leads-differ', leads: onlyOne });
  if (one.sampleRateHz !== other.sampleRateHz)
    cautions.push({ code: 'rate-differs', beforeHz: one.sampleRateHz, afterHz: other.sampleRateHz });
  if ([...one.appliedFilters].sort().join() !== [...other.appliedFilters].sort().join())
    cautions.push({ code: 'filters-differ' });
  return cautions;
};
