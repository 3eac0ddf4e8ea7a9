import { displayFilters } from '../app/tracing/displayFilter.ts';
import { chordOf } from './chord.ts';
import { firstOpenStatement } from './features/review/answerKeys.ts';
import { isTypedInto } from './platform/typing.ts';
import { nextBand } from './state/band.ts';
import {
  leaveCalipers,
  nextKind,
  nudge,
  removeCaliper,
  startCaliper,
  switchEnd,
  toggleMarching,
  useCalipers,
} from './state/calipers.ts';
import { anyChosen, chooseAll, chooseNone, chooseOneMore } from './state/chosen.ts';
import { keepForComparison, stepPartner, toggleComparison } from './state/comparison.ts';
import {
  chooseNextMark,
  nudgeMark,
  redoMark,
  saveCorrections,
  stepBeat,
  undoMark,
  useCorrections,
} from './state/corrections.ts';
import { chooseAndImport, exportChosen, exportReport, printReport, say } from './state/jobs.ts';
import { fasterLive, nextLiveLeads, pauseLive, slowerLive, toggleLive } from './state/live.ts';
import { usePanes } from './state/panes.ts';
import { neighbourId } from './state/rowWindow.ts';
import { redo, undo } from './state/undo.ts';
import { layoutNames, nextGain, nextOf, nextSpeed, selectRecording, showMarks, useViewer } from './state/viewer.ts';
import { magnifyStep, pan, panByPages, trueMagnification } from './state/viewport.ts';
import { useWorklist } from './state/worklist.ts';
import { texts } from './texts.ts';

export const searchBoxId = 'worklist-search';

export const goBy = (step: number): void => {
  const next = neighbourId(useWorklist.getState().ids, useViewer.getState().selectedId, step);
  if (next === null) return;
  chooseNone();
  selectRecording(next, 'reader');
};

export interface KeyCommand {
  /** As `chordOf` names them, and as printed in the list. */
  readonly keys: readonly string[];
  readonly printed: readonly string[];
  readonly does: string;
  readonly run: (chord: string) => void;
  /** Where the key means this at all; at all times where it is not given. The first command that it means is run. */
  readonly when?: () => boolean;
}

const setting = () => useCalipers.getState().active !== null && view().view === 'tracing';
const withActive = (run: (id: number) => void) => () => {
  const { active } = useCalipers.getState();
  if (active !== null) run(active.id);
};
const onTracing = () => view().view === 'tracing' && view().opened?.recording != null;
const hasRecording = () => view().opened?.recording != null;
const onComparison = () => view().view === 'compare' && hasRecording();
const onLive = () => view().view === 'live';

/** To the right and up. */
const nudges: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** While a caliper is set, the keys are its own. */
const caliperCommands: readonly KeyCommand[] = [
  {
    keys: ['c', 'C'],
    printed: ['c'],
    does: 'Caliper at the next R peak',
    when: onTracing,
    run: () => startCaliper(),
  },
  {
    keys: Object.keys(nudges),
    printed: ['→', '←', '↑', '↓'],
    does: 'Caliper: move its end by a sample',
    when: setting,
    run: (chord) => nudge(...(nudges[chord] ?? [0, 0]), false),
  },
  {
    keys: Object.keys(nudges).map((key) => `Shift+${key}`),
    printed: ['Shift →'],
    does: 'Caliper: move its end by a millimetre',
    when: setting,
    run: (chord) => nudge(...(nudges[chord.replace('Shift+', '')] ?? [0, 0]), true),
  },
  {
    keys: ['Tab', 'Shift+Tab'],
    printed: ['Tab'],
    does: 'Caliper: the other end',
    when: setting,
    run: () => switchEnd(),
  },
  { keys: ['x'], printed: ['x'], does: 'Caliper: time, voltage or both', when: setting, run: () => nextKind() },
  { keys: ['u'], printed: ['u'], does: 'Caliper: march out', when: setting, run: withActive(toggleMarching) },
  { keys: ['Delete'], printed: ['Del'], does: 'Caliper: remove', when: setting, run: withActive(removeCaliper) },
  {
    keys: ['Escape'],
    printed: ['Esc'],
    does: 'Caliper: leave it where it is',
    when: () => (setting() || useCalipers.getState().armed) && onTracing(),
    run: () => leaveCalipers(),
  },
];

const onMedian = () => view().view === 'median' && view().opened?.recording != null;
const moving = () => onMedian() && useCorrections.getState().chosen !== null;

