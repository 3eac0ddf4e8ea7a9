import { create } from 'zustand';
import type { Statement } from '../../app/analysis/schema.ts';
import type { Output } from '../../app/contract/table.ts';
import type { ElectrodeSwap } from '../../app/recording/electrodeSwap.ts';
import type { Refusal } from '../../app/result.ts';
import { type LayoutName, layoutNames } from '../../app/tracing/arrangement.ts';
import type { DisplayFilter } from '../../app/tracing/displayFilter.ts';
import type { BandChoice } from '../canvas/bandChoice.ts';
import type { Corner, ScaleMode } from '../canvas/scene.ts';
import { client } from '../platform/client.ts';
import { remember, remembered } from '../platform/remembered.ts';
import { isTypedInto } from '../platform/typing.ts';
import { usePanes } from './panes.ts';

export type Opened = Output<'openRecording'>;
export type Explanations = Output<'explainRecording'>;

export const speedsMmPerS = [12.5, 25, 50, 100] as const;
export const gainsMmPerMv = [2.5, 5, 10, 20, 40] as const;
export const medianSpeedsMmPerS = [25, 50] as const;
export const medianGainsMmPerMv = [10, 20] as const;
export { layoutNames };

/** What the paper shows. */
export type View = 'tracing' | 'median' | 'live' | 'compare' | 'charts';

interface Viewer {
  readonly selectedId: number | null;
  /** How often the reader has chosen a recording; what the program opens by itself does not count. */
  readonly choices: number;
  readonly opened: Opened | null;
  /** Why the models said what they said of `opened`; comes a moment later, empty until then. */
  readonly explanations: Explanations;
  /** The statement whose evidence is open, lit up in the tracing. */
  readonly lit: Statement | null;
  /** A suspected swap of electrodes that the tracing is shown without; never stored, printed or measured. */
  readonly whatIf: ElectrodeSwap | null;
  /** Through what the tracing is looked at; kept from recording to recording, never stored, printed or measured. */
  readonly displayFilter: DisplayFilter;
  /** The last recording asked for could not be shown. */
  readonly error: Refusal | null;
  readonly layout: LayoutName;
  readonly speedMmPerS: number;
  readonly gainMmPerMv: number;
  readonly view: View;
  readonly medianSpeedMmPerS: number;
  readonly medianGainMmPerMv: number;
  /** P, QRS and T of every beat in the tracing; remembered. */
  readonly marksShown: boolean;
  /** Whether the report has a page of median beats; remembered. */
  readonly medianInReport: boolean;
  readonly scaleMode: ScaleMode;
  /** Times the size that the scale mode gives, and the corner of the page that is shown where it is larger. */
  readonly magnification: number;
  readonly cornerMm: Corner;
  readonly fromS: number;
  readonly band: BandChoice | null;
  /** The map with what spoke against the class. */
  readonly bandSigned: boolean;
  /** The stretch of time on screen, as drawn last. */
  readonly shown: { readonly fromS: number; readonly toS: number } | null;
  readonly set: (
    change: Partial<
      Pick<
        Viewer,
        | 'displayFilter'
        | 'layout'
        | 'speedMmPerS'
        | 'gainMmPerMv'
        | 'view'
        | 'medianSpeedMmPerS'
        | 'medianGainMmPerMv'
        | 'scaleMode'
        | 'magnification'
        | 'cornerMm'
        | 'fromS'
        | 'band'
        | 'bandSigned'
        | 'shown'
      >
    >,
  ) => void;
}

export const useViewer = create<Viewer>()((set) => ({
  selectedId: null,
  choices: 0,
  opened: null,
  explanations: [],
  lit: null,
  whatIf: null,
  displayFilter: 'recorded',
  error: null,
  layout: '3x4+1',
  speedMmPerS: 25,
  gainMmPerMv: 10,
  view: 'tracing',
  medianSpeedMmPerS: 50,
  medianGainMmPerMv: 10,
  marksShown: remembered('marksShown', false),
  medianInReport: remembered('medianInReport', true),
  scaleMode: 'true',
  magnification: 1,
  cornerMm: { xMm: 0, yMm: 0 },
  fromS: 0,
  band: null,
  bandSigned: false,
  shown: null,
  set: (change) => set(change),
}));

export const showMarks = (marksShown: boolean): void => {
  remember('marksShown', marksShown);
  useViewer.setState({ marksShown });
};

