/**
 * Reports, from the demo recordings: npm run validate -- reports [--rounds 3] [--keep DIR] [--update]
 *
 * Time and size of each report with everything attached; each verified again; page 1 of a recording with known edges measured
 * from its pixels at 300 dpi; the text of every page against what was laid out; every report opened by poppler, MuPDF and
 * Ghostscript, as far as they are installed. Needs poppler-utils. Exit 1 when something does not hold.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PNG } from 'pngjs';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { encodeWfdb } from '../app/formats/wfdb/write.ts';
import type { FileBundle, ReportWriter } from '../app/ports.ts';
import { defaultOptions } from '../app/ports.ts';
import { fewestParts, type Paper, papers, type ReportParts } from '../app/report/reportInput.ts';
import { sourceHash } from '../app/report/sealed/hashes.ts';
import { analysisOf } from '../app/report/testAnalysis.ts';
import type { DisplayList } from '../app/tracing/displayList.ts';
import { twelveLeads } from '../app/tracing/testRecordings.ts';
import { exportReport, type ReportSource, writeReport } from '../app/workflow/exportReport.ts';
import { openRecording } from '../app/workflow/openRecording.ts';
import { unread } from '../app/workflow/reportReading.ts';
import { verifyReport } from '../app/workflow/verifyReport.ts';
import { openHouse } from '../main/cli/openHouse.ts';
import { createReportWriter } from '../main/node/pdf/createReportWriter.ts';
import { readSealedPdf } from '../main/node/pdf/seal/readSealedPdf.ts';
import { measureReport } from './lib/reportPixels.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    keep: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'einthoven-reports-'));
mkdirSync(folder, { recursive: true });
const { signal } = new AbortController();
const service = { open: async (...[files, hints]: Parameters<typeof openRecording>) => openRecording(files, hints) };
const allParts: ReportParts = { medianBeats: true, waveMarks: true, leadRows: true, evidence: true, quality: true };
const kinds = [
  { name: 'first page', parts: fewestParts },
  { name: 'all pages', parts: allParts },
] as const;
const faults: string[] = [];

const middle = (values: readonly number[], share = 0.5): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const glyphs = (text: string): string => text.replace(/\s+/g, '');

const run = (tool: string, args: readonly string[]) => {
  const done = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return done.error === undefined ? done : null;
};

/** A writer that remembers what it drew, so that the text of the file can be held against it. */
const listening = (): { readonly writer: ReportWriter; readonly pages: () => readonly DisplayList[] } => {
  const writer = createReportWriter();
  let last: readonly DisplayList[] = [];
  return {
    pages: () => last,
    writer: {
      ...writer,
      toPdf: (pages, info) => {
        last = pages;
        return writer.toPdf(pages, info);
      },
    },
  };
};
const { writer, pages } = listening();

/** Words of the file in the order they are drawn, against those that were laid out. */
const checkText = (file: string): void => {
  const read = run('pdftotext', ['-raw', file, '-']);
  if (read === null) throw new Error('pdftotext is missing; install it with: apt-get install poppler-utils');
  const laid = pages().flatMap(({ items }) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])));
  if (glyphs(read.stdout) !== glyphs(laid.join('')))
    faults.push(`${file}: the text is not what was laid out, or in another order`);
};

const openers = [
  { name: 'poppler', tool: 'pdftoppm', args: (file: string) => ['-r', '40', '-png', file, join(folder, 'opened')] },
  {
    name: 'MuPDF',
    tool: 'mutool',
    args: (file: string) => ['draw', '-q', '-r', '40', '-o', join(folder, 'opened-%d.png'), file],
  },
  {
    name: 'Ghostscript',
    tool: 'gs',
    args: (file: string) => ['-q', '-dNOPAUSE', '-dBATCH', '-dPDFSTOPONWARNING', '-sDEVICE=nullpage', file],
  },
] as const;
/** Said by Debian’s MuPDF of every file with a colour profile, for it is built without; nothing of the file. */
const ofTheBuild = /ICC support is not available/;
const opened = new Map<string, { files: number; warned: number }>();
const openEverywhere = (file: string): void => {
  for (const { name, tool, args } of openers) {
    const done = run(tool, args(file));
    if (done === null) continue;
    const count = opened.get(name) ?? { files: 0, warned: 0 };
    const said = done.stderr.split('\n').filter((line) => line.trim() !== '' && !ofTheBuild.test(line));
    const isQuiet = done.status === 0 && said.length === 0;
    if (!isQuiet) faults.push(`${name}: ${file}: ${said[0] ?? `exit ${done.status}`}`);
    opened.set(name, { files: count.files + 1, warned: count.warned + (isQuiet ? 0 : 1) });
  }
};

