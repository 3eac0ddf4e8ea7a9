import { useEffect, useState } from 'react';
import { client } from '../../platform/client.ts';
import { texts } from '../../texts.ts';
import type { TableInspection } from './layoutForm.ts';
import { TableDialog } from './TableDialog.tsx';

/** Stands below the reason of a refusal where the file is a table that a person can help to read. */
export const TableOffer = ({ recordingId, record }: { readonly recordingId: number; readonly record: string }) => {
  const [inspection, setInspection] = useState<TableInspection | null>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    let current = true;
    void client.inspectTable({ recordingId }).then((answer) => {
      if (current && answer.ok) setInspection(answer.value);
    });
    return () => {
      current = false;
    };
  }, [recordingId]);
  if (inspection === null) return null;
  return (
    <div className="table-offer">
      <p className="muted">{texts.table.offerWhatNext}</p>
      <button type="button" onClick={() => setAsking(true)}>
        {texts.table.offer}
      </button>
      {asking && (
        <TableDialog
          recordingId={recordingId}
          record={record}
          inspection={inspection}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
};
