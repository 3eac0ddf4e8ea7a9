import type { Right } from '../people/person.ts';
import type { MethodName } from './table.ts';

/**
 * What each call needs of the person at the desk; main asks before anything runs. `anyone`: also of a locked desk. A row that is
 * not named here does not compile.
 */
export const accessTo: { readonly [N in MethodName]: Right | 'anyone' } = {
  appInfo: 'anyone',
  deskState: 'anyone',
  login: 'anyone',
  lockDesk: 'anyone',
  reportActivity: 'anyone',
  pendingInput: 'import',
  chooseInput: 'import',
  importRecordings: 'import',
  generateRecording: 'import',
  listRecordings: 'view',
  openRecording: 'view',
  explainRecording: 'view',
  classifyLive: 'view',
  syntheticTruth: 'view',
  listAudit: 'view',
  verifyAudit: 'view',
  readReview: 'view',
  disagreements: 'view',
  exportReport: 'export',
  saveReview: 'review',
  confirmReview: 'review',
  signReview: 'review',
  commitImpression: 'review',
  listPeople: 'administer',
  addPerson: 'administer',
  changePerson: 'administer',
  changeSettings: 'administer',
  eraseRecording: 'administer',
  exportAudit: 'administer',
  recoveryKey: 'administer',
  recoveryKeyNoted: 'administer',
  backUp: 'administer',
};
