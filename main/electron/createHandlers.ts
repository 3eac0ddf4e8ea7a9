import type { MainEvent } from '../../app/contract/client.ts';
import type { Theme } from '../../app/contract/table.ts';
import type { Archive } from '../../app/ports.ts';
import type { House } from '../compose.ts';
import type { Desk } from '../node/desk/createDesk.ts';
import type { Handlers } from './handler.ts';
import { appInfo } from './handlers/appInfo.ts';
import { chooseInput } from './handlers/chooseInput.ts';
import { classifyLive } from './handlers/classifyLive.ts';
import { correctMarks } from './handlers/correctMarks.ts';
import { deskHandlers } from './handlers/desk.ts';
import { explainRecording } from './handlers/explainRecording.ts';
import { exportAudit } from './handlers/exportAudit.ts';
import { exportDisagreements } from './handlers/exportDisagreements.ts';
import { exportReport } from './handlers/exportReport.ts';
import { exportReports } from './handlers/exportReports.ts';
import { findRecordings } from './handlers/findRecordings.ts';
import { generateRecording } from './handlers/generateRecording.ts';
import { importRecordings } from './handlers/importRecordings.ts';
import {
  dropImport,
  exportImportList,
  pauseImports,
  startWatch,
  stopWatch,
  unfinishedImports,
  watchState,
} from './handlers/imports.ts';
import { listAudit } from './handlers/listAudit.ts';
import { listRecordings } from './handlers/listRecordings.ts';
import { openRecording } from './handlers/openRecording.ts';
import { patientSeries } from './handlers/patientSeries.ts';
import { pendingInput } from './handlers/pendingInput.ts';
import { printReport } from './handlers/printReport.ts';
import { reviewHandlers } from './handlers/reviews.ts';
import { setTheme } from './handlers/setTheme.ts';
import { statedFindings } from './handlers/statedFindings.ts';
import { syntheticTruth } from './handlers/syntheticTruth.ts';
import { inspectTable, previewTable, readTable } from './handlers/tables.ts';
import { unlessBlind } from './handlers/unlessBlind.ts';
import { verifyAudit } from './handlers/verifyAudit.ts';
import { dropWorklistView, keepWorklistView, worklistViews } from './handlers/worklistViews.ts';
import type { ImportDesk } from './imports/importDesk.ts';
import type { WatchDesk } from './imports/watchDesk.ts';
import type { Keyring } from './keyring.ts';
import type { PendingInput } from './pendingInput.ts';
import type { Tokens } from './tokens.ts';

export const createHandlers = (parts: {
  readonly house: Pick<House, 'fileSource' | 'analysis' | 'csvLayouts' | 'report' | 'clock'> & {
    readonly archive: Archive;
  };
  readonly desk: Desk;
  readonly keyring: Keyring;
  readonly importDesk: ImportDesk;
  readonly watchDesk: WatchDesk;
  /** Files of an import that are held in memory at a time. */
  readonly inFlight: number;
  readonly tokens: Tokens;
  readonly pending: PendingInput;
  readonly version: string;
  readonly tellWindows: (event: MainEvent) => void;
  /** The program's own recordings. */
  readonly demoDir: string;
  readonly putTheme: (theme: Theme) => void;
}): Handlers => {
  const { house, desk, keyring, importDesk, watchDesk, tokens, pending, version, tellWindows } = parts;
  const worklistChanged = () => tellWindows('worklist-changed');
  return {
    ...reviewHandlers(house, desk, worklistChanged),
    ...deskHandlers(house, desk, keyring, { deskChanged: () => tellWindows('desk-changed'), worklistChanged }),
    exportAudit: exportAudit(house),
    exportDisagreements: exportDisagreements(house),
    appInfo: appInfo(house, version),
    pendingInput: pendingInput(pending, tokens),
    chooseInput: chooseInput(tokens, parts.demoDir),
    findRecordings: findRecordings(house),
    listRecordings: listRecordings(house),
    statedFindings: statedFindings(house),
    worklistViews: worklistViews(house),
    keepWorklistView: keepWorklistView(house),
    dropWorklistView: dropWorklistView(house),
    setTheme: setTheme(parts.putTheme),
    openRecording: openRecording(house),
    patientSeries: patientSeries(house),
    correctMarks: unlessBlind(house, correctMarks(house)),
    inspectTable: inspectTable(house),
    previewTable: previewTable(house),
    readTable: readTable(house, () => tellWindows('worklist-changed')),
    explainRecording: unlessBlind(house, explainRecording(house)),
    classifyLive: unlessBlind(house, classifyLive(house)),
    listAudit: listAudit(house),
    verifyAudit: verifyAudit(house),
    importRecordings: importRecordings(house, importDesk, tokens, parts.inFlight, worklistChanged),
    pauseImports: pauseImports(importDesk),
    unfinishedImports: unfinishedImports(house),
    dropImport: dropImport(house),
    exportImportList: exportImportList(importDesk),
    watchState: watchState(watchDesk),
    startWatch: startWatch(watchDesk, tokens),
    stopWatch: stopWatch(watchDesk),
    generateRecording: generateRecording(house, worklistChanged),
    syntheticTruth: syntheticTruth(house),
    exportReport: unlessBlind(house, exportReport(house, version)),
    exportReports: exportReports(house, version),
    printReport: unlessBlind(house, printReport(house, version)),
  };
};
