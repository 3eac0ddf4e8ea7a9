import type { Output } from '../../../app/contract/table.ts';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { patientSeries as readSeries } from '../../../app/workflow/patientSeries.ts';
import type { Handler } from '../handler.ts';

/** A patient's recordings without anything that was stated of them; see the workflow. */
export const patientSeries =
  (ports: { readonly archive: Pick<Archive, 'patientOf' | 'recordingsOfPatient'> }): Handler<'patientSeries'> =>
  async ({ recordingId }) => {
    const series = await readSeries(recordingId, ports);
    if (!series.ok) return series;
    const recordings = series.value.recordings.map((recording) => ({ ...recording }));
    return accept<Output<'patientSeries'>>({ ...series.value, recordings });
  };
