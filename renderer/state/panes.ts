import { create } from 'zustand';

/** What the right column shows: one thing at a time, beside the tracing and never over it. */
export type SidePanel = 'findings' | 'audit' | 'keys' | 'results' | 'heart' | 'truth' | 'models' | 'people';

interface Panes {
  readonly worklistOpen: boolean;
  readonly sideOpen: boolean;
  readonly side: SidePanel;
  /** Everything but the tracing is away. */
  readonly paperOnly: boolean;
  readonly toggleWorklist: () => void;
  readonly toggleSide: () => void;
  /** Opens a panel; the same word again goes back to the findings. */
  readonly showSide: (panel: SidePanel) => void;
  readonly setPaperOnly: (paperOnly: boolean) => void;
}

export const usePanes = create<Panes>()((set) => ({
  worklistOpen: true,
  sideOpen: true,
  side: 'findings',
  paperOnly: false,
  toggleWorklist: () =>
    set(({ worklistOpen, paperOnly }) => ({ worklistOpen: paperOnly || !worklistOpen, paperOnly: false })),
  toggleSide: () => set(({ sideOpen, paperOnly }) => ({ sideOpen: paperOnly || !sideOpen, paperOnly: false })),
  showSide: (panel) =>
    set(({ side, sideOpen, paperOnly }) => ({
      side: side === panel && sideOpen && !paperOnly ? 'findings' : panel,
      sideOpen: true,
      paperOnly: false,
    })),
  setPaperOnly: (paperOnly) => set({ paperOnly }),
}));
