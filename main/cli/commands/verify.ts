import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { durationS } from '../../../app/recording/recording.ts';
import { openRecording } from '../../../app/workflow/openRecording.ts';
import { type ReportCheck, verifyReport } from '../../../app/workflow/verifyReport.ts';
import { readSealedPdf } from '../../node/pdf/seal/readSealedPdf.ts';
import { writeWhole } from '../../node/writeWhole.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { plain, printLine, say } from '../output.ts';

interface Flags {
  readonly json: boolean;
  readonly extract?: string;
  readonly signedBy?: string;
}

const mostBytes = 512 * 1024 * 1024;

export function addVerify({ program, interruption, finish }: Shell): void {
  program
    .command('verify')
    .description('hold a report against its seal, and decode the recording in it anew')
    .argument('<report>', 'PDF that Einthoven exported')
    .option('--json', 'the result as one JSON object', false)
    .option('--extract <folder>', 'write what the report carries into this folder')
    .option('--signed-by <sha256>', 'fingerprint of the key that must have signed it')
    .action(async (path: string, flags: Flags) => finish(await run(path, flags, interruption.signal)));
}

async function readReport(path: string): Promise<Uint8Array | string> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) return `it has more than ${mostBytes / 1024 / 1024} MiB`;
    return await readFile(path);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

async function run(path: string, flags: Flags, signal: AbortSignal): Promise<ExitCode> {
  const pdf = await readReport(path);
  if (typeof pdf === 'string') {
    say(plain(`einthoven: ${path} cannot be read: ${pdf}`));
    return exitCodes.failed;
  }
  const ports = {
    reader: { read: readSealedPdf },
    // Decoded here, not in an analysis process: a report that ends the program takes nothing with it.
    analysis: { open: async (...[files, hints]: Parameters<typeof openRecording>) => openRecording(files, hints) },
  };
  const checked = await verifyReport(pdf, ports, signal);
  if (!checked.ok) return failWith({ ...checked.error, file: basename(path) }, exitCodes.someRefused);
  const check = checked.value;
  const wrongKey = whyWrongKey(check, flags.signedBy);
  const intact = check.faults.length === 0 && wrongKey === null;
  if (flags.json) await printLine(JSON.stringify(jsonOf(check, intact, wrongKey)));
  else for (const line of linesOf(check, intact, wrongKey)) await printLine(plain(line));
  if (flags.extract !== undefined) {
    const failed = await extract(check, flags.extract);
    if (failed !== null) return failed;
  }
  return intact ? exitCodes.done : exitCodes.someRefused;
}

const whyWrongKey = ({ signature }: ReportCheck, wanted: string | undefined): string | null => {
  if (wanted === undefined) return null;
  if (signature === null) return 'It is not signed.';
  return signature.keySha256 === wanted.toLowerCase() ? null : 'It was signed by another key.';
};

const signatureText = ({ signature }: ReportCheck): string => {
  if (signature === null) return 'none: made outside of an archive';
  return `${signature.valid ? 'valid' : 'NOT VALID'}, key ${signature.keySha256}`;
};

function linesOf(check: ReportCheck, intact: boolean, wrongKey: string | null): readonly string[] {
  const { manifest, recording, faults, analysis } = check;
  const verdict = intact ? 'intact' : faults.length > 0 ? 'CHANGED' : 'NOT SIGNED BY THAT KEY';
  return [
    verdict,
    ...faults.map(({ what, text }) => `  ${what}: ${text}`),
    ...(wrongKey === null ? [] : [`  signature: ${wrongKey}`]),
    `signature     ${signatureText(check)}`,
    ...(manifest === null
      ? []
      : [
          `printed       ${manifest.printedAt} by Einthoven ${manifest.programVersion}`,
          `attachments   ${manifest.files.length}, SHA-256 ${check.manifestSha256 ?? 'unknown'} (its beginning is printed on the pages)`,
          `audit trail   ${manifest.audit === null ? 'none' : `${manifest.audit.events} events, head ${manifest.audit.head}`}`,
          `review        ${manifest.reviewSha256 ?? 'none: unconfirmed computer interpretation'}`,
          `source        ${manifest.recordingSha256}`,
          ...(manifest.waveformLeftOut === null ? [] : [`waveform      not attached: ${manifest.waveformLeftOut}`]),
        ]),
    ...(recording === null
      ? []
      : [
          `recording     ${analysis?.record ?? ''}: ${recording.leads.map(({ name }) => name).join(' ')}; ${recording.sampleRateHz} Hz, ${recording.sampleCount} samples a lead, ${Number(durationS(recording).toFixed(3))} s`,
          `recorded      ${recording.startTime ?? 'not stated'}, ${recording.device ?? 'device not stated'}`,
          `decoded anew  ${faults.some(({ what }) => what === 'waveform') ? 'differs from what was analysed' : 'every sample as it was analysed'}`,
        ]),
  ];
}

const jsonOf = (check: ReportCheck, intact: boolean, wrongKey: string | null) => ({
  intact,
  faults: [...check.faults, ...(wrongKey === null ? [] : [{ what: 'signature', text: wrongKey }])],
  signature: check.signature,
  manifestSha256: check.manifestSha256,
  manifest: check.manifest,
  recording:
    check.recording === null
      ? null
      : {
          leads: check.recording.leads.map(({ name }) => name),
          sampleRateHz: check.recording.sampleRateHz,
          sampleCount: check.recording.sampleCount,
          startTime: check.recording.startTime,
          device: check.recording.device,
        },
});

/** Under the names that the format knows them by, so that the recording can be opened again as it lies there. */
async function extract({ attachments, manifest }: ReportCheck, folder: string): Promise<ExitCode | null> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of attachments) {
    const original = manifest?.files.find((file) => file.name === name)?.originalName ?? name;
    // A name from a file is never a path.
    const written = await writeWhole(
      join(folder, /^[^/\\\p{Cc}]{1,200}$/u.test(original) && !/^\.+$/.test(original) ? original : name),
      bytes,
    );
    if (!written.ok) return failWith(written.error);
  }
  await printLine(plain(`${attachments.length} files in ${folder}`));
  return null;
}
