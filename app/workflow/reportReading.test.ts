import { describe, expect, it } from 'vitest';
import { confirm, content, ground, performed, save, sign } from '../review/testReviews.testing.ts';
import { readingOf } from './reportReading.ts';

const [fibrillation, hypertrophy] = content.answered;
const critical = { code: 'st-elevation-anterior', text: 'ST elevation, anterior', critical: true };

describe('readingOf', () => {
  it('keeps what was critical so, with the acknowledgement, when it is agreed with', () => {
    expect(readingOf({ ground, versions: performed(save, confirm) }).standing).toMatchObject({
      kind: 'confirmed',
      statements: [
        { text: 'Atrial fibrillation, ventricular rate 120/min', critical: 'acknowledged' },
        { text: 'Inferior myocardial infarction, old', critical: null },
      ],
      criticalBeside: [],
    });
  });

  it('names a critical statement that the reader rejected', () => {
    const rejected = { ...content, answered: [{ ...fibrillation!, answer: 'rejected' as const }, hypertrophy!] };
    const versions = performed({ ...save, content: rejected }, confirm);
    expect(readingOf({ ground, versions }).standing).toMatchObject({
      statements: [{ text: 'Inferior myocardial infarction, old', critical: null }],
      criticalBeside: [{ text: fibrillation?.text, became: 'rejected' }],
    });
  });

  it('says of what became critical after the signature that nobody acknowledged it', () => {
    const versions = performed(save, confirm, sign);
    const now = { ...ground, analysisSha256: 'd'.repeat(64), computer: [...ground.computer, critical] };
    expect(readingOf({ ground: now, versions }).standing).toMatchObject({
      onAnotherAnalysis: true,
      criticalBeside: [{ text: critical.text, became: 'not acknowledged' }],
    });
  });
});