/** Opens the evidence of a statement, and the tracing where its first beat is when that is not on screen. */
export const lightUp = (lit: Statement | null): void => {
  const { opened, shown } = useViewer.getState();
  const first = lit?.evidence.beats[0];
  const timeS = first === undefined ? undefined : opened?.analysis?.beats[first]?.timeS;
  const away = timeS !== undefined && shown !== null && (timeS < shown.fromS || timeS > shown.toS);
  useViewer.setState({
    lit,
    ...(lit === null ? {} : { view: 'tracing' }),
    ...(away ? { fromS: Math.max(0, timeS - 1) } : {}),
  });
};

export const putMedianInReport = (medianInReport: boolean): void => {
  remember('medianInReport', medianInReport);
  useViewer.setState({ medianInReport });
};

/** The next speed or gain of what the paper shows. */
export const nextSpeed = (): void => {
  const { view, speedMmPerS, medianSpeedMmPerS, set } = useViewer.getState();
  if (view === 'median') set({ medianSpeedMmPerS: nextOf<number>(medianSpeedsMmPerS, medianSpeedMmPerS) });
  else set({ speedMmPerS: nextOf<number>(speedsMmPerS, speedMmPerS) });
};
export const nextGain = (): void => {
  const { view, gainMmPerMv, medianGainMmPerMv, set } = useViewer.getState();
  if (view === 'median') set({ medianGainMmPerMv: nextOf<number>(medianGainsMmPerMv, medianGainMmPerMv) });
  else set({ gainMmPerMv: nextOf<number>(gainsMmPerMv, gainMmPerMv) });
};

let waiting: ReturnType<typeof setTimeout> | undefined;
let lastSelectedMs = Number.NEGATIVE_INFINITY;
/** Rows that follow each other faster than this are passed by, not chosen. */
const passingMs = 90;

const open = async (recordingId: number): Promise<void> => {
  const answer = await client.openRecording({ recordingId });
  // The reader may have gone on meanwhile: only the recording that is selected now is shown.
  if (useViewer.getState().selectedId !== recordingId) return;
  if (answer.ok) {
    useViewer.setState({
      opened: answer.value,
      explanations: [],
      lit: null,
      whatIf: null,
      error: null,
      magnification: 1,
      cornerMm: { xMm: 0, yMm: 0 },
      fromS: 0,
      shown: null,
    });
    await explain(recordingId, answer.value);
  } else useViewer.setState({ opened: null, explanations: [], lit: null, whatIf: null, error: answer.error });
};

const explain = async (recordingId: number, opened: Opened): Promise<void> => {
  if ((opened.analysis?.diagnoses ?? []).length === 0) return;
  const answer = await client.explainRecording({ recordingId });
  if (answer.ok && useViewer.getState().opened === opened) useViewer.setState({ explanations: answer.value });
};

/** Opens anew what is open: main may send more, or less, of it by now. */
export const reopen = async (): Promise<void> => {
  const { selectedId } = useViewer.getState();
  if (selectedId !== null) await open(selectedId);
};

/** Selects and opens at once; of rows that follow fast, as under a held arrow key, the last alone is opened (and audited). */
export const selectRecording = (recordingId: number, by: 'reader' | 'program'): void => {
  if (by === 'reader') useViewer.setState(({ choices }) => ({ choices: choices + 1 }));
  // A tracing without its findings beside it would be read with another panel's words.
  // What is asked of a person who has just logged in has none, and stays.
  if (by === 'reader' || usePanes.getState().side !== 'people') usePanes.setState({ side: 'findings' });
  if (useViewer.getState().selectedId === recordingId) return;
  useViewer.setState({ selectedId: recordingId });
  clearTimeout(waiting);
  const nowMs = performance.now();
  const passing = nowMs - lastSelectedMs < passingMs;
  lastSelectedMs = nowMs;
  if (passing) waiting = setTimeout(() => void open(recordingId), passingMs);
  else void open(recordingId);
};

/** Opens what nobody chose, and only where it takes nothing away: no recording is open, and nobody is typing. */
export const openUnasked = (recordingId: number): void => {
  if (useViewer.getState().selectedId !== null || isTypedInto(document.activeElement)) return;
  selectRecording(recordingId, 'program');
};

/** The element after `current` in a ring. */
export const nextOf = <T>(choices: readonly T[], current: T): T =>
  choices[(choices.indexOf(current) + 1) % choices.length] ?? current;
