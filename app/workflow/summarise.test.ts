import { describe, expect, it } from 'vitest';
import type { Analysis } from '../analysis/schema.ts';
import { recordName } from './recordName.ts';
import { summarise } from './summarise.ts';

type Summarised = Parameters<typeof summarise>[0];
const diagnosis = (name: 'NORM' | 'MI' | 'CD', probability: number, positive: boolean) =>
  ({ model: 'm', version: '1', class: name, probability, threshold: 0.5, positive, calibrated: true }) as const;
const of = (change: Partial<Summarised>): string =>
  summarise({
    validity: { status: 'VALID', reasons: [], outOfDistributionScore: null },
    gates: [],
    diagnoses: [],
    rhythm: { statements: [], rhythm2017: null, reason: null },
    statements: [],
    ...change,
  });
const rhythm = (text: string): Analysis['rhythm'] => ({
  statements: [
    {
      code: 'x',
      text,
      confidence: 1,
      critical: false,
      evidence: { beats: [], leads: [], criterion: 'c', value: 1, threshold: 1, unit: null, flipsAt: null },
      source: 's',
      models: [],
    },
  ],
  rhythm2017: null,
  reason: null,
});

describe('summarise', () => {
  it('names positive findings, the likeliest first', () => {
    const diagnoses = [diagnosis('NORM', 0.1, false), diagnosis('CD', 0.55, true), diagnosis('MI', 0.72, true)];
    expect(of({ diagnoses })).toBe('MI 72 %, CD 55 %');
    expect(of({ diagnoses, rhythm: rhythm('Irregular rhythm.') })).toBe('irregular rhythm, MI 72 %, CD 55 %');
    expect(of({ rhythm: rhythm('AV block.') })).toBe('AV block');
  });

  it('says whose a class is where several models answered', () => {
    const diagnoses = [diagnosis('MI', 0.72, true), { ...diagnosis('MI', 0.6, true), model: 'n' }];
    expect(of({ diagnoses })).toBe('MI 72 % (m), MI 60 % (n)');
  });

  it('names what the model of one lead says of the rhythm, normal only where nothing else speaks', () => {
    const says = (N: number, A: number): Analysis['rhythm'] => ({
      statements: [],
      rhythm2017: { N, A, O: 0.01, '~': 0 },
      reason: null,
    });
    const diagnoses = [diagnosis('MI', 0.72, true)];
    expect(of({ diagnoses, rhythm: says(0.1, 0.86) })).toBe('MI 72 %, atrial fibrillation 86 % (one lead)');
    expect(of({ diagnoses, rhythm: says(0.9, 0.05) })).toBe('MI 72 %');
    const gates = [{ model: 'm', code: 'leads-missing', text: 'Leads are missing.' }];
    expect(of({ gates, rhythm: says(0.9, 0.05) })).toBe('normal sinus rhythm 90 % (one lead)');
  });

  it('marks what is critical, also where the rest cannot be read, and leaves the usual out', () => {
    const stated = rhythm('Ventricular fibrillation suspected.');
    const critical = { ...stated, statements: stated.statements.map((each) => ({ ...each, critical: true })) };
    const invalid = { status: 'INVALID' as const, reasons: [{ code: 'x', text: 'No.' }], outOfDistributionScore: null };
    expect(of({ rhythm: critical })).toBe('■ ventricular fibrillation suspected');
    expect(of({ rhythm: critical, validity: invalid })).toBe('■ ventricular fibrillation suspected');
    const usual = { ...stated, statements: stated.statements.map((each) => ({ ...each, code: 'sinus-rhythm' })) };
    expect(of({ rhythm: usual, diagnoses: [diagnosis('NORM', 0.9, true)] })).toBe('NORM 90 %');
  });

  it('is never as sure as 0 or 100 %', () => {
    expect(of({ diagnoses: [diagnosis('MI', 0.999, true), diagnosis('CD', 0.001, true)] })).toBe('MI 99 %, CD 1 %');
  });

  it('says why there is no reading, each reason once', () => {
    const text = 'The signal quality is unacceptable.';
    const gates = ['a', 'b'].map((model) => ({ model, code: 'q', text }));
    expect(of({ gates })).toBe('no reading: the signal quality is unacceptable');
    const reasons = [{ code: 'flat', text: 'All leads are flat.' }];
    expect(of({ validity: { status: 'INVALID', reasons, outOfDistributionScore: null }, gates })).toBe(
      'no reading: all leads are flat',
    );
  });

  it('tells nothing positive from nothing asked', () => {
    expect(of({ diagnoses: [diagnosis('MI', 0.2, false)] })).toBe('no class above its threshold');
    expect(of({})).toBe('');
  });
});

describe('recordName', () => {
  it.each([
    ['/data/00001_lr.hea', '00001_lr'],
    ['C:\\data\\a.b.csv', 'a.b'],
    ['noext', 'noext'],
    ['/x/.hea', '.hea'],
    ['/dotted.folder/rec', 'rec'],
  ])('%s', (path, name) => expect(recordName(path)).toBe(name));
});
