import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeSignal } from '../../../app/analysis/analyzeSignal.ts';
import { fewestParts, type Paper } from '../../../app/report/reportInput.ts';
import { reportPages } from '../../../app/report/reportPages.ts';
import { unconfirmed } from '../../../app/report/standing.ts';
import { analysisOf } from '../../../app/report/testAnalysis.ts';
import { synthSpec } from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';
import { isolated } from '../../../app/tracing/direction.ts';
import { twelveLeads } from '../../../app/tracing/testRecordings.ts';
import { createReportWriter } from './createReportWriter.ts';

const pixelsPerMm = 10;
const createdAt = '2026-11-21T10:11:12.345Z';
const folder = mkdtempSync(path.join(tmpdir(), 'einthoven-pdf-'));
const file = (name: string): string => path.join(folder, name);

const poppler = (tool: string, ...args: string[]): string => {
  try {
    return execFileSync(tool, args, { encoding: 'utf8' });
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw missing ? new Error(`${tool} is missing; install it with: apt-get install poppler-utils`) : cause;
  }
};

const pdfOf = (paper: Paper): Promise<Uint8Array> => {
  const recording = { ...twelveLeads(), patient: { id: 'P1', name: 'Secret Name', ageYears: 50, sex: null } };
  const analysis = analysisOf(recording);
  const pages = reportPages({
    recording,
    analysis,
    recordName: analysis.record,
    sourceSha256: analysis.source.sha256,
    printedAt: createdAt,
    programVersion: '0.1.0',
    paper,
    parts: fewestParts,
    manifestSha256: 'ef34'.repeat(16),
    standing: unconfirmed,
  });
  return createReportWriter().toPdf(pages, { title: 'ECG report ab12', createdAt, attachments: [], signer: null });
};

const rasterise = (paper: Paper): PNG => {
  poppler('pdftoppm', '-r', '254', '-png', '-singlefile', file(`${paper}.pdf`), file(paper));
  return PNG.sync.read(readFileSync(file(`${paper}.png`)));
};

/** Black ink; the grid's reds and the greys of secondary text are far lighter. */
const isDark = (png: PNG, x: number, y: number): boolean => {
  const at = (y * png.width + x) * 4;
  return Math.max(png.data[at] ?? 255, png.data[at + 1] ?? 255, png.data[at + 2] ?? 255) < 90;
};

interface Stroke {
  readonly xPx: number;
  readonly topPx: number;
  readonly bottomPx: number;
}

/** Upright strokes of at least 7 mm between two heights: centre of each in x, middle of the line's ends in y. */
const uprightStrokes = (png: PNG, fromYMm: number, toYMm: number): Stroke[] => {
  const columns: { x: number; top: number; bottom: number }[] = [];
  for (let x = 0; x < png.width; x += 1) {
    let start = -1;
    for (let y = fromYMm * pixelsPerMm; y <= toYMm * pixelsPerMm; y += 1) {
      const dark = isDark(png, x, y);
      if (dark && start < 0) start = y;
      if (!dark && start >= 0) {
        if (y - start >= 7 * pixelsPerMm) columns.push({ x, top: start, bottom: y - 1 });
        start = -1;
      }
    }
  }
  const groups: (typeof columns)[] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last !== undefined && column.x - (last.at(-1)?.x ?? 0) <= 1) last.push(column);
    else groups.push([column]);
  }
  return groups.map((group) => ({
    xPx: group.reduce((sum, column) => sum + column.x, 0) / group.length,
    topPx: Math.min(...group.map((column) => column.top)),
    bottomPx: Math.max(...group.map((column) => column.bottom)),
  }));
};

const pdfs = new Map<Paper, Uint8Array>();

