import { z } from 'zod';
import { superclasses } from '../analysis/schema.ts';
import { accept, type Result, refuse } from '../result.ts';
import shippedTable from './advice.json' with { type: 'json' };

/** Who an action is for or not for; a fact that is not known fits no entry. */
const contextSchema = z
  .object({
    sex: z.enum(['M', 'F']).exactOptional(),
    fromYears: z.number().min(0).max(150).exactOptional(),
    belowYears: z.number().min(0).max(150).exactOptional(),
    paced: z.boolean().exactOptional(),
    quality: z
      .array(z.enum(['acceptable', 'limited', 'unacceptable']))
      .min(1)
      .exactOptional(),
    /** QRS is this wide or wider, ms. */
    qrsFromMs: z.number().positive().max(400).exactOptional(),
    /** A statement of this code is made. */
    stated: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .exactOptional(),
    /** A model finds this class, and finds it likelier than not. */
    modelFinds: z.enum(superclasses).exactOptional(),
  })
  .strict()
  .refine((context) => Object.keys(context).length > 0, 'an empty context would fit everyone');

const text = z.string().trim().min(1).max(400);

const actionSchema = z
  .object({
    action: text,
    urgency: z.enum(['immediate', 'urgent', 'routine']),
    reason: text,
    /** How far the action follows from the finding where it is there; its confidence is the finding's times this. */
    weight: z.number().gt(0).max(1).default(1),
    /** The action is for these patients only. */
    onlyFor: contextSchema.exactOptional(),
    /** The action is not for these patients. */
    notFor: contextSchema.exactOptional(),
    /** Said beside the reason, whoever the patient is. */
    caution: text.exactOptional(),
  })
  .strict();

const rowSchema = z
  .object({
    /** Code of a statement, "class:MI" for a positive class of a model, or "gate:st" for what keeps a reading back. */
    finding: z.string().regex(/^(class:(NORM|MI|STTC|CD|HYP)|gate:(st|electrodes|recording)|[a-z0-9]+(-[a-z0-9]+)*)$/),
    /** Most important first. */
    actions: z.array(actionSchema).min(1).max(8),
  })
  .strict();

/** Which actions follow from which finding; a department can bring its own. */
export const adviceTableSchema = z
  .object({
    schema: z.literal('einthoven.advice/1'),
    version: text,
    title: text,
    rows: z.array(rowSchema),
  })
  .strict()
  .check((context) => {
    const seen = new Set<string>();
    context.value.rows.forEach(({ finding }, i) => {
      if (seen.has(finding))
        context.issues.push({
          code: 'custom',
          input: finding,
          path: ['rows', i],
          message: `"${finding}" stands twice`,
        });
      seen.add(finding);
    });
  });

export type AdviceTable = z.infer<typeof adviceTableSchema>;
export type AdviceContext = z.infer<typeof contextSchema>;

/** The table that comes with the program. */
export const shippedAdvice: AdviceTable = adviceTableSchema.parse(shippedTable);

/** A table from its text. Errors: `invalid-input` naming the place that does not fit. */
export const parseAdvice = (json: string, file: string): Result<AdviceTable> => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse('invalid-input', 'The table of advice is not JSON.', file);
  }
  const parsed = adviceTableSchema.safeParse(value);
  if (parsed.success) return accept(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  return refuse('invalid-input', `The table of advice does not fit at "${path}": ${issue?.message ?? ''}.`, file);
};
