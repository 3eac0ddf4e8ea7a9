import { describe, expect, it } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { noCorrections } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { sizes } from './page.ts';
import { foreignTexts, withPrintable } from './printable.ts';
import { fewestParts, papers, type ReportInput } from './reportInput.ts';
import { reportPages } from './reportPages.ts';
import { type Standing, unconfirmed } from './standing.ts';
import { analysisOf } from './testAnalysis.ts';
import { outside, overlaps, texts, wordsOf } from './textFaults.testing.ts';

const { recording } = synthesise(synthSpec({ seed: 4, durationS: 10, heartRateBpm: 120 }));
const patient = { id: '17', name: 'Ἀσκληπιός', ageYears: 40, sex: null };
const analysis: Analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
const signed: Standing = {
  kind: 'amended',
  statements: [
    { text: 'Sinus tachycardia', critical: null },
    { text: 'Normal QRS axis', critical: null },
  ],
  criticalBeside: [],
  comment: 'Compared with the recording of last year.',
  by: 'R. Reader',
  role: 'reader',
  at: '2026-11-21T10:00:02.000Z',
  version: 6,
  sha256: 'ab'.repeat(32),
  meaning: 'responsibility',
  byPassword: false,
  reason: 'The T waves were overlooked',
  beingAmended: true,
  onAnotherAnalysis: true,
};
const input = (changes: Partial<ReportInput> = {}): ReportInput => ({
  recording: { ...recording, patient },
  analysis,
  recordName: 'heart',
  sourceSha256: analysis.source.sha256,
  manifestSha256: 'ef34'.repeat(16),
  printedAt: '2026-11-21T10:11:12.345Z',
  programVersion: '0.1.0',
  paper: 'A4',
  parts: { ...fewestParts, leadRows: true, medianBeats: true, evidence: true, quality: true },
  standing: unconfirmed,
  ...changes,
});

/** Capitals have nothing below their baseline; how far apart names stand is held by the tests of the tracing. */
const leadName = '"(?:I{1,3}|aV[RLF]|V[1-6])"';
const ofLeadNames = new RegExp(`^${leadName} over ${leadName}$`);

describe('the pages beside the first', () => {
  it.each(papers)('stand on %s in their order, each with patient, number and hash, none over another', (paper) => {
    const pages = reportPages(input({ paper }));
    const words = pages.map(wordsOf);
    for (const [index, page] of pages.entries()) {
      expect(overlaps(page).filter((fault) => !ofLeadNames.test(fault))).toEqual([]);
      expect(outside(page)).toEqual([]);
      expect(words[index]).toContain('Ἀσκληπιός');
      expect(words[index]).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(words[index]).toContain('Attachments SHA-256 ef34ef34ef34');
      expect(words[index]).toContain('Unconfirmed computer interpretation');
    }
    const at = (text: string): number => words.findIndex((each) => each.includes(text));
    expect(at('Median beats')).toBeGreaterThan(0);
    expect(at('What the computer’s statements rest on')).toBeGreaterThan(at('Median beats'));
    expect(at('Quality lead by lead')).toBeGreaterThan(at('What the computer’s statements rest on'));
  });

  it('say of every statement its criterion, value and confidence, over as many pages as it takes', () => {
    const statement = {
      code: 'sinus-tachycardia',
      text: 'Sinus tachycardia',
      confidence: 0.97,
      critical: false,
      evidence: {
        beats: [0, 1],
        leads: ['II'],
        criterion: 'Sinus rate above 100; P waves before the QRS complexes',
        value: 120,
        threshold: 100,
        unit: '/min',
        flipsAt: 100,
      },
      source: '',
      models: [],
    };
    const rhythm = { ...analysis.rhythm, statements: Array.from({ length: 60 }, () => statement) };
    const pages = reportPages(input({ analysis: { ...analysis, rhythm } }));
    const evidence = pages.map(wordsOf).filter((words) => words.includes('Would turn at'));
    expect(evidence.length).toBeGreaterThan(1);
    const shown = evidence
      .join('\n')
      .split('\n')
      .filter((line) => line === statement.text);
    expect(shown.length).toBeGreaterThanOrEqual(60);
    for (const page of pages) expect(outside(page)).toEqual([]);
  });
});

