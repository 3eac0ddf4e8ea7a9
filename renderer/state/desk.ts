import { create } from 'zustand';
import type { Output } from '../../app/contract/table.ts';
import { may, type Right } from '../../app/people/person.ts';
import { client } from '../platform/client.ts';
import { chooseNone } from './chosen.ts';
import { useViewer } from './viewer.ts';
import { refreshWorklist } from './worklist.ts';

export type DeskState = Output<'deskState'>;

/** Who sits at the desk, as main says; null until it has said so. */
export const useDesk = create<{ readonly desk: DeskState | null }>()(() => ({ desk: null }));

export const useMay = (right: Right): boolean => useDesk(({ desk }) => desk?.person != null && may(desk.person, right));

/** The same outside of a component, as of now. */
export const mayNow = (right: Right): boolean => {
  const person = useDesk.getState().desk?.person;
  return person != null && may(person, right);
};

/** Asks main again. What a person who left had open is gone from the page, not only out of sight. */
export const refreshDesk = async (): Promise<void> => {
  const before = useDesk.getState().desk;
  const answer = await client.deskState({});
  if (!answer.ok) return;
  const desk = answer.value;
  useDesk.setState({ desk });
  const samePerson = before?.person?.name === desk.person?.name;
  const sameView = before?.settings.blindFirst === desk.settings.blindFirst;
  if (before === null || (samePerson && sameView)) return;
  useViewer.setState({ selectedId: null, opened: null, explanations: [], lit: null, whatIf: null, error: null });
  chooseNone();
  if (desk.person !== null) void refreshWorklist();
};

const reportEveryMs = 10_000;
let reportedMs = Number.NEGATIVE_INFINITY;

/** A key or a click keeps the desk open; main counts the minutes. */
export const reportActivity = (): void => {
  if (performance.now() - reportedMs < reportEveryMs) return;
  reportedMs = performance.now();
  void client.reportActivity({});
};
