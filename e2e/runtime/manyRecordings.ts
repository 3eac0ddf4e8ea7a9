import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';

/** A folder of recordings no two of which are alike. */
export const makeMany = (folder: string, count: number) => {
  mkdirSync(folder, { recursive: true });
  const recording = twelveLeads();
  for (let index = 0; index < count; index++) {
    const leads = recording.leads.map((lead) => ({
      ...lead,
      samplesMv: lead.samplesMv.map((mv) => mv + index / 1000),
    }));
    for (const { name, bytes } of encodeWfdb({ ...recording, leads }, `many-${String(index).padStart(3, '0')}`))
      writeFileSync(join(folder, name), bytes);
  }
};
