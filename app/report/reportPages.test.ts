import { describe, expect, it } from 'vitest';
import type { Analysis } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';
import type { DisplayList } from '../tracing/displayList.ts';
import { twelveLeads } from '../tracing/testRecordings.ts';
import { fewestParts, type Paper } from './reportInput.ts';
import { reportPages } from './reportPages.ts';
import { unconfirmed } from './standing.ts';
import { analysisOf } from './testAnalysis.ts';
import { outside, overlaps, texts, wordsOf } from './textFaults.testing.ts';

const pagesOf = (recording: Recording, analysis: Analysis, paper: Paper = 'A4'): readonly DisplayList[] =>
  reportPages({
    recording,
    analysis,
    recordName: analysis.record,
    sourceSha256: analysis.source.sha256,
    printedAt: '2026-11-21T10:11:12.345Z',
    programVersion: '0.1.0',
    paper,
    parts: fewestParts,
    manifestSha256: 'ef34'.repeat(16),
    standing: unconfirmed,
  });

const long = 'Hohenlohe-Waldenburg-Schillingsfürst '.repeat(8);

const everythingLong = (): { recording: Recording; analysis: Analysis } => {
  const recording: Recording = {
    ...twelveLeads(),
    patient: { id: '12345678901234567890'.repeat(4), name: long, ageYears: 56.7, sex: 'F' },
    startTime: '2026-03-04T10:22:01.500',
    device: long,
    appliedFilters: [long, long],
  };
  const base = analysisOf(recording);
  const analysis: Analysis = {
    ...base,
    record: long,
    gates: Array.from({ length: 12 }, (_, index) => ({ model: `model-${index}`, code: 'x', text: `${index} ${long}` })),
    quality: {
      verdict: 'unacceptable',
      score: 0,
      leads: recording.leads.map((lead) => ({ lead: lead.name, score: 0, flags: ['flat', 'lead-off', 'mains'] })),
    },
    models: Array.from({ length: 6 }, () => ({
      id: 'a-long-model-name',
      version: '10.20.30',
      sha256: 'cd'.repeat(32),
    })),
    rhythm: { statements: [], rhythm2017: null, reason: long },
    pacing: { paced: null, spikes: [], mode: null, faults: [], limitation: long },
    measurements: {
      ...base.measurements,
      reasons: { pMs: long, prMs: long },
      qtMs: 123456,
      qtcBazettMs: 1234567890,
      pAxisDeg: -179,
      tAxisDeg: -90,
    },
  };
  return { recording, analysis };
};

