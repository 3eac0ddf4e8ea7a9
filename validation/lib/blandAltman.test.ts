import { expect, test } from 'vitest';
import { displayListSvg } from '../../main/node/pdf/displayListSvg.ts';
import { agreementOf, blandAltmanPlot } from './blandAltman.ts';

const pairs = [-10, 0, 10, 20].map((by, i) => ({ measuredMs: 400 + 10 * i + by, referenceMs: 400 + 10 * i }));

test('bias and limits of agreement by hand', () => {
  const { n, biasMs, sdMs, lowMs, highMs } = agreementOf(pairs);
  expect([n, biasMs]).toEqual([4, 5]);
  expect(sdMs).toBeCloseTo(Math.sqrt(500 / 3), 10);
  expect(highMs - lowMs).toBeCloseTo(2 * 1.96 * sdMs, 10);
  expect(agreementOf([pairs[0]!]).sdMs).toBeNaN();
});

test('the picture stays inside its frame, names what lies beyond, and is the same each time', () => {
  const list = blandAltmanPlot('QT < all >', [...pairs, { measuredMs: 900, referenceMs: 400 }], 40);
  const svg = displayListSvg(list, 'QT');
  expect(svg).toContain('1 beyond 40 ms');
  expect(svg).toContain('QT &lt; all &gt;');
  expect(svg).toBe(
    displayListSvg(blandAltmanPlot('QT < all >', [...pairs, { measuredMs: 900, referenceMs: 400 }], 40), 'QT'),
  );
  for (const item of list.items)
    if (item.kind === 'lines')
      for (const at of item.segmentsMm) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(list.widthMm);
      }
});
