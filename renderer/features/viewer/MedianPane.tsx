import { useEffect, useMemo, useRef, useState } from 'react';
import type { MedianBeats } from '../../../app/analysis/medianBeats.ts';
import { layoutMedianGrid, layoutMedianTogether } from '../../../app/tracing/layoutMedian.ts';
import { useCalibration } from '../../state/calibration.ts';
import { markedBeatsOf } from '../../state/markedBeats.ts';
import { type Opened, putMedianInReport, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { AmplitudeTable, IntervalTable } from './MeasurementTables.tsx';
import { PaperCanvas } from './PaperCanvas.tsx';

/** Left and right of what stands on the paper, with the scroll bar. */
const marginPx = 40;
/** The bounds are looked for in flat places: all leads together stand higher than each by itself. */
const togetherGainMmPerMv = 20;

const useWidthPx = () => {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, widthPx };
};

const Grid = (props: {
  readonly median: MedianBeats;
  readonly leadNames: readonly string[];
  readonly widthPx: number;
}) => {
  const { median, leadNames, widthPx } = props;
  const { medianSpeedMmPerS: speedMmPerS, medianGainMmPerMv: gainMmPerMv } = useViewer();
  const pxPerMm = useCalibration((state) => state.pxPerMm);
  const widthMm = (widthPx - marginPx) / pxPerMm;
  const grid = useMemo(
    () => layoutMedianGrid(median, leadNames, { speedMmPerS, gainMmPerMv }, { widthMm, heightMm: 'fit' }),
    [median, leadNames, speedMmPerS, gainMmPerMv, widthMm],
  );
  return <PaperCanvas list={grid.list} label={texts.median.grid(leadNames.length, grid.mmPerS, grid.mmPerMv)} />;
};

const Together = ({ median }: { readonly median: MedianBeats }) => {
  const speedMmPerS = useViewer((state) => state.medianSpeedMmPerS);
  const layout = useMemo(
    () => layoutMedianTogether(median, { speedMmPerS, gainMmPerMv: togetherGainMmPerMv }, 'fit'),
    [median, speedMmPerS],
  );
  return (
    <div className="median-together">
      <h3>{texts.median.togetherTitle}</h3>
      <PaperCanvas list={layout.list} label={texts.median.together(layout.mmPerS, layout.mmPerMv)} />
    </div>
  );
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
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="median" ref={element} tabIndex={0} aria-label={texts.median.title}>
      {'reason' in marked ? (
        <p className="not-measured">{`${texts.median.title} ${texts.median.notMeasured}: ${marked.reason}`}</p>
      ) : (
        widthPx > 0 && <Grid median={marked.median} leadNames={leadNames} widthPx={widthPx} />
      )}
      <div className="median-parts">
        {!('reason' in marked) && <Together median={marked.median} />}
        {analysis !== null && <IntervalTable analysis={analysis} />}
        {analysis !== null && <AmplitudeTable analysis={analysis} />}
      </div>
      <InReport />
    </section>
  );
};