const house = await openHouse(join(folder, `archive-${process.pid}.sqlite`));
if (!house.ok) throw new Error(house.error.message);
const { archive, fileSource, analysis, clock } = house.value;
if (archive === null) throw new Error('no archive');
const { found } = await fileSource.find([join(root, 'resources', 'demo')]);
const ids: number[] = [];
for (const { path } of found.filter(({ path: each }) => each.endsWith('.hea'))) {
  const bundle = await fileSource.read(path);
  if (!bundle.ok) throw new Error(bundle.error.message);
  const taken = await archive.takeIn(bundle.value, {}, await analysis.analyze(bundle.value, defaultOptions, signal));
  if (taken.ok) ids.push(taken.value.id);
}

interface Measured {
  readonly ms: number[];
  readonly cpuMs: number[];
  readonly bytes: number[];
  readonly verifyMs: number[];
}
const measured = new Map<string, Measured>();
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const { name, parts } of kinds) {
    const figures = measured.get(name) ?? { ms: [], cpuMs: [], bytes: [], verifyMs: [] };
    measured.set(name, figures);
    for (const id of ids) {
      const file = join(folder, `${id}-${name.replace(' ', '-')}.pdf`);
      const began = { clock: performance.now(), cpu: process.cpuUsage() };
      const made = await exportReport(
        id,
        { paper: 'A4', parts, programVersion: 'validation', form: 'pdf' },
        {
          ...{ archive, clock, report: writer, analysis },
          place: async (pdf) => {
            writeFileSync(file, pdf);
            figures.bytes.push(pdf.length);
            return { ok: true, value: null };
          },
        },
        signal,
      );
      if (!made.ok) throw new Error(made.error.message);
      const cpu = process.cpuUsage(began.cpu);
      // The first of all reads fonts and profile; it is the same for every later one.
      if (round > 0 || Number(options.rounds) === 1) {
        figures.ms.push(performance.now() - began.clock);
        figures.cpuMs.push((cpu.user + cpu.system) / 1000);
      }
      if (round > 0) continue;
      checkText(file);
      openEverywhere(file);
      const asked = process.cpuUsage();
      const checked = await verifyReport(
        readFileSync(file),
        { reader: { read: readSealedPdf }, analysis: service },
        signal,
      );
      const spent = process.cpuUsage(asked);
      figures.verifyMs.push((spent.user + spent.system) / 1000);
      if (!checked.ok || checked.value.faults.length > 0 || checked.value.signature?.valid !== true)
        faults.push(`${file}: does not verify`);
    }
  }
}
await house.value.close();

