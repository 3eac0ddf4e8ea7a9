import { create } from 'zustand';
import { rememberedText, rememberText } from '../platform/rememberedText.ts';
import { chooseAndImport } from './jobs.ts';
import { usePanes } from './panes.ts';
import { useViewer } from './viewer.ts';
import { useWorklist } from './worklist.ts';

/** The parts of the window in the order shown. */
export const tourStops = ['worklist', 'tracing', 'measurements', 'findings', 'median', 'status', 'keys'] as const;

interface Tour {
  /** Index into `tourStops`; null: no tour. */
  readonly step: number | null;
  /** The reader has taken it, or does not want it. */
  readonly known: boolean;
}

export const useTour = create<Tour>()(() => ({ step: null, known: rememberedText('tour') === 'known' }));

export const dismissTour = (): void => {
  rememberText('tour', 'known');
  useTour.setState({ known: true });
};

/** What a stop tells of is in sight. */
const goTo = (step: number): void => {
  useTour.setState({ step });
  usePanes.setState({ paperOnly: false, worklistOpen: true, worklistWide: false, sideOpen: true, side: 'findings' });
  useViewer.getState().set({ view: tourStops[step] === 'median' ? 'median' : 'tracing' });
};

/** From the beginning; on the demo recordings where there are no others. */
export const startTour = async (): Promise<void> => {
  dismissTour();
  goTo(0);
  if (useWorklist.getState().all === 0) await chooseAndImport('demo');
};

export const endTour = (): void => {
  useTour.setState({ step: null });
  useViewer.getState().set({ view: 'tracing' });
};

export const stepTour = (by: 1 | -1): void => {
  const { step } = useTour.getState();
  if (step === null) return;
  const next = step + by;
  if (next >= tourStops.length) endTour();
  else goTo(Math.max(0, next));
};
