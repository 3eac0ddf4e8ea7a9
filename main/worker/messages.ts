import { z } from 'zod';
import { adviceTableSchema } from '../../app/advice/adviceTable.ts';
import { csvLayoutSchema } from '../../app/formats/csv/layout.ts';
import { refusalSchema } from '../../app/result.ts';
import { synthSpecSchema } from '../../app/synth/spec.ts';

/** The talk between a host and its analysis process. Both sides parse what they get: bytes cross a process border here. */

const jobId = z.int().nonnegative();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const namedBytes = z.object({ name: z.string(), bytes });
const hints = z.object({
  sampleRateHz: z.number().exactOptional(),
  unit: z.enum(['mV', 'uV']).exactOptional(),
  csvLayouts: z.array(csvLayoutSchema).readonly().exactOptional(),
});

export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('analyze'),
    id: jobId,
    bundle: z.object({ path: z.string(), files: z.array(namedBytes), sha256: z.string() }),
    options: z.object({
      hints,
      modelIds: z.array(z.string()).nullable(),
      lead: z.string().nullable(),
      ageYears: z.number().nullable(),
      sex: z.enum(['M', 'F']).nullable(),
      withName: z.boolean(),
      advice: adviceTableSchema.nullable(),
    }),
  }),
  z.object({ kind: z.literal('open'), id: jobId, files: z.array(namedBytes), hints }),
  z.object({ kind: z.literal('inspectTable'), id: jobId, files: z.array(namedBytes) }),
  z.object({ kind: z.literal('explain'), id: jobId, files: z.array(namedBytes), hints, modelIds: z.array(z.string()) }),
  z.object({ kind: z.literal('classifyLive'), id: jobId, files: z.array(namedBytes), hints }),
  z.object({ kind: z.literal('synthesise'), id: jobId, spec: synthSpecSchema }),
  z.object({ kind: z.literal('truth'), id: jobId, files: z.array(namedBytes) }),
  z.object({ kind: z.literal('models'), id: jobId }),
  z.object({ kind: z.literal('verifyModel'), id: jobId, folder: z.string() }),
  /** A job that has not started is dropped; of one that runs, the answer is still sent and the host ignores it. */
  z.object({ kind: z.literal('cancel'), id: jobId }),
]);

/** `value` is what the job's kind promises; the host that asked knows which. */
export const responseSchema = z.object({
  id: jobId,
  result: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), error: refusalSchema }),
  ]),
});

export type Request = z.infer<typeof requestSchema>;
export type JobRequest = Exclude<Request, { kind: 'cancel' }>;
export type Response = z.infer<typeof responseSchema>;
