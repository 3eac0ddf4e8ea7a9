import { durationS } from '../app/recording/recording.ts';
import { chordOf } from './chord.ts';
import { nextBand } from './state/band.ts';
import { keepForComparison, stepPartner, toggleComparison } from './state/comparison.ts';
import { fasterLive, nextLiveLeads, pauseLive, slowerLive, toggleLive } from './state/live.ts';
import { neighbourId } from './state/matchingRows.ts';
import { usePanes } from './state/panes.ts';
import { panned } from './state/panned.ts';
import { layoutNames, nextGain, nextOf, nextSpeed, selectRecording, showMarks, useViewer } from './state/viewer.ts';
import { useWorklist } from './state/worklist.ts';
import { texts } from './texts.ts';

export const searchBoxId = 'worklist-search';

export const goBy = (step: number): void => {
  const next = neighbourId(useWorklist.getState().shown, useViewer.getState().selectedId, step);
  if (next !== null) selectRecording(next, 'reader');
};

export const pan = (stepS: number): void => {
  const { opened, shown, fromS, set } = useViewer.getState();
  if (opened?.recording == null) return;
  // Before the first frame the page's length is not known; the layout holds the page inside the recording then.
  const spanS = shown === null ? 0 : shown.toS - shown.fromS;
  set({ fromS: panned(fromS, stepS, { spanS, totalS: durationS(opened.recording) }) });
};

const panByPages = (pages: number): void => {
  const { shown } = useViewer.getState();
  if (shown !== null) pan(pages * (shown.toS - shown.fromS));
};