describe('a reading on paper', () => {
  it('has the reader’s words in place of the computer’s, with name, time, meaning, version and what is to be known of it', () => {
    const pages = reportPages(input({ standing: signed }));
    const first = wordsOf(pages[0]!);
    for (const needed of [
      'Signed, amended',
      'Sinus tachycardia',
      'Compared with the recording of last year.',
      'Amended: The T waves were overlooked',
      'Signed by R. Reader, reader, 2026-11-21 10:00:02 UTC, taking responsibility',
      'version 6 (abababababab)',
      'identity not checked: private desk',
      'analysis or marks have changed since',
    ])
      expect(first).toContain(needed);
    expect(first).not.toContain('Myocardial infarction');
    expect(first).not.toContain('Unconfirmed');
    expect(overlaps(pages[0]!)).toEqual([]);
    expect(pages.map(wordsOf).join('\n')).toContain('Myocardial infarction');
  });

  it.each(papers)(
    'whose values are not those that were signed says so in its box, as large as «Signed», on every page of %s',
    (paper) => {
      const pages = reportPages(input({ paper, standing: signed }));
      for (const page of pages) {
        const box = ['Signed, amended, but changed since:', 'values below are not signed'].map((line) =>
          texts(page).find(({ text }) => text === line),
        );
        expect(box.map((item) => item?.sizeMm)).toEqual([sizes.value, sizes.value]);
        expect(box.map((item) => item?.ink)).toEqual(['critical', 'critical']);
        expect(overlaps(page).filter((fault) => !ofLeadNames.test(fault))).toEqual([]);
        expect(outside(page)).toEqual([]);
      }
      const same = wordsOf(reportPages(input({ paper, standing: { ...signed, onAnotherAnalysis: false } }))[0]!);
      expect(same).not.toMatch(/changed since|not signed/);
    },
  );

  it('keeps what is critical marked, and says whether the reader acknowledged it', () => {
    const statements = [
      { text: 'ST elevation, anterior', critical: 'acknowledged' },
      { text: 'QTc above 500 ms', critical: 'not acknowledged' },
    ] as const;
    const criticalBeside = [
      { text: 'ST elevation, inferior', became: 'rejected' },
      { text: 'ST depression', became: 'not acknowledged' },
    ] as const;
    const [page] = reportPages(
      input({ standing: { ...signed, comment: '', reason: null, statements, criticalBeside } }),
    );
    const inked = texts(page!).filter(({ text }) => /critical/i.test(text));
    expect(inked.map(({ text, ink }) => [ink, text])).toEqual([
      ['critical', 'CRITICAL: ST elevation, anterior'],
      ['critical', 'CRITICAL, not acknowledged by a reader: QTc above 500 ms'],
      ['text', 'The computer’s critical statement «ST elevation, inferior» was acknowledged and rejected.'],
      ['critical', 'CRITICAL, not acknowledged by a reader: ST depression'],
    ]);
    expect(wordsOf(page!)).toContain('acknowledged by the reader');
    expect(overlaps(page!)).toEqual([]);
  });

  it('that is confirmed says that nobody signed it', () => {
    const { meaning, byPassword, reason, beingAmended, onAnotherAnalysis, ...reading } = signed;
    expect([meaning, byPassword, reason, beingAmended, onAnotherAnalysis]).toHaveLength(5);
    const words = wordsOf(reportPages(input({ standing: { ...reading, kind: 'confirmed' } }))[0]!);
    expect(words).toContain('Confirmed, not signed');
    expect(words).toContain('not signed');
  });
});

describe('a long name', () => {
  const firstOf = (name: string, paper: ReportInput['paper'], id = '17') =>
    reportPages(input({ paper, recording: { ...recording, patient: { ...patient, name, id } } }))[0]!;

  it.each(papers)('stands whole in the header of %s, smaller where it must be', (paper) => {
    const name = 'Maria del Carmen Josefa de los Ángeles Fernández de Córdoba y Gómez';
    const page = firstOf(name, paper);
    expect(texts(page).find(({ text }) => text === name)?.sizeMm).toBeLessThan(sizes.title);
    expect(wordsOf(page)).not.toContain('Patient in full');
    expect([...overlaps(page), ...outside(page)]).toEqual([]);
  });

  it.each([
    ['name of words', 'Hohenlohe-Waldenburg-Schillingsfürst '.repeat(8).trim(), '17'],
    ['name without a blank', 'Schillingsfürst'.repeat(20), '17'],
    ['number', 'Ann Lee', '1234567890'.repeat(12)],
  ])('that has no room there stands whole on the first page: %s', (_, name, id) => {
    for (const paper of papers) {
      const page = firstOf(name, paper, id);
      const letters = wordsOf(page).replaceAll(/\s/g, '');
      expect(letters).toContain(name.replaceAll(' ', ''));
      expect(letters).toContain(id);
      expect([...overlaps(page), ...outside(page)]).toEqual([]);
    }
  });
});

describe('withPrintable', () => {
  it('puts a visible sign in the place of each character that no font can print, and every page says so', () => {
    const named = { ...patient, name: 'Ann 😀 김 Lee' };
    const given = input({ standing: signed, recording: { ...recording, patient: named } });
    expect(foreignTexts(given)).toContain('Ann 😀 김 Lee');
    for (const page of reportPages(withPrintable(given, new Set(['😀', '김'])))) {
      expect(wordsOf(page)).toContain('Ann � � Lee');
      expect(wordsOf(page)).toContain('� = not printable here, see file');
      expect(overlaps(page).filter((fault) => !ofLeadNames.test(fault))).toEqual([]);
    }
    expect(withPrintable(given, new Set())).toEqual(given);
    expect(wordsOf(reportPages(given)[0]!)).not.toContain('not printable');
  });

  it('looks at the words of a reader, and at the name of who corrected marks, too', () => {
    const corrections = { createdAt: '2026-11-21T10:00:00Z', author: 'X 王伟', marks: noCorrections, values: [] };
    const statements = [{ text: 'Sinus 王', critical: null }];
    const given = input({ corrections, standing: { ...signed, statements } });
    for (const text of ['X 王伟', 'Sinus 王']) expect(foreignTexts(given)).toContain(text);
    const changed = withPrintable(given, new Set(['王', '伟']));
    expect(changed.corrections?.author).toBe('X ��');
    expect(changed.standing).toMatchObject({ statements: [{ text: 'Sinus �' }] });
    expect(withPrintable(given, new Set()).corrections).toEqual(corrections);
  });

  it('sets a name that runs to the left apart from the English around it', () => {
    const given = input({ standing: { ...signed, by: 'יעקב לוי' } });
    expect(wordsOf(reportPages(withPrintable(given, new Set()))[0]!)).toContain(
      'Signed by \u2067יעקב לוי\u2069, reader',
    );
  });
});