/** Bounds of the median beat and of single beats. */
const markCommands: readonly KeyCommand[] = [
  { keys: ['d'], printed: ['d'], does: 'Median beats: choose a bound', when: onMedian, run: () => chooseNextMark() },
  {
    keys: ['ArrowRight', 'ArrowLeft'],
    printed: ['→', '←'],
    does: 'Median beats: move the bound by a sample',
    when: moving,
    run: (chord) => nudgeMark(chord === 'ArrowRight' ? 1 : -1, false),
  },
  {
    keys: ['Shift+ArrowRight', 'Shift+ArrowLeft'],
    printed: ['Shift →'],
    does: 'Median beats: move the bound by a millimetre',
    when: moving,
    run: (chord) => nudgeMark(chord === 'Shift+ArrowRight' ? 1 : -1, true),
  },
  { keys: ['.'], printed: ['.'], does: 'Median beats: next single beat', when: onMedian, run: () => stepBeat(1) },
  { keys: [','], printed: [','], does: 'Median beats: beat before, median', when: onMedian, run: () => stepBeat(-1) },
  {
    keys: ['Escape'],
    printed: ['Esc'],
    does: 'Median beats: leave the bound where it is',
    when: moving,
    run: () => useCorrections.setState({ chosen: null }),
  },
  { keys: ['Ctrl+z'], printed: ['Ctrl z'], does: 'Undo a moved bound', when: onMedian, run: () => undoMark() },
  { keys: ['Ctrl+Z'], printed: ['Ctrl Shift z'], does: 'Move it again', when: onMedian, run: () => redoMark() },
  {
    keys: ['Ctrl+s'],
    printed: ['Ctrl s'],
    does: 'Save corrections',
    when: onMedian,
    run: () => void saveCorrections(),
  },
];

const view = () => useViewer.getState();
const toggleCharts = () => view().set({ view: view().view === 'charts' ? 'tracing' : 'charts' });

