import { create } from 'zustand';
import { neighbourOf, timeOf } from '../../app/comparison/patientSeries.ts';
import type { Output } from '../../app/contract/table.ts';
import type { Refusal } from '../../app/result.ts';
import { client } from '../platform/client.ts';
import { type Opened, useViewer } from './viewer.ts';

export type Series = Output<'patientSeries'>;

interface ComparisonState {
  /** A recording that is kept beside whatever the reader chooses in the worklist; null: the patient's own earlier one is. */
  readonly kept: Opened | null;
  /** The patient's recordings, of the recording that `seriesOf` names. */
  readonly series: Series | null;
  readonly seriesOf: number | null;
  readonly partner: Opened | null;
  readonly error: Refusal | null;
}

const nothing = { series: null, seriesOf: null, partner: null, error: null } as const;

export const useComparison = create<ComparisonState>()(() => ({ kept: null, ...nothing }));

const isCurrent = (recordingId: number): boolean => useViewer.getState().opened?.row.id === recordingId;

const openPartner = async (partnerId: number, beside: number): Promise<void> => {
  const answer = await client.openRecording({ recordingId: partnerId });
  if (!isCurrent(beside)) return;
  useComparison.setState(answer.ok ? { partner: answer.value, error: null } : { partner: null, error: answer.error });
};

/** Reads the recordings of the patient of the open one; null when the reader has gone on, or they cannot be read. */
export const findSeries = async (opened: Opened): Promise<Series | null> => {
  const { id } = opened.row;
  if (useComparison.getState().seriesOf !== id) useComparison.setState({ ...nothing, seriesOf: id });
  const answer = await client.patientSeries({ recordingId: id });
  if (!isCurrent(id)) return null;
  useComparison.setState(answer.ok ? { series: answer.value } : { error: answer.error });
  return answer.ok ? answer.value : null;
};

/** Finds what the open recording is compared with: the one that is kept, or the patient's one before it. */
export const findPartner = async (opened: Opened): Promise<void> => {
  const { id } = opened.row;
  const series = await findSeries(opened);
  const { kept, partner } = useComparison.getState();
  if (kept !== null && kept.row.id !== id && isCurrent(id)) return useComparison.setState({ partner: kept });
  if (series === null || partner !== null) return;
  const neighbour = neighbourOf(series.recordings, id);
  if (neighbour !== null) await openPartner(neighbour.id, id);
};

/** Which recording the reader sees beside this one; null where none was chosen or found yet. */
export const partnerOf = (recordingId: number): number | null => {
  const { partner, seriesOf } = useComparison.getState();
  return partner === null || seriesOf !== recordingId || partner.row.id === recordingId ? null : partner.row.id;
};

/** Another of the patient's recordings beside the open one. */
export const choosePartner = (partnerId: number): void => {
  const opened = useViewer.getState().opened;
  if (opened === null) return;
  useComparison.setState({ kept: null });
  void openPartner(partnerId, opened.row.id);
};

/** The next or the one before of the patient's other recordings. */
export const stepPartner = (step: number): void => {
  const { series, partner } = useComparison.getState();
  const openId = useViewer.getState().opened?.row.id;
  const others = (series?.recordings ?? []).filter(({ id }) => id !== openId);
  if (others.length === 0) return;
  const at = others.findIndex(({ id }) => id === partner?.row.id);
  const next = others[(Math.max(0, at) + step + others.length) % others.length];
  if (next !== undefined) choosePartner(next.id);
};

/** Keeps the open recording beside the next ones that the reader chooses, or lets it go. */
export const keepForComparison = (): void => {
  const { opened } = useViewer.getState();
  const { kept } = useComparison.getState();
  if (opened === null) return;
  if (kept !== null) {
    useComparison.setState({ kept: null, partner: null });
    void findPartner(opened);
  } else useComparison.setState({ kept: opened });
};

export const toggleComparison = (): void => {
  const { view, set } = useViewer.getState();
  set({ view: view === 'compare' ? 'tracing' : 'compare' });
};

/** The two in the order of time; of the same second the one that was taken in first is the earlier. */
export const inOrder = (one: Opened, other: Opened): { readonly before: Opened; readonly after: Opened } => {
  const [a, b] = [timeOf(one.row), timeOf(other.row)];
  const oneFirst = a === b ? one.row.id < other.row.id : a < b;
  return oneFirst ? { before: one, after: other } : { before: other, after: one };
};