export interface KeyCommand {
  /** As `chordOf` names them, and as printed in the list. */
  readonly keys: readonly string[];
  readonly printed: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

const view = () => useViewer.getState();
const toggleCharts = () => view().set({ view: view().view === 'charts' ? 'tracing' : 'charts' });

/** Every key of the workstation; the list on `?` is this table. Menu accelerators are main's and only listed here. */
export const keyCommands: readonly KeyCommand[] = [
  { keys: ['ArrowDown', 'j'], printed: ['↓', 'j'], does: 'Next recording', run: () => goBy(1) },
  { keys: ['ArrowUp', 'k'], printed: ['↑', 'k'], does: 'Previous recording', run: () => goBy(-1) },
  { keys: ['ArrowRight'], printed: ['→'], does: 'Later in the recording', run: () => pan(1) },
  { keys: ['ArrowLeft'], printed: ['←'], does: 'Earlier in the recording', run: () => pan(-1) },
  {
    keys: ['Shift+ArrowRight'],
    printed: ['Shift →'],
    does: 'Later by a page',
    run: () => panByPages(1),
  },
  {
    keys: ['Shift+ArrowLeft'],
    printed: ['Shift ←'],
    does: 'Earlier by a page',
    run: () => panByPages(-1),
  },
  {
    keys: ['Home', 'Ctrl+Home'],
    printed: ['Ctrl Home'],
    does: 'Begin of the recording',
    run: () => pan(Number.NEGATIVE_INFINITY),
  },
  {
    keys: ['End', 'Ctrl+End'],
    printed: ['Ctrl End'],
    does: 'End of the recording',
    run: () => pan(Number.POSITIVE_INFINITY),
  },
  { keys: ['/'], printed: ['/'], does: 'Search the worklist', run: () => focusSearch() },
  {
    keys: ['l'],
    printed: ['l'],
    does: 'Next layout; leads of the live strip',
    run: () => (view().view === 'live' ? nextLiveLeads() : view().set({ layout: nextOf(layoutNames, view().layout) })),
  },
  {
    keys: ['s'],
    printed: ['s'],
    does: 'Next speed',
    run: () => nextSpeed(),
  },
  {
    keys: ['g'],
    printed: ['g'],
    does: 'Next gain',
    run: () => nextGain(),
  },
  {
    keys: ['f'],
    printed: ['f'],
    does: 'True scale or fit width',
    run: () => view().set({ scaleMode: view().scaleMode === 'true' ? 'fit' : 'true' }),
  },
  { keys: ['m'], printed: ['m'], does: 'Mark P, QRS and T', run: () => showMarks(!view().marksShown) },
  {
    keys: ['v'],
    printed: ['v'],
    does: 'Median beats, or the tracing',
    run: () => view().set({ view: view().view === 'median' ? 'tracing' : 'median' }),
  },
  { keys: ['w'], printed: ['w'], does: 'Live strip, or the tracing', run: () => toggleLive() },
  {
    keys: ['p'],
    printed: ['p'],
    does: texts.compare.key,
    run: () => (view().view === 'live' ? pauseLive() : toggleComparison()),
  },
  { keys: ['P'], printed: ['Shift P'], does: texts.compare.keepKey, run: () => keepForComparison() },
  { keys: ['n'], printed: ['n'], does: texts.compare.nextKey, run: () => stepPartner(-1) },
  { keys: ['y'], printed: ['y'], does: texts.charts.key, run: () => toggleCharts() },
  { keys: ['+', '='], printed: ['+'], does: 'Live strip: faster', run: () => fasterLive() },
  { keys: ['-'], printed: ['−'], does: 'Live strip: slower', run: () => slowerLive() },
  { keys: ['b'], printed: ['b'], does: 'Where the model looked: next class, off', run: () => nextBand() },
  { keys: ['['], printed: ['['], does: 'Fold the worklist', run: () => usePanes.getState().toggleWorklist() },
  { keys: [']'], printed: [']'], does: 'Fold the findings', run: () => usePanes.getState().toggleSide() },
  {
    keys: ['F11'],
    printed: ['F11'],
    does: 'Only the tracing',
    run: () => usePanes.getState().setPaperOnly(!usePanes.getState().paperOnly),
  },
  { keys: ['a'], printed: ['a'], does: 'Audit trail', run: () => usePanes.getState().showSide('audit') },
  {
    keys: ['r'],
    printed: ['r'],
    does: 'Results of the last import',
    run: () => usePanes.getState().showSide('results'),
  },
  { keys: ['h'], printed: ['h'], does: 'Synthetic heart', run: () => usePanes.getState().showSide('heart') },
  {
    keys: ['t'],
    printed: ['t'],
    does: 'Truth of a synthetic recording',
    run: () => usePanes.getState().showSide('truth'),
  },
  { keys: ['i'], printed: ['i'], does: 'Installed models', run: () => usePanes.getState().showSide('models') },
  { keys: ['?'], printed: ['?'], does: 'This list', run: () => usePanes.getState().showSide('keys') },
  { keys: ['Escape'], printed: ['Esc'], does: 'Back to the findings', run: () => backToFindings() },
];

/** Keys of the menu, for the list alone. */
export const menuKeys: readonly { readonly printed: readonly string[]; readonly does: string }[] = [
  { printed: ['Ctrl O'], does: 'Open files' },
  { printed: ['Ctrl Shift O'], does: 'Open a folder' },
  { printed: ['Ctrl E'], does: 'Export the report as PDF' },
];

const focusSearch = () => {
  const panes = usePanes.getState();
  if (!panes.worklistOpen || panes.paperOnly) panes.toggleWorklist();
  const focus = () => document.getElementById(searchBoxId)?.focus();
  // At once where it stands, so that the next key is typed into it; after the next frame where it must be drawn first.
  if (document.getElementById(searchBoxId) === null) requestAnimationFrame(focus);
  else focus();
};

const backToFindings = () => {
  const panes = usePanes.getState();
  if (panes.paperOnly) panes.setPaperOnly(false);
  else if (panes.side !== 'findings') panes.showSide('findings');
  else view().set({ view: 'tracing' });
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

/** Runs the command of a key, unless the reader is typing or a control needs the key itself. */
export const handleKey = (event: KeyboardEvent): void => {
  if (event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) && event.key !== 'F11') return;
  const command = keyCommands.find(({ keys }) => keys.includes(chordOf(event)));
  if (command === undefined) return;
  event.preventDefault();
  command.run();
};
