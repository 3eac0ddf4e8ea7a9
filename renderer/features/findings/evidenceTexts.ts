import { percentText } from '../../../app/report/words.ts';

/** What is said of a map beside its class. */
export const evidenceTexts = {
  legend: 'Scale of the shading',
  weak: 'weak',
  strong: 'strongest in this recording',
  signed: 'Also what spoke against it',
  signedKey: 'Where the model looked: also what spoke against',
  against: 'against, at the foot of each row',
  leads: (name: string) => `Share of each lead in what spoke for ${name}`,
  share: (lead: string, share: number) => `${lead}: ${percentText(share)} %`,
} as const;
