import { type ReactNode, useEffect, useRef } from 'react';
import { activationsOf, findBand } from '../../canvas/bandChoice.ts';
import { createCanvasView } from '../../canvas/canvasView.ts';
import { type Scene, stageScene } from '../../canvas/scene.ts';
import { followDisplay, useCalibration } from '../../state/calibration.ts';
import { useCalipers } from '../../state/calipers.ts';
import { markedBeatsOf } from '../../state/markedBeats.ts';
import { paperRecording } from '../../state/paperRecording.ts';
import { putOnPaper } from '../../state/stage.ts';
import { useViewer, type View } from '../../state/viewer.ts';
import { askWhatIf } from '../../state/whatIf.ts';
import { texts } from '../../texts.ts';
import { ChartsPane } from '../charts/ChartsPane.tsx';
import { ComparePane } from '../compare/ComparePane.tsx';
import { TableOffer } from '../import/TableOffer.tsx';
import { LivePane } from '../live/LivePane.tsx';
import { CaliperBar } from './CaliperBar.tsx';
import { MedianPane } from './MedianPane.tsx';
import { OverviewStrip } from './OverviewStrip.tsx';
import { listenToPointer } from './tracingPointer.ts';

/** The parts of the state that the canvas shows. */
const drawn = [
  'opened',
  'explanations',
  'band',
  'bandSigned',
  'lit',
  'whatIf',
  'displayFilter',
  'marksShown',
  'layout',
  'speedMmPerS',
  'gainMmPerMv',
  'fromS',
  'scaleMode',
  'magnification',
  'cornerMm',
] as const;

/** A map that failed its checks on this recording is not drawn; the findings say why. */
const shownBand = (state: ReturnType<typeof useViewer.getState>): Scene['band'] => {
  const band = findBand(activationsOf(state.explanations), state.band);
  return band?.failed === null ? { ...band, signed: state.bandSigned } : null;
};

const sceneOf = (state: ReturnType<typeof useViewer.getState>): Scene | null => {
  const { opened, whatIf, layout, speedMmPerS, gainMmPerMv, fromS, scaleMode, marksShown, magnification } = state;
  const { list, active } = useCalipers.getState();
  const recording = paperRecording();
  if (opened === null || recording === null) return null;
  return {
    recording,
    beats: opened.analysis?.beats ?? [],
    spikes: opened.analysis?.pacing.spikes ?? [],
    quality: whatIf === null ? (opened.analysis?.quality.leads ?? []) : [],
    // Marks, map and evidence belong to the leads as they were recorded.
    marked: marksShown && whatIf === null ? markedBeatsOf(opened) : null,
    band: whatIf === null ? shownBand(state) : null,
    lit: whatIf === null ? (state.lit?.evidence ?? null) : null,
    layout,
    speedMmPerS,
    gainMmPerMv,
    fromS,
    scaleMode,
    magnification,
    cornerMm: state.cornerMm,
    cssPxPerMm: useCalibration.getState().pxPerMm,
    calipers: { list, active },
  };
};

const Tracing = ({ label }: { readonly label: string }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const element = canvas.current;
    const view = createCanvasView(element, stageScene, (staged) => {
      // There while what is on the canvas is what the state says.
      element.dataset.zoom = String(staged.zoom);
      putOnPaper(staged);
      const { tracing } = staged;
      const { shown, set } = useViewer.getState();
      if (shown?.fromS !== tracing.fromS || shown.toS !== tracing.toS) {
        set({ shown: { fromS: tracing.fromS, toS: tracing.toS } });
      }
    });
    const showAgain = () => {
      delete element.dataset.zoom;
      view.show(sceneOf(useViewer.getState()));
    };
    showAgain();
    const stops = [
      useViewer.subscribe((state, before) => {
        if (drawn.some((part) => state[part] !== before[part])) showAgain();
      }),
      useCalipers.subscribe(showAgain),
      useCalibration.subscribe(showAgain),
      followDisplay(),
      listenToPointer(element),
    ];
    return () => {
      for (const stop of stops) stop();
      putOnPaper(null);
      view.destroy();
    };
  }, []);
  return <canvas ref={canvas} className="tracing" role="img" aria-label={label} />;
};

/** Stands on the paper as long as the paper does not show the recording as it was made. */
const Altered = () => {
  const whatIf = useViewer((state) => state.whatIf);
  const narrow = useViewer((state) => state.displayFilter === 'narrow');
  const set = useViewer((state) => state.set);
  if (whatIf === null && !narrow) return null;
  const said = [...(whatIf === null ? [] : [texts.viewer.whatIf(whatIf)]), ...(narrow ? [texts.viewer.narrow] : [])];
  const asRecorded = () => {
    askWhatIf(null);
    set({ displayFilter: 'recorded' });
  };
  return (
    <p className="altered" role="status">
      <span aria-hidden="true">▲</span> {said.join(' ')}{' '}
      <button type="button" onClick={asRecorded}>
        {texts.viewer.asRecorded}
      </button>
    </p>
  );
};

const Instead = ({
  what,
  why,
  next,
  children,
}: {
  readonly what: string;
  readonly why: string | null;
  readonly next: string;
  readonly children?: ReactNode;
}) => (
  <div className="instead" role="status">
    <p className="instead-what">{what}</p>
    {why !== null && <p>{why}</p>}
    <p className="muted">{next}</p>
    {children}
  </div>
);

const names: Readonly<Record<View, string>> = {
  tracing: texts.viewer.title,
  median: texts.median.title,
  live: texts.live.title,
  compare: texts.compare.title,
  charts: texts.charts.title,
};

/** The paper. Where there is no tracing it says why, and what can be done. */
export const TracingPane = () => {
  // Each by itself: a page that is drawn along changes the state at every frame.
  const opened = useViewer((state) => state.opened);
  const error = useViewer((state) => state.error);
  const speedMmPerS = useViewer((state) => state.speedMmPerS);
  const gainMmPerMv = useViewer((state) => state.gainMmPerMv);
  const view = useViewer((state) => state.view);
  // Another recording was chosen and is not here yet: what is shown is of the one before.
  const stale = useViewer(({ selectedId }) => opened !== null && selectedId !== null && selectedId !== opened.row.id);
  const { nothing, nothingWhatNext, failed, failedWhatNext, refused, refusedWhatNext } = texts.viewer;
  const content =
    error !== null ? (
      <Instead what={failed} why={error.message} next={failedWhatNext} />
    ) : opened === null ? (
      <Instead what={nothing} why={null} next={nothingWhatNext} />
    ) : opened.recording === null ? (
      <Instead what={refused} why={opened.refusal?.message ?? null} next={refusedWhatNext}>
        <TableOffer key={opened.row.id} recordingId={opened.row.id} record={opened.row.record} />
      </Instead>
    ) : view === 'median' ? (
      <MedianPane opened={opened} />
    ) : view === 'live' ? (
      <LivePane key={opened.row.id} opened={opened} />
    ) : view === 'compare' ? (
      <ComparePane opened={opened} />
    ) : view === 'charts' ? (
      <ChartsPane opened={opened} />
    ) : (
      <>
        <Tracing
          label={texts.viewer.canvas(opened.row.record, opened.recording.leads.length, speedMmPerS, gainMmPerMv)}
        />
        <Altered />
      </>
    );
  const onTracing = error === null && opened?.recording != null && view === 'tracing';
  return (
    <>
      <main className={stale ? 'paper paper-stale' : 'paper'} aria-label={names[view]} aria-busy={stale}>
        {content}
      </main>
      {onTracing && (
        <>
          <OverviewStrip />
          <CaliperBar />
        </>
      )}
    </>
  );
};
