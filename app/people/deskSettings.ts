import { z } from 'zod';

export const deskSettingsSchema = z
  .object({
    /** `single-user`: a private desk, nobody logs in. `people`: everyone by name and password. */
    mode: z.enum(['single-user', 'people']),
    /** Minutes without a key or a click until the desk locks; of the mode `people` alone. */
    autoLockMinutes: z.int().min(1).max(240),
    /** The computer's reading stays in main until the reader has committed a first impression. */
    blindFirst: z.boolean(),
    /** Daily backups kept. */
    backupsKept: z.int().min(1).max(365),
  })
  .strict();
export type DeskSettings = z.infer<typeof deskSettingsSchema>;

export const usualSettings: DeskSettings = {
  mode: 'single-user',
  autoLockMinutes: 10,
  blindFirst: false,
  backupsKept: 7,
};
