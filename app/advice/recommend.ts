import type { Diagnosis, Quality, Recommendation, Statement } from '../analysis/schema.ts';
import { leastCriticalConfidence } from '../analysis/statements/applyRules.ts';
import type { AdviceContext, AdviceTable } from './adviceTable.ts';
import type { FoundGate } from './gateFindings.ts';

/** What is known of whom the advice is for. */
export interface AdvicePatient {
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
  readonly paced: boolean | null;
  readonly quality: Quality['verdict'];
  readonly qrsMs: number | null;
}

interface Finding {
  /** As rows of the table name it. */
  readonly key: string;
  /** As the recommendation names it: code of the statement, class of the diagnosis, or the gate as rows name it. */
  readonly code: string;
  readonly text: string;
  readonly confidence: number;
  readonly critical: boolean;
}

/** Beside an action that the table wants at once, for a finding too close to its limit for that. */
const repeatFirst =
  'The finding lies within the error of its limit: repeat the recording now and compare; symptoms decide before the ECG.';

const urgencies = ['immediate', 'urgent', 'routine'] as const;

/** An action while its findings are gathered. */
interface Gathered {
  urgency: Recommendation['urgency'];
  /** Of the surest finding that asks for it this urgently. */
  confidence: number;
  readonly basedOn: Set<string>;
  /** Findings in words, by the reason that they share. */
  readonly reasons: Map<string, string[]>;
}

/**
 * What follows from the findings by the table: each action once, with every finding that it rests on, the most urgent and
 * then the surest first; equal ones as the table ranks them. A gate that is closed counts as a finding. Without one there is no action.
 */
export const recommend = (
  statements: readonly Statement[],
  diagnoses: readonly Diagnosis[],
  patient: AdvicePatient,
  table: AdviceTable,
  gates: readonly FoundGate[] = [],
): Recommendation[] => {
  const byAction = new Map<string, Gathered>();
  const classes = likelyClasses(diagnoses);
  for (const { key, code, text, confidence: sure, critical } of findingsOf(statements, classes, gates)) {
    const unsure = !critical && sure < leastCriticalConfidence;
    const row = table.rows.find((each) => each.finding === key);
    for (const { action, urgency: asked, reason, weight, onlyFor, notFor, caution } of row?.actions ?? []) {
      const isFor = (context: AdviceContext): boolean => fits(context, patient, classes, statements);
      if ((onlyFor !== undefined && !isFor(onlyFor)) || (notFor !== undefined && isFor(notFor))) continue;
      const tooUnsure = unsure && asked === 'immediate';
      const urgency = tooUnsure ? 'urgent' : asked;
      const confidence = sure * weight;
      const known = byAction.get(action);
      const gathered = known ?? {
        urgency,
        confidence,
        basedOn: new Set<string>(),
        reasons: new Map<string, string[]>(),
      };
      byAction.set(action, gathered);
      const later = urgencies.indexOf(urgency) - urgencies.indexOf(gathered.urgency);
      if (later < 0 || (later === 0 && confidence > gathered.confidence))
        Object.assign(gathered, { urgency, confidence });
      gathered.basedOn.add(code);
      const why = `${reason}${caution === undefined ? '' : ` Caution: ${caution}`}${tooUnsure ? ` ${repeatFirst}` : ''}`;
      gathered.reasons.set(why, [...new Set([...(gathered.reasons.get(why) ?? []), text])]);
    }
  }
  return [...byAction]
    .map(([action, { urgency, confidence, basedOn, reasons }]) => ({
      action,
      urgency,
      confidence,
      reasoning: [...reasons].map(([why, texts]) => `${texts.join('; ')}: ${why}`).join(' '),
      basedOn: [...basedOn],
    }))
    .sort(
      (one, other) =>
        urgencies.indexOf(one.urgency) - urgencies.indexOf(other.urgency) || other.confidence - one.confidence,
    );
};

/** A model's class above its threshold, which may be set for sensitivity, calls for nothing before it is likelier than not. */
const likelyEnough = 0.5;

const likelyClasses = (diagnoses: readonly Diagnosis[]): Diagnosis[] =>
  diagnoses.filter(({ positive, probability }) => positive && probability >= likelyEnough);

/** Of a class that several models find, the surest speaks. */
const findingsOf = (
  statements: readonly Statement[],
  classes: readonly Diagnosis[],
  gates: readonly FoundGate[],
): Finding[] => {
  const stated = statements.map(
    ({ code, text, confidence, critical }): Finding => ({ key: code, code, text, confidence, critical }),
  );
  // Where a statement says the same with its evidence, the statement's advice is enough.
  const supported = new Set(
    statements.flatMap(({ models }) => models.filter(({ agrees }) => agrees).map((own) => `${own.model}:${own.class}`)),
  );
  const positive = classes
    .filter(({ model, class: name }) => !supported.has(`${model}:${name}`))
    .map(
      ({ model, class: name, probability }): Finding => ({
        key: `class:${name}`,
        code: name,
        text: `${name} by ${model}`,
        confidence: probability,
        critical: false,
      }),
    );
  const closed = gates.map(
    ({ finding, text, confidence }): Finding => ({
      key: finding,
      code: finding,
      text: text.replace(/\.$/, ''),
      confidence,
      critical: false,
    }),
  );
  return [...stated, ...closed, ...positive];
};

const fits = (
  context: AdviceContext,
  { ageYears, sex, paced, quality, qrsMs }: AdvicePatient,
  classes: readonly Diagnosis[],
  statements: readonly Statement[],
): boolean =>
  (context.sex === undefined || context.sex === sex) &&
  (context.fromYears === undefined || (ageYears !== null && ageYears >= context.fromYears)) &&
  (context.belowYears === undefined || (ageYears !== null && ageYears < context.belowYears)) &&
  (context.paced === undefined || context.paced === paced) &&
  (context.quality === undefined || context.quality.includes(quality)) &&
  (context.qrsFromMs === undefined || (qrsMs !== null && qrsMs >= context.qrsFromMs)) &&
  (context.stated === undefined || statements.some(({ code }) => code === context.stated)) &&
  (context.modelFinds === undefined || classes.some(({ class: name }) => name === context.modelFinds));
