import { useMemo } from 'react';
import { alignMedians } from '../../../app/comparison/alignMedians.ts';
import { layoutMedianPair } from '../../../app/tracing/layoutMedianPair.ts';
import { useCalibration } from '../../state/calibration.ts';
import { markedBeatsOf } from '../../state/markedBeats.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { PaperCanvas } from '../viewer/PaperCanvas.tsx';
import { useWidthPx } from '../viewer/useWidthPx.ts';

/** The beat that was measured in each of the two, laid over each other lead by lead. */
export const OverlaidMedians = ({ before, after }: { readonly before: Opened; readonly after: Opened }) => {
  const { element, widthPx } = useWidthPx();
  const { medianSpeedMmPerS: speedMmPerS, medianGainMmPerMv: gainMmPerMv } = useViewer();
  const pxPerMm = useCalibration((state) => state.pxPerMm);
  const [earlier, later] = [markedBeatsOf(before), markedBeatsOf(after)];
  const reason = 'reason' in earlier ? earlier.reason : 'reason' in later ? later.reason : null;
  const pair = useMemo(() => {
    if ('reason' in earlier || 'reason' in later) return null;
    return { before: earlier.median, after: later.median, aligned: alignMedians(earlier.median, later.median) };
  }, [earlier, later]);
  const list = useMemo(
    () =>
      pair === null || widthPx === 0 ? null : layoutMedianPair(pair, { speedMmPerS, gainMmPerMv }, widthPx / pxPerMm),
    [pair, speedMmPerS, gainMmPerMv, widthPx, pxPerMm],
  );
  return (
    <section ref={element} aria-label={texts.compare.overlay}>
      <h3>{texts.compare.overlay}</h3>
      {reason !== null && <p className="not-measured">{texts.compare.noOverlay(reason)}</p>}
      {list !== null && pair !== null && (
        <>
          <PaperCanvas list={list} label={texts.compare.overlayLabel(pair.aligned.leads.length)} />
          {pair.aligned.likeness !== null && (
            <p className="muted">
              {texts.compare.likeness(Math.max(0, pair.aligned.likeness))}
              {pair.aligned.by === 'onset' && <>. {texts.compare.byOnset}</>}
            </p>
          )}
        </>
      )}
    </section>
  );
};
