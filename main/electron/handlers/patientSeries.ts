import type { Output } from '../../../app/contract/table.ts';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { patientSeries as readSeries } from '../../../app/workflow/patientSeries.ts';
import type { Handler } from '../handler.ts';

/**
 * A patient's recordings with what was measured, without anything that was stated of them, so that blind-first reading stays
 * blind; see the workflow. That the course over several recordings was seen is written in the audit trail.
 */
export const patientSeries =
  (ports: {
    readonly archive: Pick<Archive, 'patientOf' | 'recordingsOfPatient' | 'appendAudit'>;
  }): Handler<'patientSeries'> =>
  async ({ recordingId }) => {
    const series = await readSeries(recordingId, ports);
    if (!series.ok) return series;
    if (series.value.recordings.length > 1)
      await ports.archive.appendAudit({
        type: 'recording-viewed',
        subject: `recording:${recordingId}`,
        detail: { where: 'course', recordings: series.value.recordings.length },
      });
    const recordings = series.value.recordings.map((recording) => ({ ...recording }));
    return accept<Output<'patientSeries'>>({ ...series.value, recordings });
  };
