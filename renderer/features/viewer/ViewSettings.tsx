import { durationS } from '../../../app/recording/recording.ts';
import type { LayoutName } from '../../../app/tracing/arrangement.ts';
import { type DisplayFilter, displayFilters } from '../../../app/tracing/displayFilter.ts';
import type { ScaleMode } from '../../canvas/scene.ts';
import { toggleComparison } from '../../state/comparison.ts';
import { toggleLive } from '../../state/live.ts';
import {
  gainsMmPerMv,
  layoutNames,
  medianGainsMmPerMv,
  medianSpeedsMmPerS,
  showMarks,
  speedsMmPerS,
  useViewer,
  type View,
} from '../../state/viewer.ts';
import { pan, trueMagnification } from '../../state/viewport.ts';
import { texts } from '../../texts.ts';
import { CaliperTool } from './CaliperBar.tsx';
import { Choice } from './Choice.tsx';
import { ScreenSettings } from './ScreenSettings.tsx';

const TimeShown = () => {
  const shown = useViewer((state) => state.shown);
  const recording = useViewer((state) => state.opened?.recording ?? null);
  if (shown === null || recording === null) return null;
  const totalS = durationS(recording);
  if (shown.toS - shown.fromS >= totalS - 0.05) return null;
  const step = Math.max(1, Math.floor((shown.toS - shown.fromS) / 2));
  return (
    <span className="time-shown">
      <button type="button" aria-label={texts.viewer.earlier} disabled={shown.fromS <= 0} onClick={() => pan(-step)}>
        ‹
      </button>
      <span className="figure">{texts.viewer.timeShown(shown.fromS, shown.toS, totalS)}</span>
      <button type="button" aria-label={texts.viewer.later} disabled={shown.toS >= totalS} onClick={() => pan(step)}>
        ›
      </button>
    </span>
  );
};

/** Said beside the paper, for the caption may lie outside of what is shown of the page. */
const Magnified = () => {
  const magnification = useViewer((state) => state.magnification);
  if (magnification === 1) return null;
  return (
    <button type="button" className="magnified" title={texts.zoom.reset} onClick={() => trueMagnification()}>
      {texts.zoom.shown(magnification)}
    </button>
  );
};

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

const Switch = ({ label, hint, pressed, onPress }: SwitchProps) => (
  <button
    type="button"
    className="quiet"
    title={hint}
    aria-pressed={pressed}
    onClick={(event) => {
      onPress();
      // The keys of what was opened work at once.
      event.currentTarget.blur();
    }}
  >
    {label}
  </button>
);

const ViewSwitches = () => {
  const view = useViewer((state) => state.view);
  const marksShown = useViewer((state) => state.marksShown);
  const set = useViewer((state) => state.set);
  const toggle = (wanted: View) => set({ view: view === wanted ? 'tracing' : wanted });
  const { viewer, compare, charts, live } = texts;
  return (
    <>
      <Switch
        label={viewer.marks}
        hint={viewer.marksHint}
        pressed={marksShown}
        onPress={() => showMarks(!marksShown)}
      />
      <Switch
        label={viewer.median}
        hint={viewer.medianHint}
        pressed={view === 'median'}
        onPress={() => toggle('median')}
      />
      <Switch label={compare.button} hint={compare.hint} pressed={view === 'compare'} onPress={toggleComparison} />
      <Switch label={charts.button} hint={charts.hint} pressed={view === 'charts'} onPress={() => toggle('charts')} />
      <Switch label={live.title} hint={live.hint} pressed={view === 'live'} onPress={toggleLive} />
    </>
  );
};

const Speed = (props: {
  readonly value: number;
  readonly choices: readonly number[];
  readonly onChoose: (speed: number) => void;
}) => <Choice<number> label={texts.viewer.speed} print={texts.viewer.speedMmPerS} {...props} />;

const Gain = (props: {
  readonly value: number;
  readonly choices: readonly number[];
  readonly onChoose: (gain: number) => void;
}) => <Choice<number> label={texts.viewer.gain} print={texts.viewer.gainMmPerMv} {...props} />;

const TracingSettings = () => {
  const layout = useViewer((state) => state.layout);
  const speedMmPerS = useViewer((state) => state.speedMmPerS);
  const gainMmPerMv = useViewer((state) => state.gainMmPerMv);
  const scaleMode = useViewer((state) => state.scaleMode);
  const displayFilter = useViewer((state) => state.displayFilter);
  const set = useViewer((state) => state.set);
  return (
    <>
      <Choice<LayoutName>
        label={texts.viewer.layout}
        value={layout}
        choices={layoutNames}
        print={(name) => texts.viewer.layouts[name]}
        onChoose={(chosen) => set({ layout: chosen })}
      />
      <Speed value={speedMmPerS} choices={speedsMmPerS} onChoose={(chosen) => set({ speedMmPerS: chosen })} />
      <Gain value={gainMmPerMv} choices={gainsMmPerMv} onChoose={(chosen) => set({ gainMmPerMv: chosen })} />
      <Choice<DisplayFilter>
        label={texts.viewer.displayFilter}
        value={displayFilter}
        choices={displayFilters}
        print={(filter) => texts.viewer.displayFilters[filter]}
        onChoose={(chosen) => set({ displayFilter: chosen })}
      />
      <Choice<ScaleMode>
        label={texts.viewer.scale}
        value={scaleMode}
        choices={['true', 'fit']}
        print={(mode) => texts.viewer.scales[mode]}
        onChoose={(chosen) => set({ scaleMode: chosen })}
      />
      <Magnified />
      <ScreenSettings />
    </>
  );
};

const MedianSettings = () => {
  const { medianSpeedMmPerS, medianGainMmPerMv, set } = useViewer();
  return (
    <>
      <Speed
        value={medianSpeedMmPerS}
        choices={medianSpeedsMmPerS}
        onChoose={(chosen) => set({ medianSpeedMmPerS: chosen })}
      />
      <Gain
        value={medianGainMmPerMv}
        choices={medianGainsMmPerMv}
        onChoose={(chosen) => set({ medianGainMmPerMv: chosen })}
      />
    </>
  );
};

const LiveSettings = () => {
  const { speedMmPerS, gainMmPerMv, set } = useViewer();
  return (
    <>
      <Speed value={speedMmPerS} choices={speedsMmPerS} onChoose={(chosen) => set({ speedMmPerS: chosen })} />
      <Gain value={gainMmPerMv} choices={gainsMmPerMv} onChoose={(chosen) => set({ gainMmPerMv: chosen })} />
    </>
  );
};

const NoSettings = () => null;

const settings = {
  tracing: TracingSettings,
  median: MedianSettings,
  live: LiveSettings,
  compare: LiveSettings,
  charts: NoSettings,
};

export const ViewSettings = () => {
  const view = useViewer((state) => state.view);
  const Settings = settings[view];
  return (
    <fieldset className="view-settings" aria-label={texts.viewer.settings}>
      {view === 'tracing' && <TimeShown />}
      {view === 'tracing' && <CaliperTool />}
      <ViewSwitches />
      <Settings />
    </fieldset>
  );
};