/** Every key of the workstation; the list on `?` and the palette are made of this table. */
export const keyCommands: readonly KeyCommand[] = [
  ...caliperCommands,
  ...markCommands,
  { keys: ['ArrowDown', 'j'], printed: ['↓', 'j'], does: 'Next recording', run: () => goBy(1) },
  { keys: ['ArrowUp', 'k'], printed: ['↑', 'k'], does: 'Previous recording', run: () => goBy(-1) },
  {
    keys: ['Shift+ArrowDown', 'Shift+ArrowUp'],
    printed: ['Shift ↓', 'Shift ↑'],
    does: texts.commands.chooseMore,
    run: (chord) => chooseOneMore(chord === 'Shift+ArrowUp' ? -1 : 1),
  },
  { keys: ['Ctrl+a'], printed: ['Ctrl A'], does: texts.commands.chooseAll, run: () => chooseAll() },
  {
    keys: ['Ctrl+E'],
    printed: ['Ctrl Shift E'],
    does: texts.commands.exportChosen,
    when: anyChosen,
    run: () => void exportChosen(),
  },
  { keys: ['Escape'], printed: ['Esc'], does: texts.commands.chooseNone, when: anyChosen, run: () => chooseNone() },
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
    keys: ['q'],
    printed: ['q'],
    does: texts.viewer.displayFilterKey,
    when: onTracing,
    run: () => view().set({ displayFilter: nextOf(displayFilters, view().displayFilter) }),
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
    keys: ['K'],
    printed: ['Shift k'],
    does: texts.compare.keepKey,
    when: onComparison,
    run: () => keepForComparison(),
  },
  { keys: ['N'], printed: ['Shift n'], does: texts.compare.nextKey, when: onComparison, run: () => stepPartner(-1) },
  { keys: ['y'], printed: ['y'], does: texts.charts.key, run: () => toggleCharts() },
  { keys: ['p'], printed: ['p'], does: 'Live strip: pause, go on', when: onLive, run: () => pauseLive() },
  { keys: ['p'], printed: ['p'], does: texts.compare.key, when: hasRecording, run: () => toggleComparison() },
  { keys: ['+', '='], printed: ['+'], does: 'Live strip: faster', when: onLive, run: () => fasterLive() },
  { keys: ['-'], printed: ['−'], does: 'Live strip: slower', when: onLive, run: () => slowerLive() },
  { keys: ['+', '='], printed: ['+'], does: 'Zoom in', when: onTracing, run: () => magnifyStep(1) },
  { keys: ['-'], printed: ['−'], does: 'Zoom out', when: onTracing, run: () => magnifyStep(-1) },
  { keys: ['0'], printed: ['0'], does: 'Without zoom', when: onTracing, run: () => trueMagnification() },
  { keys: ['b'], printed: ['b'], does: 'Where the model looked: next class, off', run: () => nextBand() },
  {
    keys: ['B'],
    printed: ['Shift b'],
    does: texts.evidence.signedKey,
    run: () => view().set({ bandSigned: !view().bandSigned }),
  },
  { keys: ['['], printed: ['['], does: 'Fold the worklist', run: () => usePanes.getState().toggleWorklist() },
  { keys: [']'], printed: [']'], does: 'Fold the findings', run: () => usePanes.getState().toggleSide() },
  {
    keys: ['F11'],
    printed: ['F11'],
    does: 'Only the tracing',
    run: () => usePanes.getState().setPaperOnly(!usePanes.getState().paperOnly),
  },
  { keys: ['a'], printed: ['a'], does: 'Audit trail', run: () => usePanes.getState().showSide('audit') },
  { keys: ['A'], printed: ['Shift a'], does: texts.ledger.title, run: () => usePanes.getState().showSide('ledger') },
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
  { keys: ['n'], printed: ['n'], does: texts.review.goTo, run: () => goToStatements() },
  { keys: ['P'], printed: ['Shift p'], does: texts.desk.title, run: () => usePanes.getState().showSide('people') },
  { keys: ['?'], printed: ['?'], does: 'This list', run: () => usePanes.getState().showSide('keys') },
  {
    keys: ['Ctrl+k'],
    printed: ['Ctrl K'],
    does: texts.commands.palette,
    run: () => usePanes.getState().showPalette(true),
  },
  { keys: ['o'], printed: ['o'], does: texts.commands.wide, run: () => usePanes.getState().toggleWide() },
  { keys: ['F'], printed: ['Shift F'], does: texts.commands.filters, run: () => usePanes.getState().toggleFilters() },
  { keys: [','], printed: [','], does: texts.commands.settings, run: () => usePanes.getState().showSide('settings') },
  { keys: ['Ctrl+z'], printed: ['Ctrl Z'], does: texts.commands.undo, run: () => sayDeed('undone') },
  { keys: ['Ctrl+Z', 'Ctrl+y'], printed: ['Ctrl Shift Z'], does: texts.commands.redo, run: () => sayDeed('redone') },
  // The menu has these keys: listed and in the palette, but not listened for.
  { keys: [], printed: ['Ctrl O'], does: texts.commands.openFiles, run: () => void chooseAndImport('files') },
  { keys: [], printed: ['Ctrl Shift O'], does: texts.commands.openFolder, run: () => void chooseAndImport('folder') },
  { keys: [], printed: ['Ctrl E'], does: texts.commands.exportPdf, run: () => void exportReport() },
  { keys: ['Ctrl+p'], printed: ['Ctrl p'], does: texts.commands.printReport, run: () => void printReport() },
  { keys: ['Escape'], printed: ['Esc'], does: 'Back to the findings', run: () => backToFindings() },
];

const sayDeed = (way: 'undone' | 'redone') => {
  const deed = way === 'undone' ? undo() : redo();
  say(deed === null ? texts.commands.nothing[way] : texts.commands[way](deed.label));
};

/** The statements, opened where they are folded away or another panel stands in their place. */
const goToStatements = () => {
  const panes = usePanes.getState();
  if (panes.sideOpen && panes.side === 'findings' && !panes.paperOnly) return firstOpenStatement();
  panes.showSide('findings');
  requestAnimationFrame(firstOpenStatement);
};

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
  else if (panes.worklistWide) panes.toggleWide();
  else if (panes.side !== 'findings') panes.showSide('findings');
  else view().set({ view: 'tracing' });
};

/** No text is written with them. */
const whileTyping: readonly string[] = ['F11', 'Ctrl+k'];

/** Runs the command of a key, unless the reader is typing or a control needs the key itself. */
export const handleKey = (event: KeyboardEvent): void => {
  if (event.metaKey || event.altKey || event.defaultPrevented) return;
  const chord = chordOf(event);
  if (isTypedInto(event.target) && !whileTyping.includes(chord)) return;
  // A menu that stands open takes the key that closes it.
  if (chord === 'Escape' && document.querySelector(':popover-open') !== null) return;
  const command = keyCommands.find(({ keys, when }) => keys.includes(chord) && (when?.() ?? true));
  if (command === undefined) return;
  event.preventDefault();
  command.run(chord);
};
