import { useEffect, useRef, useState } from 'react';
import { streamingDelayS } from '../../../app/analysis/streamingDetector.ts';
import { causalDelayS } from '../../../app/models/beats/beatInputs.ts';
import type { LiveClasses } from '../../../app/ports.ts';
import { type Alarm, alarmCatalogue } from '../../../app/realtime/alarm.ts';
import { priorityMarks } from '../../../app/realtime/eventLine.ts';
import { whyNoRate } from '../../../app/realtime/whyNoRate.ts';
import type { Result } from '../../../app/result.ts';
import { type LiveScene, layoutLive } from '../../../app/tracing/layoutLive.ts';
import { createCanvasView } from '../../canvas/canvasView.ts';
import { areaMm } from '../../canvas/scale.ts';
import { client } from '../../platform/client.ts';
import { fasterLive, nextLiveLeads, pauseLive, slowerLive, useLive } from '../../state/live.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { createLivePlayer, type LivePlayer } from './livePlayer.ts';

/** The figures beside the strip follow it this often, ms; words that change at every frame cannot be read. */
const figuresEveryMs = 200;
/** A window that was hidden does not make up for it all at once, ms. */
const longestFrameMs = 100;

/** Runs the strip on a canvas until the returned function is called: no React in a frame. */
const runStrip = (canvas: HTMLCanvasElement, player: LivePlayer): (() => void) => {
  const view = createCanvasView(
    canvas,
    (scene: LiveScene, size) => ({ list: layoutLive(scene, areaMm(size, 1)).list, zoom: 1 }),
    ({ zoom }) => {
      // There once something is on the canvas.
      canvas.dataset.zoom = String(zoom);
    },
  );
  let frame = 0;
  let clockS = 0;
  let lastMs = performance.now();
  let figuresMs = Number.NEGATIVE_INFINITY;
  const tick = (nowMs: number): void => {
    frame = requestAnimationFrame(tick);
    const { playing, speed, leadCount, ended } = useLive.getState();
    const { speedMmPerS, gainMmPerMv } = useViewer.getState();
    const passedMs = Math.min(longestFrameMs, Math.max(0, nowMs - lastMs));
    lastMs = nowMs;
    if (playing && !ended) clockS += (speed * passedMs) / 1000;
    player.playTo(clockS);
    view.show({ ...player.scene(leadCount), speedMmPerS, gainMmPerMv });
    const over = player.nowS() >= player.durationS;
    if (nowMs - figuresMs < figuresEveryMs && over === ended) return;
    figuresMs = nowMs;
    useLive.setState({ nowS: player.nowS(), bpm: player.bpm(), alarms: player.alarms(), ended: over });
  };
  frame = requestAnimationFrame(tick);
  return () => {
    cancelAnimationFrame(frame);
    view.destroy();
  };
};

const AlarmItem = ({ alarm: { kind, detail, sinceS } }: { readonly alarm: Alarm }) => {
  const { title, priority } = alarmCatalogue[kind];
  return (
    <li className={`live-alarm live-alarm-${priority}`}>
      <span aria-hidden="true">{priorityMarks[priority]}</span>
      <strong>{title}</strong>
      <span className="figure">{[detail, texts.live.since(sinceS)].filter((part) => part !== '').join(' · ')}</span>
      <span className="live-priority">{texts.live.priorities[priority]}</span>
    </li>
  );
};

const Figures = ({ durationS }: { readonly durationS: number }) => {
  const { bpm, alarms, nowS, speed, playing, ended, leadCount } = useLive();
  return (
    <div className="live-head">
      <p className="live-rate" role="status" aria-label={texts.live.rate}>
        <span className="live-bpm">{bpm ?? texts.notMeasured}</span>
        {bpm === null ? (
          <strong className="live-why">{texts.live.noRate[whyNoRate(alarms)]}</strong>
        ) : (
          <span className="muted">{texts.live.perMinute}</span>
        )}
      </p>
      <ul className="live-alarms" aria-label={texts.live.alarms} aria-live="assertive">
        {alarms.length === 0 ? (
          <li className="muted">{texts.live.noAlarm}</li>
        ) : (
          alarms.map((alarm) => <AlarmItem key={alarm.kind} alarm={alarm} />)
        )}
      </ul>
      <fieldset className="live-controls" aria-label={texts.live.controls}>
        <span className="figure live-clock">{texts.live.clock(nowS, durationS)}</span>
        <button type="button" onClick={pauseLive} title={texts.live.pauseHint}>
          {ended ? texts.live.again : playing ? texts.live.pause : texts.live.goOn}
        </button>
        <button type="button" aria-label={texts.live.slower} disabled={speed === 1} onClick={slowerLive}>
          −
        </button>
        <span className="figure live-speed">{texts.live.times(speed)}</span>
        <button type="button" aria-label={texts.live.faster} disabled={speed === 10} onClick={fasterLive}>
          +
        </button>
        <button type="button" className="quiet" onClick={nextLiveLeads}>
          {texts.live.leads(leadCount)}
        </button>
      </fieldset>
    </div>
  );
};

/** What may be said of the classes: who gave them and when, or why there are none. */
const aboutClasses = (classes: Result<LiveClasses | null>): string => {
  if (!classes.ok) return texts.live.noClasses(classes.error.message);
  return classes.value === null
    ? texts.live.noClasses(texts.live.noModel)
    : texts.live.classesBy(classes.value.model, classes.value.lead, 1000 * causalDelayS);
};

const Strip = (props: {
  readonly opened: Opened;
  readonly player: LivePlayer;
  readonly classes: Result<LiveClasses | null>;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { player } = props;
  useEffect(() => (canvas.current === null ? undefined : runStrip(canvas.current, player)), [player]);
  return (
    <>
      <Figures durationS={player.durationS} />
      <div className="live-strip">
        <canvas ref={canvas} className="tracing" role="img" aria-label={texts.live.canvas(props.opened.row.record)} />
      </div>
      <p className="live-foot">{`${texts.live.replay(1000 * streamingDelayS)} ${aboutClasses(props.classes)}`}</p>
    </>
  );
};

/** The open recording as a monitor would have shown it while it was recorded. */
export const LivePane = ({ opened }: { readonly opened: Opened }) => {
  const [classes, setClasses] = useState<Result<LiveClasses | null> | null>(null);
  const [player, setPlayer] = useState<Result<LivePlayer> | null>(null);
  const starts = useLive((state) => state.starts);
  const { recording } = opened;
  const recordingId = opened.row.id;
  useEffect(() => {
    let left = false;
    setClasses(null);
    void client.classifyLive({ recordingId }).then((answer) => {
      if (!left) setClasses(answer);
    });
    return () => {
      left = true;
    };
  }, [recordingId]);
  // `starts` is named so that the strip begins anew when it counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    setPlayer(null);
    if (classes === null || recording === null) return;
    useLive.setState({ nowS: 0, bpm: null, alarms: [], ended: false, playing: true });
    setPlayer(createLivePlayer(recording, classes.ok ? classes.value : null));
  }, [recording, classes, starts]);
  return (
    <section className="live" aria-label={texts.live.title}>
      {player === null || classes === null ? (
        <p className="muted">{texts.live.preparing}</p>
      ) : player.ok ? (
        <Strip opened={opened} player={player.value} classes={classes} />
      ) : (
        <p>{player.error.message}</p>
      )}
    </section>
  );
};
