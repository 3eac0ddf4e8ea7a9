import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { durationS, type Recording } from '../../../app/recording/recording.ts';
import { layoutOverview } from '../../../app/tracing/layoutOverview.ts';
import { createCanvasView } from '../../canvas/canvasView.ts';
import { areaMm, devicePxPerMm } from '../../canvas/scale.ts';
import { surveyOf } from '../../canvas/surveys.ts';
import { useViewer } from '../../state/viewer.ts';
import { pan } from '../../state/viewport.ts';
import { texts } from '../../texts.ts';

type Shown = NonNullable<ReturnType<typeof useViewer.getState>['shown']>;

const leadOf = (recording: Recording): string =>
  recording.leads.find(({ name }) => name === 'II')?.name ?? recording.leads[0]?.name ?? '';

const goTo = (event: PointerEvent<HTMLCanvasElement>, totalS: number): void => {
  const { shown, fromS } = useViewer.getState();
  if (shown === null) return;
  const box = event.currentTarget.getBoundingClientRect();
  const middleS = ((event.clientX - box.left) / box.width) * totalS;
  pan(middleS - (shown.toS - shown.fromS) / 2 - fromS);
};

const Strip = ({ recording, shown }: { readonly recording: Recording; readonly shown: Shown }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const totalS = durationS(recording);
  useEffect(() => {
    if (canvas.current === null) return;
    const view = createCanvasView(
      canvas.current,
      (at: Shown, size) => {
        const pxPerMm = devicePxPerMm(1, size.deviceWidthPx / size.cssWidthPx);
        const { list } = layoutOverview(recording, surveyOf(recording), at, { ...areaMm(size, 1), pxPerMm });
        return { list, zoom: 1, backdropItems: 1 };
      },
      () => {},
    );
    const show = () => view.show(useViewer.getState().shown);
    show();
    const unsubscribe = useViewer.subscribe((state, before) => {
      if (state.shown !== before.shown) show();
    });
    return () => {
      unsubscribe();
      view.destroy();
    };
  }, [recording]);
  const byKey = (event: KeyboardEvent) => {
    if (event.key !== 'PageDown' && event.key !== 'PageUp') return;
    event.preventDefault();
    pan((event.key === 'PageDown' ? 1 : -1) * (shown.toS - shown.fromS));
  };
  return (
    <canvas
      ref={canvas}
      className="overview"
      role="slider"
      tabIndex={0}
      aria-label={texts.zoom.overview(leadOf(recording))}
      aria-valuemin={0}
      aria-valuemax={Math.round(totalS)}
      aria-valuenow={Math.round(shown.fromS)}
      aria-valuetext={texts.zoom.overviewAt(shown.fromS, shown.toS, totalS)}
      onKeyDown={byKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event, totalS);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) goTo(event, totalS);
      }}
    />
  );
};

/** Under the paper, for a recording that is longer than the page. */
export const OverviewStrip = () => {
  const recording = useViewer((state) => state.opened?.recording ?? null);
  const shown = useViewer((state) => state.shown);
  if (recording === null || shown === null) return null;
  if (shown.toS - shown.fromS >= durationS(recording) - 0.05) return null;
  return <Strip recording={recording} shown={shown} />;
};
