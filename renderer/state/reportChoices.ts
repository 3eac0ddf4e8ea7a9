import { create } from 'zustand';
import { remember, remembered } from '../platform/remembered.ts';

/** What the report has beside its first page, and its paper; kept over the window's life. */
export const reportChoiceNames = [
  'leadRowsInReport',
  'comparisonInReport',
  'evidenceInReport',
  'qualityInReport',
  'letterPaper',
] as const;
export type ReportChoice = (typeof reportChoiceNames)[number];

export const useReportChoices = create<Readonly<Record<ReportChoice, boolean>>>(() => ({
  leadRowsInReport: remembered('leadRowsInReport', false),
  comparisonInReport: remembered('comparisonInReport', false),
  evidenceInReport: remembered('evidenceInReport', false),
  qualityInReport: remembered('qualityInReport', false),
  letterPaper: remembered('letterPaper', false),
}));

/** Turns a choice over; returns what it is now. */
export const turnReportChoice = (name: ReportChoice): boolean => {
  const now = !useReportChoices.getState()[name];
  remember(name, now);
  useReportChoices.setState({ [name]: now });
  return now;
};
