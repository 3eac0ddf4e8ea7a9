import { create } from 'zustand';
import type { Alarm } from '../../app/realtime/alarm.ts';
import { useViewer } from './viewer.ts';

export const liveSpeeds = [1, 2, 5, 10] as const;
export type LiveSpeed = (typeof liveSpeeds)[number];

interface Live {
  readonly playing: boolean;
  /** Times faster than it was recorded. */
  readonly speed: LiveSpeed;
  /** Leads on the strip, 1 to 3. */
  readonly leadCount: number;
  /** What the monitor shows now; changes a few times a second. */
  readonly nowS: number;
  readonly bpm: number | null;
  readonly alarms: readonly Alarm[];
  readonly ended: boolean;
  /** Counts the starts from the beginning. */
  readonly starts: number;
}

export const useLive = create<Live>()(() => ({
  playing: true,
  speed: 1,
  leadCount: 2,
  nowS: 0,
  bpm: null,
  alarms: [],
  ended: false,
  starts: 0,
}));

export const toggleLive = (): void => {
  const { view, set } = useViewer.getState();
  set({ view: view === 'live' ? 'tracing' : 'live' });
};

const onlyLive =
  (act: () => void): (() => void) =>
  () => {
    if (useViewer.getState().view === 'live') act();
  };

/** Pause, go on; from the beginning after the end. */
export const pauseLive = onlyLive(() =>
  useLive.setState(({ playing, ended, starts }) =>
    ended ? { playing: true, ended: false, starts: starts + 1 } : { playing: !playing },
  ),
);

const stepSpeed = (step: 1 | -1): void =>
  useLive.setState(({ speed }) => ({
    speed: liveSpeeds[Math.max(0, Math.min(liveSpeeds.length - 1, liveSpeeds.indexOf(speed) + step))] ?? speed,
  }));
export const fasterLive = onlyLive(() => stepSpeed(1));
export const slowerLive = onlyLive(() => stepSpeed(-1));

export const nextLiveLeads = (): void => useLive.setState(({ leadCount }) => ({ leadCount: (leadCount % 3) + 1 }));
