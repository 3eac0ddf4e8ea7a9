import { useEffect, useState } from 'react';
import type { Output } from '../../../app/contract/table.ts';
import { client } from '../../platform/client.ts';

type Answer = Output<'syntheticTruth'>;

/** The truth of a recording, asked for once it is open; null while it is worked out. */
export const useTruth = (recordingId: number | null): Answer | null => {
  const [known, setKnown] = useState<{ readonly of: number; readonly answer: Answer } | null>(null);
  useEffect(() => {
    if (recordingId === null) return;
    let wanted = true;
    void client.syntheticTruth({ recordingId }).then((answer) => {
      if (!wanted) return;
      setKnown({
        of: recordingId,
        answer: answer.ok ? answer.value : { truth: null, reason: answer.error.message },
      });
    });
    return () => {
      wanted = false;
    };
  }, [recordingId]);
  return known !== null && known.of === recordingId ? known.answer : null;
};
