import { basename } from 'node:path';
import type { Output } from '../../../app/contract/table.ts';
import { defaultOptions, type WatchSettings } from '../../../app/ports.ts';
import { accept, type Result } from '../../../app/result.ts';
import type { House } from '../../compose.ts';
import { type FolderWatch, type WatchPorts, watchFolder } from '../../node/watch/watchFolder.ts';

type WatchState = Output<'watchState'>;

/** The one folder that the window watches, kept over restarts. */
export interface WatchDesk {
  readonly state: () => WatchState;
  /** Goes on with what was watched when the program ended. */
  readonly begin: () => Promise<void>;
  readonly start: (settings: WatchSettings) => Promise<Result<WatchState>>;
  readonly stop: () => Promise<WatchState>;
  /** Ends the watch for now: the next start goes on with it. */
  readonly close: () => Promise<void>;
}

const usualQuietS = 2;
const nothing = { taken: 0, duplicates: 0, refused: 0, waiting: 0, trouble: null };

export const createWatchDesk = (
  ports: WatchPorts & Pick<House, 'csvLayouts'>,
  inFlight: number,
  told: { readonly watchChanged: () => void; readonly worklistChanged: () => void },
): WatchDesk => {
  let settings: WatchSettings | null = null;
  let watch: FolderWatch | null = null;
  /** Why a folder that should be watched is not. */
  let failure: string | null = null;
  let before = '';

  const state = (): WatchState => {
    const names = {
      folder: settings === null ? null : basename(settings.folder),
      moveTo: settings?.moveTo == null ? null : basename(settings.moveTo),
      quietS: settings?.quietS ?? usualQuietS,
      polling: settings?.polling ?? false,
    };
    return { ...names, ...(watch?.status() ?? { ...nothing, trouble: failure }) };
  };
  const tell = (): void => {
    const now = JSON.stringify(state());
    if (now === before) return;
    before = now;
    told.watchChanged();
  };
  const open = async (wanted: WatchSettings): Promise<Result<FolderWatch>> => {
    const opened = await watchFolder(wanted, ports, {
      options: async () => ({ ...defaultOptions, hints: { csvLayouts: await ports.csvLayouts.list() } }),
      inFlight,
      onStatus: tell,
      onFile: () => told.worklistChanged(),
    });
    watch = opened.ok ? opened.value : null;
    failure = opened.ok ? null : opened.error.message;
    return opened;
  };
  const close = async (): Promise<void> => {
    const ending = watch;
    watch = null;
    await ending?.stop();
  };

  return {
    state,
    begin: async () => {
      settings = await ports.archive.watch.settings();
      if (settings !== null) await open(settings);
      tell();
    },
    start: async (wanted) => {
      await close();
      const opened = await open(wanted);
      settings = opened.ok ? wanted : null;
      await ports.archive.watch.keepSettings(settings);
      tell();
      return opened.ok ? accept(state()) : opened;
    },
    stop: async () => {
      await close();
      settings = null;
      failure = null;
      await ports.archive.watch.keepSettings(null);
      tell();
      return state();
    },
    close,
  };
};