const pulses = twelveLeads();
const files = encodeWfdb(pulses, 'pulses');
const bundle: FileBundle = { path: 'pulses.hea', files, sha256: sourceHash(files) };
const signalAnalysis = { ...analysisOf(pulses), ...analyzeSignal(pulses, { lead: null }) };
const source: ReportSource = {
  files: bundle.files,
  hints: {},
  analysis: { ...signalAnalysis, source: { ...signalAnalysis.source, sha256: bundle.sha256 } },
  corrections: null,
  reading: unread,
  audit: null,
  signer: null,
};
const dpi = 300;
const measureOn = async (paper: Paper) => {
  const ports = { report: writer, clock, analysis: { ...service, models: async () => [] } };
  const made = await writeReport(source, { paper, parts: fewestParts, programVersion: 'validation' }, ports, signal);
  if (!made.ok) throw new Error(made.error.message);
  const file = join(folder, `pulses-${paper}`);
  writeFileSync(`${file}.pdf`, made.value);
  run('pdftoppm', ['-r', String(dpi), '-f', '1', '-l', '1', '-png', '-singlefile', `${file}.pdf`, file]);
  const heightMm = paper === 'A4' ? 210 : 215.9;
  const caption = pages()[0]?.items.find((item) => item.kind === 'text' && item.text.startsWith('25 mm/s'));
  const paperEndMm = caption?.kind === 'text' ? caption.yMm - 3 : heightMm - 20;
  return measureReport(PNG.sync.read(readFileSync(`${file}.png`)), dpi, {
    rhythmMm: [paperEndMm - 25, paperEndMm],
    emptyMm: paperEndMm - 1.5,
    barMm: heightMm - 15 + 4.2 - 0.9 - 0.8,
  });
};

const pixelRows: string[][] = [];
for (const paper of papers) {
  const page = await measureOn(paper);
  const worst = (values: readonly number[], wanted: number): number =>
    values.length === 0 ? Number.NaN : Math.max(...values.map((value) => Math.abs(value - wanted)));
  const seconds = worst(page.secondsMm, 25);
  const squares = worst(page.squaresMm, 5);
  const rows: [string, number, number, number][] = [
    ['calibration pulse, height', 10, page.pulseHeightMm, Math.abs(page.pulseHeightMm - 10)],
    ['calibration pulse, width', 5, page.pulseWidthMm, Math.abs(page.pulseWidthMm - 5)],
    [`a second, ${page.secondsMm.length} of them`, 25, middle(page.secondsMm), seconds],
    [`a square of the grid, ${page.squaresMm.length} of them`, 5, middle(page.squaresMm), squares],
    ['the bar to check', 100, page.barMm, Math.abs(page.barMm - 100)],
  ];
  for (const [what, wanted, value, off] of rows) {
    pixelRows.push([paper, what, String(wanted), value.toFixed(3), off.toFixed(3)]);
    if (!(off <= 0.1)) faults.push(`${paper}: ${what} is off by ${off.toFixed(3)} mm`);
  }
}

const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(0);
const markdown = `## Reports

The ${ids.length} demo recordings, each with its waveform, analysis, model cards and head of the audit trail attached, sealed and signed;
${options.rounds} rounds, the first left out of the times. Command: \`npm run validate -- reports\`

${table(
  ['report', 'n', 'ms, median', 'ms, 95 %', 'CPU ms, median', 'KB, median', 'KB, largest', 'verifying, CPU ms'],
  kinds.map(({ name }) => {
    const { ms, cpuMs, bytes, verifyMs } = measured.get(name) ?? { ms: [], cpuMs: [], bytes: [], verifyMs: [] };
    return [
      name,
      String(ms.length),
      middle(ms).toFixed(0),
      middle(ms, 0.95).toFixed(0),
      middle(cpuMs).toFixed(0),
      kilobytes(middle(bytes)),
      kilobytes(Math.max(...bytes)),
      middle(verifyMs).toFixed(0),
    ];
  }),
)}

Page 1 of a recording whose every lead rises by 1 mV once a second, from its pixels at ${dpi} dpi (poppler), mm:

${table(['paper', 'what', 'wanted', 'measured', 'furthest off'], pixelRows)}

${table(
  ['opened by', 'reports', 'with a warning or an error'],
  [...opened].map(([name, { files: count, warned }]) => [name, String(count), String(warned)]),
)}

MuPDF says of every file with a colour profile, which PDF/A asks for, that its build cannot use it; that is not counted.

The text of every page, by pdftotext in the order of the file, is what was laid out, character by character: ${
  faults.some((fault) => fault.includes('the text is not')) ? 'no' : 'yes'
}. Every report verifies: ${faults.some((fault) => fault.includes('does not verify')) ? 'no' : 'yes'}.
`;
console.log(markdown);
for (const fault of faults) console.error(fault);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'reports', markdown);
if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
process.exit(faults.length > 0 ? 1 : 0);
