import { create } from 'zustand';
import type { Input, Output } from '../../app/contract/table.ts';
import { client } from '../platform/client.ts';
import { sayRefusal } from './jobs.ts';

/** The watched folder; null until main has answered. */
export const useWatch = create<{ readonly watch: Output<'watchState'> | null }>()(() => ({ watch: null }));

export const refreshWatch = async (): Promise<void> => {
  const answer = await client.watchState({});
  if (answer.ok) useWatch.setState({ watch: answer.value });
};

export const startWatch = async (input: Input<'startWatch'>): Promise<void> => {
  const answer = await client.startWatch(input);
  if (!answer.ok) sayRefusal(answer.error);
  await refreshWatch();
};

export const stopWatch = async (): Promise<void> => {
  const answer = await client.stopWatch({});
  if (!answer.ok) sayRefusal(answer.error);
  await refreshWatch();
};

/** A folder that the reader picks, by its token and name; null when the dialog was closed. */
export const chooseFolder = async (): Promise<{ readonly token: string; readonly label: string } | null> => {
  const choice = await client.chooseInput({ what: 'folder' });
  if (choice.ok) return choice.value;
  sayRefusal(choice.error);
  return null;
};
