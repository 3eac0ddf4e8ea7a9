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
      { code: 'lvh', agreed: 0, changed: 0, rejected: 2, added: 0, agreement: 0 },
      { code: 'atrial-fibrillation', agreed: 1, changed: 1, rejected: 0, added: 0, agreement: 0.5 },
      { code: 'atrial-flutter', agreed: 0, changed: 0, rejected: 0, added: 1, agreement: null },
      { code: 'infarction-inferior', agreed: 0, changed: 0, rejected: 0, added: 1, agreement: null },
    ],
  });
});
