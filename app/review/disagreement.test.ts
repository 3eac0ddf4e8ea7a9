import { expect, it } from 'vitest';
import { disagreementLedger } from './disagreement.ts';
import { confirm, content, performed, save, sign } from './testReviews.testing.ts';

it('counts what readers who signed made of each statement', () => {
  const changed = {
    ...content,
    own: [],
    answered: [
      {
        ...content.answered[0]!,
        answer: 'changed' as const,
        changedTo: { code: 'atrial-flutter', modifiers: [], text: 'Atrial flutter' },
      },
      content.answered[1]!,
    ],
  };
  const ledger = disagreementLedger([
    performed(save, confirm, sign),
    performed({ kind: 'save', content: changed, reason: null }, confirm, sign),
    // Nobody answers for it yet.
    performed(save, confirm),
    [],
  ]);
  expect(ledger).toEqual({
    recordings: 2,
    lines: [
      {
        code: 'lvh',
        agreed: 0,
        changed: 0,
        rejected: 2,
        added: 0,
        agreement: { share: 0, low: 0, high: expect.closeTo(0.658, 3) },
      },
      {
        code: 'atrial-fibrillation',
        agreed: 1,
        changed: 1,
        rejected: 0,
        added: 0,
        agreement: { share: 0.5, low: expect.closeTo(0.095, 3), high: expect.closeTo(0.905, 3) },
      },
      { code: 'atrial-flutter', agreed: 0, changed: 0, rejected: 0, added: 1, agreement: null },
      { code: 'infarction-inferior', agreed: 0, changed: 0, rejected: 0, added: 1, agreement: null },
    ],
  });
});

it('counts what was signed on the days that are asked for', () => {
  const signed = performed(save, confirm, sign);
  const day = '2026-11-21';
  const recordings = (from: string | null, to: string | null) => disagreementLedger([signed], { from, to }).recordings;
  expect(recordings(day, day)).toBe(1);
  expect(recordings(null, day)).toBe(1);
  expect(recordings('2026-11-22', null)).toBe(0);
  expect(recordings(null, '2026-11-20')).toBe(0);
});
