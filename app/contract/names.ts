import type { CallName, JobName } from './table.ts';

/**
 * The rows of the contract by name, without the schemas: the preload script runs in the sandbox and needs nothing but
 * the words. A test holds this list equal to the table.
 */
export const callNames = [
  'deskState',
  'login',
  'lockDesk',
  'reportActivity',
  'listPeople',
  'addPerson',
  'changePerson',
  'changeSettings',
  'eraseRecording',
  'exportAudit',
  'recoveryKey',
  'recoveryKeyNoted',
  'backUp',
  'readReview',
  'saveReview',
  'confirmReview',
  'signReview',
  'commitImpression',
  'disagreements',
  'appInfo',
  'pendingInput',
  'chooseInput',
  'findRecordings',
  'listRecordings',
  'statedFindings',
  'worklistViews',
  'keepWorklistView',
  'dropWorklistView',
  'openRecording',
  'correctMarks',
  'inspectTable',
  'previewTable',
  'readTable',
  'explainRecording',
  'classifyLive',
  'setTheme',
  'listAudit',
  'verifyAudit',
  'syntheticTruth',
] as const satisfies readonly CallName[];

export const jobNames = ['importRecordings', 'generateRecording', 'exportReport'] as const satisfies readonly JobName[];
