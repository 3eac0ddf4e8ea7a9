import { useMemo, useRef } from 'react';
import { boundsOfBeat, boundsWith, type MarkName, markNames } from '../../../app/analysis/correctedMarks.ts';
import type { MedianBeats } from '../../../app/analysis/medianBeats.ts';
import type { DisplayItem, DisplayList } from '../../../app/tracing/displayList.ts';
import { layoutMedianGrid, layoutMedianTogether, type MedianLayout } from '../../../app/tracing/layoutMedian.ts';
import { useCalibration } from '../../state/calibration.ts';
import { beatInView, correctedOf, useCorrections } from '../../state/corrections.ts';
import { markedBeatsOf } from '../../state/markedBeats.ts';
import { type Opened, putMedianInReport, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { AxesSection } from '../median/AxesSection.tsx';
import { DurationTable } from '../median/DurationTable.tsx';
import { StMapSection } from '../median/StMapSection.tsx';
import { BeatValues } from './BeatValues.tsx';
import { CorrectionBar } from './CorrectionBar.tsx';
import { AmplitudeTable, IntervalTable } from './MeasurementTables.tsx';
import { createMarkDrag } from './markDrag.ts';
import { PaperCanvas } from './PaperCanvas.tsx';
import { useWidthPx } from './useWidthPx.ts';

/** Left and right of what stands on the paper, with the scroll bar. */
const marginPx = 40;
/** The bounds are looked for in flat places: all leads together stand higher than each by itself. */
const togetherGainMmPerMv = 20;
/** Of the paper: its caption below, the names of the waves above. */
const captionMm = 5;
const laneMm = 4;

interface Shown {
  readonly beat: MedianBeats;
  /** As the reader moved them. */
  readonly bounds: MedianBeats['bounds'];
  readonly chosen: MarkName | null;
}

/** Bounds where the computer had found them, faint, and the chosen one broad. */
const withMarkNotes = (layout: MedianLayout, { beat, bounds, chosen }: Shown): DisplayList => {
  const bottom = layout.list.heightMm - captionMm;
  const uprights = (names: readonly MarkName[], of: MedianBeats['bounds']): number[] =>
    [...new Set(layout.cells.map(({ xMm }) => xMm))].flatMap((left) =>
      names.flatMap((name) => {
        const at = of[name];
        const fromS = layout.cells[0]?.fromS ?? 0;
        const x = at === null ? Number.NaN : left + (at - fromS) * layout.mmPerS;
        return Number.isFinite(x) && x >= 0 && x <= layout.list.widthMm ? [x, laneMm, x, bottom] : [];
      }),
    );
  const moved = markNames.filter((name) => beat.bounds[name] !== bounds[name]);
  const lines = (segments: number[], ink: 'muted' | 'accent', strokeMm: number): DisplayItem[] =>
    segments.length === 0 ? [] : [{ kind: 'lines', segmentsMm: Float32Array.from(segments), ink, strokeMm }];
  return {
    ...layout.list,
    items: [
      ...layout.list.items,
      ...lines(uprights(moved, beat.bounds), 'muted', 0.12),
      ...lines(chosen === null ? [] : uprights([chosen], bounds), 'accent', 0.35),
    ],
  };
};

const useMarkDrag = () => {
  const drag = useRef<ReturnType<typeof createMarkDrag> | null>(null);
  drag.current ??= createMarkDrag();
  return drag.current;
};

const Grid = (props: { readonly shown: Shown; readonly leadNames: readonly string[]; readonly widthPx: number }) => {
  const { shown, leadNames, widthPx } = props;
  const { medianSpeedMmPerS: speedMmPerS, medianGainMmPerMv: gainMmPerMv } = useViewer();
  const pxPerMm = useCalibration((state) => state.pxPerMm);
  const widthMm = (widthPx - marginPx) / pxPerMm;
  const drag = useMarkDrag();
  const { beat, bounds } = shown;
  const grid = useMemo(
    () => layoutMedianGrid(beat, leadNames, { speedMmPerS, gainMmPerMv }, { widthMm, heightMm: 'fit' }, bounds),
    [beat, bounds, leadNames, speedMmPerS, gainMmPerMv, widthMm],
  );
  return (
    <PaperCanvas
      list={withMarkNotes(grid, shown)}
      label={texts.median.grid(leadNames.length, grid.mmPerS, grid.mmPerMv)}
      onPointer={(event, xMm) => drag(event, grid, bounds, xMm)}
    />
  );
};

const Together = ({ shown }: { readonly shown: Shown }) => {
  const speedMmPerS = useViewer((state) => state.medianSpeedMmPerS);
  const drag = useMarkDrag();
  const { beat, bounds } = shown;
  const layout = useMemo(
    () => layoutMedianTogether(beat, { speedMmPerS, gainMmPerMv: togetherGainMmPerMv }, 'fit', bounds),
    [beat, bounds, speedMmPerS],
  );
  return (
    <div className="median-together">
      <h3>{texts.median.togetherTitle}</h3>
      <PaperCanvas
        list={withMarkNotes(layout, shown)}
        label={texts.median.together(layout.mmPerS, layout.mmPerMv)}
        onPointer={(event, xMm) => drag(event, layout, bounds, xMm)}
      />
    </div>
  );
};

const useShown = (opened: Opened): Shown | null => {
  const { marks, beat: number, chosen } = useCorrections();
  const beat = beatInView(opened, number);
  const corrected = boundsOfBeat(marks, number);
  const bounds = useMemo(() => (beat === null ? null : boundsWith(beat.bounds, corrected)), [beat, corrected]);
  return beat === null || bounds === null ? null : { beat, bounds, chosen };
};

/** The interval before a beat, s; null before the first. */
const rrBefore = (opened: Opened, beat: number): number | null => {
  const beats = opened.analysis?.beats ?? [];
  const [before, at] = [beats[beat - 1], beats[beat]];
  return before === undefined || at === undefined ? null : at.timeS - before.timeS;
};

const InReport = () => {
  const medianInReport = useViewer((state) => state.medianInReport);
  return (
    <label className="median-in-report">
      <input
        type="checkbox"
        checked={medianInReport}
        onChange={(event) => {
          putMedianInReport(event.target.checked);
          // The keys of the tracing work again at once, without another click.
          event.target.blur();
        }}
      />
      {texts.median.inReport}
    </label>
  );
};

/** The beat that was measured, lead by lead and all together, with everything that was measured in it. */
export const MedianPane = ({ opened }: { readonly opened: Opened }) => {
  const { element, widthPx } = useWidthPx();
  const marked = markedBeatsOf(opened);
  const leadNames = useMemo(() => opened.recording?.leads.map(({ name }) => name) ?? [], [opened]);
  const { analysis } = opened;
  const shown = useShown(opened);
  const { beat, marks } = useCorrections();
  const corrected = useMemo(() => correctedOf(opened, marks), [opened, marks]);
  const beats = analysis?.beats.length ?? 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="median" ref={element} tabIndex={0} aria-label={texts.median.title}>
      {'reason' in marked ? (
        <p className="not-measured">{`${texts.median.title} ${texts.median.notMeasured}: ${marked.reason}`}</p>
      ) : (
        <>
          <CorrectionBar opened={opened} beats={beats} />
          {widthPx > 0 && shown !== null && <Grid shown={shown} leadNames={leadNames} widthPx={widthPx} />}
        </>
      )}
      <div className="median-parts">
        {shown !== null && <Together shown={shown} />}
        {beat !== null && shown !== null && (
          <BeatValues shown={shown.beat} beat={beat} beats={beats} rrS={rrBefore(opened, beat)} />
        )}
        {analysis !== null && beat === null && <IntervalTable analysis={analysis} corrected={corrected} />}
        {analysis !== null && beat === null && <AmplitudeTable analysis={analysis} corrected={corrected} />}
        {analysis !== null && beat === null && <StMapSection analysis={analysis} />}
        {analysis !== null && beat === null && <AxesSection analysis={analysis} corrected={corrected} />}
        {analysis !== null && beat === null && <DurationTable analysis={analysis} marked={marked} />}
      </div>
      <InReport />
    </section>
  );
};
