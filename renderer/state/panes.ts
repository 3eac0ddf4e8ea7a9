import { create } from 'zustand';

/** What the right column shows: one thing at a time, beside the tracing and never over it. */
export type SidePanel =
  | 'findings'
  | 'audit'
  | 'ledger'
  | 'keys'
  | 'results'
  | 'exports'
  | 'heart'
  | 'truth'
  | 'models'
  | 'settings'
  | 'people';

interface Panes {
  readonly worklistOpen: boolean;
  /** The worklist as a table of all columns, beside a narrower tracing. */
  readonly worklistWide: boolean;
  readonly filtersOpen: boolean;
  readonly paletteOpen: boolean;
  readonly sideOpen: boolean;
  readonly side: SidePanel;
  /** Everything but the tracing is away. */
  readonly paperOnly: boolean;
  readonly toggleWorklist: () => void;
  readonly toggleWide: () => void;
  readonly toggleFilters: () => void;
  readonly showPalette: (open: boolean) => void;
  readonly toggleSide: () => void;
  /** Opens a panel; the same word again goes back to the findings. */
  readonly showSide: (panel: SidePanel) => void;
  readonly setPaperOnly: (paperOnly: boolean) => void;
}

export const usePanes = create<Panes>()((set) => ({
  worklistOpen: true,
  worklistWide: false,
  filtersOpen: false,
  paletteOpen: false,
  sideOpen: true,
  side: 'findings',
  paperOnly: false,
  toggleWorklist: () =>
    set(({ worklistOpen, paperOnly }) => ({ worklistOpen: paperOnly || !worklistOpen, paperOnly: false })),
  toggleWide: () =>
    set(({ worklistWide, worklistOpen, paperOnly }) => ({
      worklistWide: paperOnly || !worklistOpen || !worklistWide,
      worklistOpen: true,
      paperOnly: false,
    })),
  toggleFilters: () =>
    set(({ filtersOpen, worklistOpen, paperOnly }) => ({
      filtersOpen: paperOnly || !worklistOpen || !filtersOpen,
      worklistOpen: true,
      paperOnly: false,
    })),
  showPalette: (paletteOpen) => set({ paletteOpen }),
  toggleSide: () => set(({ sideOpen, paperOnly }) => ({ sideOpen: paperOnly || !sideOpen, paperOnly: false })),
  showSide: (panel) =>
    set(({ side, sideOpen, paperOnly }) => ({
      side: side === panel && sideOpen && !paperOnly ? 'findings' : panel,
      sideOpen: true,
      paperOnly: false,
    })),
  setPaperOnly: (paperOnly) => set({ paperOnly }),
}));
