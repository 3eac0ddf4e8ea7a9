import { themes } from '../../../app/contract/table.ts';
import { changeSettings, useSettings, usualSettings } from '../../state/settings.ts';
import { gainsMmPerMv, layoutNames, speedsMmPerS } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';
import { WatchSection } from './WatchSection.tsx';

const words = texts.settings;

const Choice = <T extends string | number>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly print: (choice: T) => string;
  readonly onChoose: (choice: T) => void;
}) => (
  <label className="setting">
    <span>{props.label}</span>
    <select
      value={props.value}
      onChange={(event) => {
        const chosen = props.choices[event.target.selectedIndex];
        if (chosen !== undefined) props.onChoose(chosen);
      }}
    >
      {props.choices.map((choice) => (
        <option key={choice} value={choice}>
          {props.print(choice)}
        </option>
      ))}
    </select>
  </label>
);

/** What a window begins with; every change holds at once. */
export const SettingsPanel = () => {
  const { theme, layout, speedMmPerS, gainMmPerMv } = useSettings();
  const { layout: layoutLabel, speed, gain, layouts, speedMmPerS: speedText, gainMmPerMv: gainText } = texts.viewer;
  return (
    <SidePanel title={words.title} closable>
      <section>
        <Choice
          label={words.theme}
          value={theme}
          choices={themes}
          print={(choice) => words.themes[choice]}
          onChoose={(chosen) => changeSettings({ theme: chosen }, words.changed(words.theme))}
        />
      </section>
      <section>
        <h3>{words.tracing}</h3>
        <Choice
          label={layoutLabel}
          value={layout}
          choices={layoutNames}
          print={(choice) => layouts[choice]}
          onChoose={(chosen) => changeSettings({ layout: chosen }, words.changed(layoutLabel))}
        />
        <Choice<number>
          label={speed}
          value={speedMmPerS}
          choices={speedsMmPerS}
          print={speedText}
          onChoose={(chosen) => changeSettings({ speedMmPerS: chosen }, words.changed(speed))}
        />
        <Choice<number>
          label={gain}
          value={gainMmPerMv}
          choices={gainsMmPerMv}
          print={gainText}
          onChoose={(chosen) => changeSettings({ gainMmPerMv: chosen }, words.changed(gain))}
        />
      </section>
      <WatchSection />
      <section>
        <button type="button" onClick={() => changeSettings(usualSettings, words.usual)}>
          {words.usual}
        </button>
        <p className="muted">{words.note}</p>
      </section>
    </SidePanel>
  );
};
