import { expect, test } from 'vitest';
import { cardBlocks } from './cardBlocks.ts';

test('takes a card apart into headings, paragraphs, lists and tables', () => {
  const card = [
    '# net 1.0',
    'Five **superclasses**,',
    'see [the paper](https://example.org).',
    '',
    'Not for:',
    '- paced rhythm',
    '- `children`',
    '',
    '| class | AUC |',
    '| ----- | --- |',
    '| **MI** | 0.93 [0.91, 0.95] |',
    '',
    '![Learning curves](curve.png)',
  ].join('\n');
  expect(cardBlocks(card)).toEqual([
    { kind: 'heading', text: 'net 1.0' },
    { kind: 'paragraph', text: 'Five superclasses, see the paper.' },
    { kind: 'paragraph', text: 'Not for:' },
    { kind: 'list', items: ['paced rhythm', 'children'] },
    { kind: 'table', head: ['class', 'AUC'], rows: [['MI', '0.93 [0.91, 0.95]']] },
    { kind: 'paragraph', text: '(picture: Learning curves)' },
  ]);
});

test('an empty card, and one of no Markdown at all', () => {
  expect(cardBlocks('')).toEqual([]);
  expect(cardBlocks('<script>alert(1)</script>')).toEqual([{ kind: 'paragraph', text: '<script>alert(1)</script>' }]);
  expect(cardBlocks('| a |\n|')).toMatchObject([{ kind: 'table' }]);
});
