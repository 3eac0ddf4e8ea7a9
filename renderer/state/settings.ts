import { create } from 'zustand';
import { type Theme, themes } from '../../app/contract/table.ts';
import { type LayoutName, layoutNames } from '../../app/tracing/arrangement.ts';
import { client } from '../platform/client.ts';
import { rememberedText, rememberText } from '../platform/rememberedText.ts';
import { rememberDeed } from './undo.ts';
import { gainsMmPerMv, speedsMmPerS, useViewer } from './viewer.ts';

/** What a window begins with. */
export interface Settings {
  readonly theme: Theme;
  readonly layout: LayoutName;
  readonly speedMmPerS: number;
  readonly gainMmPerMv: number;
}

export const usualSettings: Settings = { theme: 'system', layout: '3x4+1', speedMmPerS: 25, gainMmPerMv: 10 };

const oneOf = <T>(choices: readonly T[], value: unknown, usual: T): T =>
  choices.find((each) => each === value) ?? usual;

/** What was kept, as far as it still is a choice. */
export const settingsFrom = (text: string | null): Settings => {
  let kept: unknown = null;
  try {
    kept = text === null ? null : JSON.parse(text);
  } catch {
    // Written by something else: as if nothing had been kept.
  }
  const { theme, layout, speedMmPerS, gainMmPerMv } = { ...usualSettings, ...(typeof kept === 'object' ? kept : {}) };
  return {
    theme: oneOf(themes, theme, usualSettings.theme),
    layout: oneOf(layoutNames, layout, usualSettings.layout),
    speedMmPerS: oneOf<number>(speedsMmPerS, speedMmPerS, usualSettings.speedMmPerS),
    gainMmPerMv: oneOf<number>(gainsMmPerMv, gainMmPerMv, usualSettings.gainMmPerMv),
  };
};

export const useSettings = create<Settings>()(() => settingsFrom(rememberedText('settings')));

const putTheme = (theme: Theme): void => {
  void client.setTheme({ theme });
};

const put = (settings: Settings): void => {
  const before = useSettings.getState();
  useSettings.setState(settings);
  rememberText('settings', JSON.stringify(settings));
  if (settings.theme !== before.theme) putTheme(settings.theme);
  const { layout, speedMmPerS, gainMmPerMv } = settings;
  useViewer.getState().set({ layout, speedMmPerS, gainMmPerMv });
};

/** Changes what a window begins with, and this window at once; can be taken back. */
export const changeSettings = (change: Partial<Settings>, label: string): void => {
  const before = useSettings.getState();
  const after = { ...before, ...change };
  put(after);
  rememberDeed({ label, undo: () => put(before), redo: () => put(after) });
};

/** The tracing as a window begins with it. */
export const beginAsSet = (): void => {
  const { layout, speedMmPerS, gainMmPerMv } = useSettings.getState();
  useViewer.getState().set({ layout, speedMmPerS, gainMmPerMv });
};
