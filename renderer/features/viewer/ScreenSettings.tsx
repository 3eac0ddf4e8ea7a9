import { useState } from 'react';
import { calibrate, cardWidthMm, leastPxPerMm, mostPxPerMm, useCalibration } from '../../state/calibration.ts';
import { texts } from '../../texts.ts';

/** A step of the buttons: a fifth of a millimetre over the bar. */
const stepPxPerMm = 0.2 / cardWidthMm;
const stepsPerPress = 4;

const Measure = () => {
  const { pxPerMm, measured } = useCalibration();
  const [bar, setBar] = useState(pxPerMm);
  const held = (wanted: number): void => setBar(Math.min(mostPxPerMm, Math.max(leastPxPerMm, wanted)));
  const step = stepPxPerMm * pxPerMm * stepsPerPress;
  const { screen } = texts;
  return (
    <>
      <p>{measured ? screen.measured(pxPerMm * 25.4) : screen.assumed}</p>
      <p className="muted">{screen.how}</p>
      <div className="screen-bar" role="img" aria-label={screen.bar} style={{ width: bar * cardWidthMm }}>
        <span className="figure">85.6 mm</span>
      </div>
      <div className="screen-controls">
        <button type="button" onClick={() => held(bar - step)}>
          {screen.shorter}
        </button>
        <input
          type="range"
          aria-label={screen.length}
          min={leastPxPerMm}
          max={mostPxPerMm}
          step={stepPxPerMm * pxPerMm}
          value={bar}
          onChange={(event) => held(Number(event.target.value))}
        />
        <button type="button" onClick={() => held(bar + step)}>
          {screen.longer}
        </button>
        <button type="button" onClick={() => calibrate(bar)}>
          {screen.save}
        </button>
        {measured && (
          <button
            type="button"
            onClick={() => {
              calibrate(null);
              setBar(useCalibration.getState().pxPerMm);
            }}
          >
            {screen.reset}
          </button>
        )}
      </div>
    </>
  );
};

/** Says whether a millimetre on this display is one, and lets the reader measure it. */
export const ScreenSettings = () => {
  const measured = useCalibration((state) => state.measured);
  const { screen } = texts;
  return (
    <>
      <button type="button" className="quiet" title={screen.hint} popoverTarget="screen-settings">
        {measured ? screen.trueSize : screen.notMeasured}
      </button>
      <div id="screen-settings" className="screen-settings" popover="auto" role="dialog" aria-label={screen.title}>
        <h2>{screen.title}</h2>
        <Measure />
        <button type="button" popoverTarget="screen-settings" popoverTargetAction="hide">
          {screen.close}
        </button>
      </div>
    </>
  );
};
