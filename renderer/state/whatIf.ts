import { type ElectrodeSwap, remapLeads } from '../../app/recording/electrodeSwap.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { useViewer } from './viewer.ts';

const known = new WeakMap<Recording, Map<ElectrodeSwap, Recording>>();

/** The recording with a suspected swap put back, or as it was recorded where that cannot be done. */
export const remapped = (recording: Recording, swap: ElectrodeSwap): Recording => {
  const before = known.get(recording)?.get(swap);
  if (before !== undefined) return before;
  const made = remapLeads(recording, swap);
  if (!made.ok) return recording;
  known.set(recording, new Map([...(known.get(recording) ?? []), [swap, made.value]]));
  return made.value;
};

/** Shows the recording as if these electrodes had been put on right; null: as it was recorded. */
export const askWhatIf = (whatIf: ElectrodeSwap | null): void => {
  useViewer.setState({ whatIf, ...(whatIf === null ? {} : { view: 'tracing' as const }) });
};