beforeAll(async () => {
  for (const paper of ['A4', 'Letter'] as const) {
    const pdf = await pdfOf(paper);
    pdfs.set(paper, pdf);
    writeFileSync(file(`${paper}.pdf`), pdf);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['A4', 2970, 2100],
  ['Letter', 2794, 2159],
] as const)('the PDF on %s, rasterised at 10 pixels a millimetre', (paper, widthPx, heightPx) => {
  it('has the size of the paper', () => {
    const png = rasterise(paper);
    expect(Math.abs(png.width - widthPx)).toBeLessThanOrEqual(1);
    expect(Math.abs(png.height - heightPx)).toBeLessThanOrEqual(1);
  });

  it('shows the calibration pulse 10 mm high and 5 mm wide and one second as 25 mm, each within 1 %', () => {
    const png = rasterise(paper);
    // The rhythm strip is the lowest row of the paper: pulse first (two strokes), then ten pulses of the signal.
    const strokes = uprightStrokes(png, 155, 192);
    expect(strokes).toHaveLength(2 + 2 * 10);
    const strokeMm = 0.3;
    const [rise, fall, ...signal] = strokes;
    const heightMm = ((rise?.bottomPx ?? 0) - (rise?.topPx ?? 0) + 1) / pixelsPerMm - strokeMm;
    expect(heightMm).toBeGreaterThan(9.9);
    expect(heightMm).toBeLessThan(10.1);
    const widthMm = ((fall?.xPx ?? 0) - (rise?.xPx ?? 0)) / pixelsPerMm;
    expect(widthMm).toBeGreaterThan(4.95);
    expect(widthMm).toBeLessThan(5.05);
    const rises = signal.filter((_, index) => index % 2 === 0);
    const seconds = rises.slice(1).map((stroke, index) => (stroke.xPx - (rises[index]?.xPx ?? 0)) / pixelsPerMm);
    expect(seconds).toHaveLength(9);
    for (const secondMm of seconds) {
      expect(secondMm).toBeGreaterThan(24.75);
      expect(secondMm).toBeLessThan(25.25);
    }
  });

  it('has its words as text', () => {
    const words = poppler('pdftotext', '-layout', file(`${paper}.pdf`), '-');
    for (const needed of ['Unconfirmed computer interpretation', 'For research use', 'aVR', 'V6', '25 mm/s']) {
      expect(words).toContain(needed);
    }
  });
});

describe('the page of median beats in the PDF', () => {
  it('has its two QRS bounds through all leads as far apart as the QRS is long, at 50 mm/s', async () => {
    const { recording } = synthesise(synthSpec({ seed: 2, durationS: 10, heartRateBpm: 70 }));
    const analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
    const pages = reportPages({
      recording,
      analysis,
      recordName: analysis.record,
      sourceSha256: analysis.source.sha256,
      printedAt: createdAt,
      programVersion: '0.1.0',
      paper: 'A4',
      parts: { ...fewestParts, medianBeats: true },
      manifestSha256: 'ef34'.repeat(16),
      standing: unconfirmed,
    });
    expect(pages).toHaveLength(2);
    const pdf = await createReportWriter().toPdf(pages, {
      title: 'ECG report ab12',
      createdAt,
      attachments: [],
      signer: null,
    });
    writeFileSync(file('median.pdf'), pdf);
    poppler('pdftoppm', '-r', '254', '-f', '2', '-png', '-singlefile', file('median.pdf'), file('median'));
    const png = PNG.sync.read(readFileSync(file('median.png')));
    const isBlue = (x: number, y: number): boolean => {
      const at = (y * png.width + x) * 4;
      return (png.data[at + 2] ?? 0) - (png.data[at] ?? 0) > 25 && (png.data[at] ?? 255) < 170;
    };
    const [fromY, toY] = [35 * pixelsPerMm, 105 * pixelsPerMm];
    const columns: number[] = [];
    for (let x = 0; x < png.width; x += 1) {
      let blue = 0;
      for (let y = fromY; y < toY; y += 1) if (isBlue(x, y)) blue += 1;
      if (blue > 0.85 * (toY - fromY)) columns.push(x);
    }
    // A line may cover two columns of pixels: its first one stands for it.
    const lines = columns.filter((x, index) => x - (columns[index - 1] ?? Number.NEGATIVE_INFINITY) > 2);
    expect(lines.length).toBeGreaterThanOrEqual(8);
    const wantedPx = (analysis.measurements.qrsMs ?? Number.NaN) * 0.05 * pixelsPerMm;
    for (let pair = 0; pair + 1 < lines.length; pair += 2)
      expect(Math.abs((lines[pair + 1] ?? 0) - (lines[pair] ?? 0) - wantedPx)).toBeLessThanOrEqual(1.5);
    const words = poppler('pdftotext', '-f', '2', '-layout', file('median.pdf'), '-');
    for (const needed of ['Median beats', 'Page 2 of 2', '50 mm/s', 'T end', 'QTc Framingham', 'J+80', 'V6'])
      expect(words).toContain(needed);
  });
});

describe('names in other scripts than Latin, rasterised', () => {
  const lineMm = 12;

  /** Lines of text one below the other, as black or not, each row of pixels a line of `lineMm`. */
  const inkOf = async (name: string, lines: readonly string[]) => {
    const items = lines.map((text, index) => ({
      kind: 'text' as const,
      ...{ xMm: 5, yMm: 8 + index * lineMm, sizeMm: 6, text },
      ...{ ink: 'text' as const, weight: 'regular' as const, align: 'left' as const },
    }));
    const page = { widthMm: 100, heightMm: lines.length * lineMm, items };
    const info = { title: name, createdAt, attachments: [], signer: null };
    writeFileSync(file(`${name}.pdf`), await createReportWriter().toPdf([page], info));
    poppler('pdftoppm', '-r', '254', '-png', '-singlefile', file(`${name}.pdf`), file(name));
    const png = PNG.sync.read(readFileSync(file(`${name}.png`)));
    const rowPx = lineMm * pixelsPerMm * png.width;
    const ink = Array.from({ length: png.width * png.height }, (_, at) =>
      isDark(png, at % png.width, Math.floor(at / png.width)),
    );
    return lines.map((_, line) => ink.slice(line * rowPx, (line + 1) * rowPx - png.width));
  };

  /** How much of the ink of either lies where the other has none. */
  const unlike = (one: readonly boolean[] | undefined, other: readonly boolean[] | undefined): number => {
    const inked = one?.filter((dark, at) => dark || other?.[at] === true).length ?? 0;
    return (one?.filter((dark, at) => dark !== other?.[at]).length ?? 0) / inked;
  };

  it('joins Arabic letters: drawn as the forms that Unicode has for beginning, middle and end', async () => {
    const [name, byForms, alone] = await inkOf('arabic', [
      'محمد',
      '\ufee3\ufea4\ufee4\ufeaa',
      [...'محمد'].join('\u200c'),
    ]);
    expect(unlike(name, byForms)).toBeLessThan(0.1);
    expect(unlike(name, alone)).toBeGreaterThan(0.4);
  });

  it('turns Hebrew round, and leaves the Latin and the figures around it in their places', async () => {
    const [name, letters, other] = await inkOf('hebrew', [
      `id ${isolated('לוי')}, 12 y`,
      `id ${[...'יול'].map((each) => `\u2066${each}\u2069`).join('')}, 12 y`,
      `id ${isolated('יול')}, 12 y`,
    ]);
    expect(unlike(name, letters)).toBeLessThan(0.1);
    expect(unlike(name, other)).toBeGreaterThan(0.2);
  });

  it('can be copied: the words of each script come out as they were written', async () => {
    const written = [
      'महेश शर्मा',
      'น้ำผึ้ง กตัญญู',
      'Ёжиков Щука',
      'Ασκληπιός',
      'Nguyễn Thị Hường',
      'יעקב לוי',
      'محمد بن عبد الله',
    ];
    await inkOf('copied', written.map(isolated));
    const words = poppler('pdftotext', '-layout', file('copied.pdf'), '-').replaceAll(/[\u202a-\u202c]/g, '');
    expect(
      words
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && line !== '\f'),
    ).toEqual(written);
  });
});

describe('createReportWriter', () => {
  it('makes the same bytes of the same pages', async () => {
    expect(Buffer.compare(Buffer.from(await pdfOf('A4')), Buffer.from(pdfs.get('A4')!))).toBe(0);
  });

  it('embeds its fonts, and keeps the patient out of the metadata', () => {
    const fonts = poppler('pdffonts', file('A4.pdf'));
    expect(fonts).toMatch(/IBMPlexSans.*yes yes/);
    expect(fonts).not.toMatch(/Helvetica/);
    const info = poppler('pdfinfo', file('A4.pdf'));
    expect(info).toContain('ECG report ab12');
    expect(info).not.toContain('Secret');
  });
});
