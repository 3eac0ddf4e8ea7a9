import { displayFilters } from '../app/tracing/displayFilter.ts';
import { sortColumns } from '../app/worklist/query.ts';
import { clearFilters } from './features/worklist/Filters.tsx';
import { type KeyCommand, keyCommands } from './keys.ts';
import { chooseAndImport, say } from './state/jobs.ts';
import { usePanes } from './state/panes.ts';
import { reportChoiceNames, turnReportChoice } from './state/reportChoices.ts';
import { startTour } from './state/tour.ts';
import { gainsMmPerMv, layoutNames, speedsMmPerS, useViewer } from './state/viewer.ts';
import { ask, useWorklist } from './state/worklist.ts';
import { texts } from './texts.ts';

export type Command = Pick<KeyCommand, 'printed' | 'does' | 'run'>;

const words = texts.commands;

const withoutKey = (does: string, run: () => void): Command => ({ printed: [], does, run });

/** Everything that can be done by a word in the present view; what has a key carries it. */
export const allCommands = (): readonly Command[] => {
  const { set } = useViewer.getState();
  const { views, query } = useWorklist.getState();
  return [
    ...keyCommands.filter(({ does, when }) => does !== '' && does !== words.palette && (when === undefined || when())),
    withoutKey(words.tour, () => void startTour()),
    withoutKey(words.openDemo, () => void chooseAndImport('demo')),
    withoutKey(words.clearFilters, clearFilters),
    withoutKey(words.lastExport, () => usePanes.getState().showSide('exports')),
    ...reportChoiceNames.map((name) =>
      withoutKey(words.reportChoice[name], () => say(words.reportChoiceNow[name](turnReportChoice(name)))),
    ),
    ...views.map((view) => withoutKey(words.view(view.name), () => void ask(view.query))),
    ...sortColumns.map((by) =>
      withoutKey(words.sort(texts.worklist.columns[by]), () =>
        ask({ sort: { by, descending: query.sort.by === by && !query.sort.descending } }),
      ),
    ),
    ...layoutNames.map((layout) =>
      withoutKey(words.layout(texts.viewer.layouts[layout]), () => set({ layout, view: 'tracing' })),
    ),
    ...displayFilters.map((displayFilter) =>
      withoutKey(words.displayFilter(texts.viewer.displayFilters[displayFilter]), () =>
        set({ displayFilter, view: 'tracing' }),
      ),
    ),
    ...speedsMmPerS.map((speedMmPerS) =>
      withoutKey(words.speed(texts.viewer.speedMmPerS(speedMmPerS)), () => set({ speedMmPerS })),
    ),
    ...gainsMmPerMv.map((gainMmPerMv) =>
      withoutKey(words.gain(texts.viewer.gainMmPerMv(gainMmPerMv)), () => set({ gainMmPerMv })),
    ),
  ];
};
