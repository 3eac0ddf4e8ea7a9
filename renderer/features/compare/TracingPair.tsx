import { useMemo } from 'react';
import type { Recording } from '../../../app/recording/recording.ts';
import { layoutTracing } from '../../../app/tracing/layoutTracing.ts';
import { defaultTracingOptions } from '../../../app/tracing/tracingLayout.ts';
import { useCalibration } from '../../state/calibration.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { PaperCanvas } from '../viewer/PaperCanvas.tsx';
import { useWidthPx } from '../viewer/useWidthPx.ts';

const gapPx = 16;
const leastWidthPx = 300;
const rowMm = 16;

const Side = ({
  side,
  opened,
  recording,
  widthPx,
}: {
  readonly side: string;
  readonly opened: Opened;
  readonly recording: Recording;
  readonly widthPx: number;
}) => {
  const { speedMmPerS, gainMmPerMv, fromS } = useViewer();
  const pxPerMm = useCalibration((state) => state.pxPerMm);
  const list = useMemo(() => {
    const area = { widthMm: widthPx / pxPerMm, heightMm: recording.leads.length * rowMm + 10 };
    const options = { ...defaultTracingOptions, layout: '12x1' as const, speedMmPerS, gainMmPerMv, fromS, area };
    return layoutTracing(recording, options).list;
  }, [recording, widthPx, speedMmPerS, gainMmPerMv, fromS, pxPerMm]);
  return (
    <figure>
      <figcaption>
        <b>{side}</b> {opened.row.record}
      </figcaption>
      <PaperCanvas list={list} label={texts.compare.tracing(opened.row.record)} />
    </figure>
  );
};

/** Both recordings at the same true scale, their leads in the same rows, the earlier one on the left. */
export const TracingPair = ({ before, after }: { readonly before: Opened; readonly after: Opened }) => {
  const { element, widthPx } = useWidthPx();
  const half = Math.max(leastWidthPx, Math.floor((widthPx - gapPx) / 2));
  return (
    <section ref={element} aria-label={texts.compare.tracings}>
      <h3>{texts.compare.tracings}</h3>
      {widthPx > 0 && (
        <div className="compare-tracings">
          {(
            [
              [texts.compare.earlier, before],
              [texts.compare.later, after],
            ] as const
          ).map(([side, opened]) =>
            opened.recording === null ? (
              <p key={opened.row.id} className="not-measured">
                {opened.refusal?.message}
              </p>
            ) : (
              <Side key={opened.row.id} side={side} opened={opened} recording={opened.recording} widthPx={half} />
            ),
          )}
        </div>
      )}
    </section>
  );
};
