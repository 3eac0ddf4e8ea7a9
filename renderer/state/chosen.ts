import { create } from 'zustand';
import { nothingChosen, type Selection, stretchedBy, stretchedTo, toggled, withinList } from './selection.ts';
import { useViewer } from './viewer.ts';
import { useWorklist } from './worklist.ts';

/** What is chosen in the worklist for something that is done to many. */
export const useChosen = create<Selection>()(() => nothingChosen);

useWorklist.subscribe(({ ids }, before) => {
  if (ids !== before.ids) useChosen.setState((selection) => withinList(selection, ids));
});

const openId = () => useViewer.getState().selectedId;
const ids = () => useWorklist.getState().ids;

export const chooseNone = (): void => useChosen.setState(nothingChosen);
export const anyChosen = (): boolean => useChosen.getState().chosen.size > 0;
export const toggleChosen = (id: number): void => useChosen.setState((now) => toggled(now, openId(), id));
export const chooseTo = (id: number): void => useChosen.setState((now) => stretchedTo(now, ids(), openId(), id));
export const chooseOneMore = (step: 1 | -1): void =>
  useChosen.setState((now) => stretchedBy(now, ids(), openId(), step));
/** Everything that search and filters leave. */
export const chooseAll = (): void => chooseThese(ids());
/** Those of them that the list shows. */
export const chooseThese = (these: Iterable<number>): void =>
  useChosen.setState(withinList({ ...nothingChosen, chosen: new Set(these) }, ids()));