describe('reportPages', () => {
  it.each([
    ['A4', 297, 210],
    ['Letter', 279.4, 215.9],
  ] as const)('is one landscape page of %s with the tracing inside', (paper, widthMm, heightMm) => {
    const recording = twelveLeads();
    const pages = pagesOf(recording, analysisOf(recording), paper);
    expect(pages).toHaveLength(1);
    const [page] = pages;
    expect(page).toMatchObject({ widthMm, heightMm });
    for (const item of page?.items ?? []) {
      if (item.kind !== 'polyline') continue;
      for (let i = 0; i < item.pointsMm.length; i += 2) {
        expect(item.pointsMm[i]).toBeGreaterThan(5);
        expect(item.pointsMm[i]).toBeLessThan(widthMm - 5);
        expect(item.pointsMm[i + 1]).toBeLessThan(heightMm - 15);
      }
    }
  });

  it('says what a reader needs, and an en dash where nothing was measured', () => {
    const recording = twelveLeads();
    const [page] = pagesOf(recording, analysisOf(recording));
    const words = wordsOf(page!);
    for (const needed of [
      'Unconfirmed computer interpretation',
      'For research use, not a medical device',
      'Patient not stated',
      'Recording time not stated',
      'Myocardial infarction',
      'probability 0.87  ·  threshold 0.41',
      'Limited',
      'V1: baseline wander, muscle noise',
      'superclass-ensemble 1.0.0 (cdcdcdcdcdcd)',
      'Einthoven 0.1.0',
      'ab12ab12ab12',
      'Printed 2026-11-21 10:11:12 UTC',
      'Page 1 of 1',
      '25 mm/s  ·  10 mm/mV',
    ]) {
      expect(words).toContain(needed);
    }
    expect(words).not.toContain('Hypertrophy');
    const lines = words.split('\n');
    expect(lines[lines.indexOf('QT') + 1]).toBe('–');
    expect(lines[lines.indexOf('QRS axis') + 1]).toBe('−35');
  });

  it('names the gate that closed instead of a finding', () => {
    const recording = twelveLeads();
    const analysis = analysisOf(recording, {
      diagnoses: [],
      gates: [{ model: '*', code: 'age', text: 'the patient is younger than 18 years' }],
    });
    const words = wordsOf(pagesOf(recording, analysis)[0]!);
    expect(words).toContain('Held back (all models): the patient is younger than 18 years');
    expect(words).not.toContain('probability');
  });

  it('puts what is critical first, with value and confidence, names a model that disagrees, and ends with suggestions', () => {
    const stated = (code: string, text: string, critical: boolean): Analysis['statements'][number] => ({
      code,
      text,
      confidence: 0.8,
      critical,
      evidence: { beats: [], leads: ['V2'], criterion: 'c', value: 0.31, threshold: 0.2, unit: 'mV', flipsAt: 0.2 },
      source: 's',
      models: [{ model: 'm', class: 'MI', probability: 0.05, threshold: 0.4, agrees: false }],
    });
    const [page] = pagesOf(
      twelveLeads(),
      analysisOf(twelveLeads(), {
        statements: [stated('axis-left', 'Left axis deviation', false), stated('st', 'ST elevation, anterior', true)],
        recommendations: [
          { action: 'Call someone', urgency: 'immediate', confidence: 0.8, reasoning: 'ST is up', basedOn: ['st'] },
        ],
      }),
    );
    const lines = wordsOf(page!).split('\n');
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    expect(at('CRITICAL: ST elevation, anterior')).toBeGreaterThan(-1);
    expect(at('CRITICAL: ST elevation, anterior')).toBeLessThan(at('Left axis deviation'));
    expect(lines).toContain('0.31 mV  ·  confidence 0.80');
    expect(lines.join('\n')).toContain('m does not agree: MI 0.05');
    expect(at('More: complete on page 2')).toBeGreaterThan(-1);
  });

  it('never says that there is no pacemaker', () => {
    const recording = twelveLeads();
    const analysis = analysisOf(recording, {
      pacing: { paced: false, spikes: [], mode: null, faults: [], limitation: null },
    });
    expect(wordsOf(pagesOf(recording, analysis)[0]!)).toContain('No pacing spikes seen at this sampling rate');
  });

  it.each(['A4', 'Letter'] as const)('lets no text overlap or leave the page on %s, however long', (paper) => {
    const { recording, analysis } = everythingLong();
    const pages = pagesOf(recording, analysis, paper);
    for (const page of pages) {
      expect(overlaps(page)).toEqual([]);
      expect(outside(page)).toEqual([]);
    }
  });

  it('carries what has no room on the first page complete to the next, with the patient on each', () => {
    const { recording, analysis } = everythingLong();
    const [first, ...further] = pagesOf(recording, analysis);
    expect(wordsOf(first!)).toContain('More: complete on page 2');
    const rest = further.map(wordsOf).join(' ').replaceAll('\n', ' ');
    for (let model = 0; model < 12; model += 1) expect(rest).toContain(`Held back (model-${model}):`);
    expect(rest).toContain('I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6: flat, lead off, mains hum');
    for (const page of further) {
      expect(wordsOf(page)).toContain('Hohenlohe');
      expect(wordsOf(page)).toContain('Unconfirmed computer interpretation');
    }
  });

  const einthoven = {
    code: 'einthoven-violated',
    text: 'III is not II - I (off by 0.14 mV); aVR is not -(I + II)/2 (off by 0.09 mV); aVL is not I - II/2 (off by 0.06 mV); aVF is not II - I/2 (off by 0.07 mV): a lead may be misplaced, mislabelled or wrongly scaled.',
  };
  const noted = (...notes: readonly { code: string; text: string }[]): Analysis => {
    const analysis = analysisOf(twelveLeads());
    return { ...analysis, recording: { ...analysis.recording, notes: [...notes] } };
  };

  it('puts the conclusion of a warning whole on the first page, and never "acceptable" alone above it', () => {
    const analysis = noted(einthoven);
    const quality = { ...analysis.quality, verdict: 'acceptable' as const };
    const lines = wordsOf(pagesOf(twelveLeads(), { ...analysis, quality })[0]!);
    expect(lines.replaceAll('\n', ' ')).toContain(
      'Acceptable signal, but with a warning: A lead may be misplaced, mislabelled or wrongly scaled. III is not II - I',
    );
    expect(lines.split('\n')).not.toContain('Acceptable');
    const crowded = { ...everythingLong().analysis, recording: analysis.recording };
    const [first] = pagesOf(twelveLeads(), crowded);
    expect(wordsOf(first!).replaceAll('\n', ' ')).toContain('misplaced, mislabelled or wrongly scaled.');
  });

  it.each([
    ['VALID', 'acceptable', 'Acceptable signal, but with a warning:', 'Acceptable'],
    ['VALID', 'limited', 'Limited signal, and a warning:', 'Limited'],
    ['INVALID', 'unacceptable', 'Unacceptable signal, and a warning:', 'Unacceptable'],
    [
      'INVALID',
      'acceptable',
      'Not judged, the recording is invalid; a warning:',
      'Not judged, the recording is invalid',
    ],
  ] as const)(
    'of a recording that is %s, its signal %s, words the quality so that it fits',
    (status, verdict, warned, alone) => {
      const linesOf = (analysis: Analysis): readonly string[] => {
        const validity = { ...analysis.validity, status };
        const quality = { ...analysis.quality, verdict };
        return wordsOf(pagesOf(twelveLeads(), { ...analysis, validity, quality })[0]!).split('\n');
      };
      expect(linesOf(noted(einthoven))).toContain(warned);
      expect(linesOf(noted())).toContain(alone);
    },
  );

  it('says what was not judged and not measured, with the reasons, a reason once', () => {
    const analysis = analysisOf(twelveLeads(), {
      rhythm: { statements: [], rhythm2017: null, reason: 'Rhythm is not assessed in this version.' },
      pacing: { paced: null, spikes: [], mode: null, faults: [], limitation: 'Spikes are not seen at 100 Hz.' },
    });
    const reasons = { pMs: 'No P wave.', prMs: 'No P wave.', pAxisDeg: 'No P wave in I.' };
    const measurements = { ...analysis.measurements, qtMs: 400, qtcBazettMs: 400, qtcFridericiaMs: 400, tAxisDeg: 5 };
    const [page] = pagesOf(twelveLeads(), { ...analysis, measurements: { ...measurements, reasons } });
    const lines = wordsOf(page!).split('\n');
    expect(lines).toContain('Not judged: Rhythm is not assessed in this version. Spikes are not seen at 100 Hz.');
    expect(lines).toContain('Not measured: P, PR – No P wave. P axis – No P wave in I.');
    expect(lines.join(' ')).not.toContain('whole recording');
  });

  it('says of a long recording what the rate and what the model rest on', () => {
    const analysis = noted();
    const long = { ...analysis, recording: { ...analysis.recording, durationS: 1805 } };
    const line = 'Rate over the whole recording (1805 s); the model read 0–10 s.';
    expect(wordsOf(pagesOf(twelveLeads(), long)[0]!)).toContain(line);
    expect(wordsOf(pagesOf(twelveLeads(), { ...long, diagnoses: [] })[0]!)).not.toContain('the model read');
  });

  it('gives the reason of an invalid recording once, and says that the model was held back', () => {
    const analysis = analysisOf(twelveLeads(), {
      diagnoses: [],
      validity: {
        status: 'INVALID',
        reasons: [
          { code: 'too-short', text: 'It is too short.' },
          { code: 'no-beats', text: 'The beats are missing.' },
        ],
        outOfDistributionScore: null,
      },
      gates: [
        { model: '*', code: 'invalid', text: 'The recording is not valid: It is too short. The beats are missing.' },
      ],
    });
    const words = wordsOf(pagesOf(twelveLeads(), analysis)[0]!).replaceAll('\n', ' ');
    expect(words).toContain('Invalid recording, not interpreted: It is too short. The beats are missing.');
    expect(words.split('It is too short.')).toHaveLength(2);
    expect(words).toContain('superclass-ensemble 1.0.0 (cdcdcdcdcdcd) held back');
  });

  it('never prints a probability of 0 or 1, and has the note on age beside the findings', () => {
    const base = noted({ code: 'age-unknown', text: 'The age is unknown.' });
    const diagnoses = base.diagnoses.map((each, index) => ({
      ...each,
      positive: true,
      probability: index === 0 ? 0.998 : 0.003,
    }));
    const [page] = pagesOf(twelveLeads(), { ...base, diagnoses });
    expect(wordsOf(page!)).toContain('probability > 0.99');
    expect(wordsOf(page!)).toContain('probability < 0.01');
    const note = texts(page!).find((item) => item.text === 'The age is unknown.');
    expect(note?.xMm).toBeLessThan(100);
  });
});

it('many models push neither program, source and time off the page, nor the model that made the findings', () => {
  const recording = twelveLeads();
  const base = analysisOf(recording);
  const other = (name: string) => ({ id: `another-model-${name}`, version: '1.0.0', sha256: 'ab'.repeat(32) });
  const models = [...['first', 'second', 'third', 'fourth', 'fifth'].map(other), ...base.models];
  const words = wordsOf(pagesOf(recording, { ...base, models })[0]!);
  for (const said of [
    'Einthoven 0.1.0',
    'Source SHA-256',
    'Printed 2026-11-21 10:11:12',
    'superclass-ensemble 1.0.0 (cdcdcdcdcdcd)',
  ])
    expect(words).toContain(said);
  expect(words).not.toContain('another-model-fifth');
});
