import { create } from 'zustand';
import {
  type Caliper,
  type CaliperEnd,
  type CaliperKind,
  caliperKinds,
  caliperTexts,
  caliperValue,
  type PaperPlace,
  type Snapping,
  settledEnd,
} from '../../app/tracing/calipers.ts';
import { markedPieces } from '../../app/tracing/markBands.ts';
import type { TracingLayout } from '../../app/tracing/tracingLayout.ts';
import { texts } from '../texts.ts';
import { measuredRecording } from './paperRecording.ts';
import { stageOnPaper } from './stage.ts';
import { forgetDeeds, rememberDeed } from './undo.ts';
import { nextOf, type Opened, useViewer } from './viewer.ts';

interface Calipers {
  readonly list: readonly Caliper[];
  /** The end that the keys move; null: none is being set. */
  readonly active: { readonly id: number; readonly end: 0 | 1 } | null;
  /** A press on the paper sets a new caliper. */
  readonly armed: boolean;
  readonly kind: CaliperKind;
  /** The values go into the report. */
  readonly kept: boolean;
}

export const useCalipers = create<Calipers>()(() => ({
  list: [],
  active: null,
  armed: false,
  kind: 'interval',
  kept: false,
}));

const snapMm = 1;
const usualWidthMm = 20;
/** A nudge of a voltage, where Shift is a millimetre. */
const nudgeMv = 0.01;
let lastId = 0;

/** Instants that the delineation marked in a lead, or, in a lead without marks, the beats. */
const fiducialsOf = (opened: Opened | null, leadIndex: number): readonly number[] => {
  const name = opened?.recording?.leads[leadIndex]?.name ?? '';
  const waves = opened?.analysis?.delineation[name] ?? [];
  const marked = waves.flatMap(({ onsetS, peakS, offsetS }) =>
    [onsetS, peakS, offsetS].filter((at): at is number => at !== null),
  );
  return marked.length > 0 ? marked : (opened?.analysis?.beats.map(({ timeS }) => timeS) ?? []);
};

const snappingFor = (leadIndex: number): Snapping => {
  const { opened, speedMmPerS, gainMmPerMv } = useViewer.getState();
  return {
    fiducialsS: fiducialsOf(opened, leadIndex),
    withinS: snapMm / speedMmPerS,
    withinMv: snapMm / gainMmPerMv,
  };
};

const settled = (end: CaliperEnd, leadIndex: number, snaps: boolean): CaliperEnd => {
  const recording = measuredRecording();
  return recording === null ? end : settledEnd(end, recording, leadIndex, snaps ? snappingFor(leadIndex) : null);
};

const change = (id: number, to: (caliper: Caliper) => Caliper): void =>
  useCalipers.setState(({ list }) => ({ list: list.map((each) => (each.id === id ? to(each) : each)) }));

const withEnd = (caliper: Caliper, end: 0 | 1, at: CaliperEnd): Caliper => ({
  ...caliper,
  ends: end === 0 ? [at, caliper.ends[1]] : [caliper.ends[0], at],
});

const add = (place: Pick<PaperPlace, 'piece' | 'leadIndex'>, ends: Caliper['ends'], activeEnd: 0 | 1): void => {
  lastId += 1;
  const { kind, list } = useCalipers.getState();
  const { lead, sign, role } = place.piece;
  const caliper: Caliper = { id: lastId, kind, lead, leadIndex: place.leadIndex, sign, role, ends, marching: false };
  useCalipers.setState({ list: [...list, caliper], active: { id: lastId, end: activeEnd } });
};

/** A press of the pointer: both ends lie there, and the second follows until it is let go. */
export const startCaliperAt = (place: PaperPlace, snaps: boolean): void => {
  const end = settled({ timeS: place.timeS, mv: place.mv }, place.leadIndex, snaps);
  add(place, [end, end], 1);
};

const stripFor = (tracing: TracingLayout) => markedPieces(tracing).find(({ leadIndex }) => leadIndex !== null);

/** By key: from the next R peak on screen, or behind the caliper set last, to the one after it; without beats around the middle. */
export const startCaliper = (): void => {
  const stage = stageOnPaper();
  const { opened } = useViewer.getState();
  const piece = stage === null ? undefined : stripFor(stage.tracing);
  const recording = measuredRecording();
  if (stage === null || piece === undefined || piece.leadIndex === null || recording === null) return;
  const { leadIndex } = piece;
  const { list, active } = useCalipers.getState();
  const before = list.find(({ id }) => id === active?.id);
  const afterS = before === undefined ? piece.fromS : Math.max(...before.ends.map(({ timeS }) => timeS)) - 1e-6;
  const beats = (opened?.analysis?.beats ?? [])
    .map(({ timeS }) => timeS)
    .filter((at) => at >= afterS && at <= piece.toS);
  const middle = (piece.fromS + piece.toS) / 2;
  const half = usualWidthMm / 2 / stage.tracing.mmPerS;
  const [fromS, toS] = beats.length >= 2 ? [beats[0] ?? 0, beats[1] ?? 0] : [middle - half, middle + half];
  const at = (timeS: number): CaliperEnd => {
    const mv = recording.leads[leadIndex]?.samplesMv[Math.round(timeS * recording.sampleRateHz)] ?? Number.NaN;
    return settled({ timeS, mv: Number.isFinite(mv) ? mv : piece.offsetMv }, leadIndex, false);
  };
  // A voltage is usually wanted against the level of the lead.
  if (useCalipers.getState().kind === 'amplitude')
    add({ piece, leadIndex }, [{ ...at(fromS), mv: piece.offsetMv }, at(fromS)], 1);
  else add({ piece, leadIndex }, [at(fromS), at(toS)], 1);
};

