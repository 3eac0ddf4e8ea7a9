import { z } from 'zod';
import { deskSettingsSchema } from '../people/deskSettings.ts';
import { roles } from '../people/person.ts';

const nothing = z.object({}).strict();
const name = z.string().min(1).max(120);
const password = z.string().max(1024);
const role = z.enum(roles);

const personSchema = z.object({
  name: z.string(),
  roles: z.array(role),
  knownBy: z.enum(['password', 'single-user-desk']),
});
const profileSchema = z.object({ id: z.int(), name: z.string(), role, disabled: z.boolean() });

const protectionSchema = z.object({
  /** Where the key of the archive lies. `none`: the archive is not encrypted. */
  key: z.enum(['os-key-store', 'file', 'given', 'none']),
  /** What a person should know about it; null when there is nothing to warn of. */
  warning: z.string().nullable(),
  /** Somebody has said that the recovery key is noted elsewhere. */
  recoveryKeyNoted: z.boolean(),
});

/** Who sits at the desk, and what an administrator may do. */
export const deskRows = {
  deskState: {
    kind: 'call',
    input: nothing,
    output: z.object({
      settings: deskSettingsSchema,
      /** null: locked. */
      person: personSchema.nullable(),
      protection: protectionSchema,
      /** The person logged in by a password that an administrator set, and signs nothing until another one is chosen. */
      mustChangePassword: z.boolean(),
    }),
  },
  /** One's own, at a desk of people; refused without the old one. */
  changePassword: { kind: 'call', input: z.object({ old: password, chosen: password }).strict(), output: nothing },
  login: { kind: 'call', input: z.object({ name, password }).strict(), output: personSchema },
  lockDesk: { kind: 'call', input: nothing, output: z.object({}) },
  /** A key or a click of the person at the desk; main decides what it is worth. */
  reportActivity: { kind: 'call', input: nothing, output: z.object({}) },
  listPeople: { kind: 'call', input: nothing, output: z.array(profileSchema) },
  addPerson: { kind: 'call', input: z.object({ name, role, password }).strict(), output: profileSchema },
  changePerson: {
    kind: 'call',
    input: z
      .object({
        id: z.int().positive(),
        role: role.exactOptional(),
        disabled: z.boolean().exactOptional(),
        password: password.exactOptional(),
      })
      .strict(),
    output: profileSchema,
  },
  changeSettings: {
    kind: 'call',
    input: z
      .object({
        mode: deskSettingsSchema.shape.mode.exactOptional(),
        autoLockMinutes: deskSettingsSchema.shape.autoLockMinutes.exactOptional(),
        blindFirst: deskSettingsSchema.shape.blindFirst.exactOptional(),
        backupsKept: deskSettingsSchema.shape.backupsKept.exactOptional(),
      })
      .strict(),
    output: deskSettingsSchema,
  },
  /** On request of the patient: bytes, analyses and reviews are removed for good, a tombstone stays on the trail. */
  eraseRecording: {
    kind: 'call',
    input: z
      .object({
        recordingId: z.int().positive(),
        reason: z
          .string()
          .trim()
          .min(3)
          .max(400)
          .regex(/^\P{Cc}*$/u),
      })
      .strict(),
    output: z.object({}),
  },
  /** Asks where to, then writes the trail as signed NDJSON; `fileName` null when the person closed the dialog. */
  exportAudit: { kind: 'call', input: nothing, output: z.object({ fileName: z.string().nullable() }) },
  /** The recovery key, as long as nobody has said that it is noted; refused afterwards. */
  recoveryKey: { kind: 'call', input: nothing, output: z.object({ words: z.string() }) },
  recoveryKeyNoted: { kind: 'call', input: nothing, output: z.object({}) },
  /** Makes a backup now; its file name. */
  backUp: { kind: 'call', input: nothing, output: z.object({ fileName: z.string() }) },
} as const;
