import { accept } from '../../../app/result.ts';
import { type BlindPorts, blindTo } from '../../../app/workflow/blindFirst.ts';
import type { ReportArchive, ReportPorts } from '../../../app/workflow/exportReport.ts';
import { printReport as makeAndPrint } from '../../../app/workflow/printReport.ts';
import { forPerson, type Handler } from '../handler.ts';
import { printPages } from '../print/printPages.ts';

const stage = 'waiting for the print dialog';

/** Prints through the system's dialog; nothing is audited when it is closed without printing. */
export const printReport = (
  ports: ReportPorts & BlindPorts & { readonly archive: ReportArchive },
  programVersion: string,
): Handler<'printReport'> =>
  forPerson(async ({ recordingId, paper, parts, comparedWith }, person, { signal, onProgress }) => {
    onProgress({ stage, done: 0, total: 0 });
    const printed = await makeAndPrint(
      recordingId,
      { paper, parts, programVersion, comparedWith, isWithheld: await blindTo(person, ports) },
      { ...ports, print: printPages },
      signal,
    );
    return printed.ok ? accept({ printed: printed.value }) : printed;
  });