export const takeEnd = (active: NonNullable<Calipers['active']>): void => useCalipers.setState({ active });

/** The active end follows the pointer. */
export const moveEndTo = (end: CaliperEnd, snaps: boolean): void => {
  const { active } = useCalipers.getState();
  if (active === null) return;
  change(active.id, (caliper) => withEnd(caliper, active.end, settled(end, caliper.leadIndex, snaps)));
};

/** By key: samples to the right and voltage up, or millimetres of both. A voltage caliper moves in time as a whole. */
export const nudge = (right: number, up: number, byMm: boolean): void => {
  const { active } = useCalipers.getState();
  const { speedMmPerS, gainMmPerMv } = useViewer.getState();
  const recording = measuredRecording();
  if (active === null || recording === null) return;
  const stepS = byMm ? 1 / speedMmPerS : 1 / recording.sampleRateHz;
  const stepMv = byMm ? 1 / gainMmPerMv : nudgeMv;
  change(active.id, (caliper) => {
    const moved = ({ timeS, mv }: CaliperEnd, alongMv: number): CaliperEnd =>
      settled({ timeS: timeS + right * stepS, mv: mv + caliper.sign * alongMv * stepMv }, caliper.leadIndex, false);
    const one = withEnd(caliper, active.end, moved(caliper.ends[active.end], up));
    if (caliper.kind !== 'amplitude') return one;
    const other = active.end === 0 ? 1 : 0;
    return withEnd(one, other, moved(one.ends[other], 0));
  });
};

export const switchEnd = (): void =>
  useCalipers.setState(({ active }) => ({ active: active && { id: active.id, end: active.end === 0 ? 1 : 0 } }));

const takeAway = (id: number): void =>
  useCalipers.setState(({ list, active }) => {
    const left = list.filter((each) => each.id !== id);
    const next = left.at(-1);
    return { list: left, active: active?.id !== id ? active : next === undefined ? null : { id: next.id, end: 1 } };
  });

/** Taken away by mistake it comes back with undo. */
export const removeCaliper = (id: number): void => {
  const at = useCalipers.getState().list.findIndex((each) => each.id === id);
  const gone = useCalipers.getState().list[at];
  if (gone === undefined) return;
  takeAway(id);
  rememberDeed({
    label: texts.calipers.removal,
    undo: () =>
      useCalipers.setState(({ list }) => ({ list: list.toSpliced(at, 0, gone), active: { id: gone.id, end: 1 } })),
    redo: () => takeAway(id),
  });
};

/** Leaves what is being set; the calipers stay. */
export const leaveCalipers = (): void => useCalipers.setState({ active: null, armed: false });

export const toggleMarching = (id: number): void =>
  change(id, (caliper) => ({ ...caliper, marching: !caliper.marching }));

/** The next kind, of the caliper being set and of those to come. */
export const nextKind = (): void => {
  const kind = nextOf(caliperKinds, useCalipers.getState().kind);
  useCalipers.setState({ kind });
  const { active } = useCalipers.getState();
  if (active !== null) change(active.id, (caliper) => ({ ...caliper, kind }));
};

export const armCalipers = (): void => useCalipers.setState(({ armed }) => ({ armed: !armed }));
export const keepCalipers = (kept: boolean): void => useCalipers.setState({ kept });

// Calipers belong to the recording that they were set in.
useViewer.subscribe(({ opened, whatIf }, before) => {
  if (opened === before.opened && whatIf === before.whatIf) return;
  useCalipers.setState({ list: [], active: null, kept: false });
  forgetDeeds(({ label }) => label === texts.calipers.removal);
});

/** What the reader wants of the calipers in the report, a line each: lead, time, values. */
export const keptCaliperLines = (): readonly string[] => {
  // What is measured on a what-if is not of the recording.
  if (useViewer.getState().whatIf !== null) return [];
  const { list, kept } = useCalipers.getState();
  const { gainMmPerMv } = useViewer.getState();
  return kept
    ? list.map((caliper) => {
        const fromS = Math.min(...caliper.ends.map(({ timeS }) => timeS));
        const values = caliperTexts(caliperValue(caliper), gainMmPerMv).join(', ');
        return `${caliper.lead} at ${fromS.toFixed(2)} s ${values}`;
      })
    : [];
};
