import { findLead, type Lead, type Recording } from '../recording/recording.ts';

/** The lead that models of one lead judge: the reader's choice, else II, else the first recorded one. */
export const singleLead = ({ leads }: Pick<Recording, 'leads'>, wanted: string | null): Lead | undefined =>
  (wanted === null ? undefined : findLead({ leads }, wanted)) ??
  findLead({ leads }, 'II') ??
  leads.find((lead) => !lead.derived) ??
  leads[0];
