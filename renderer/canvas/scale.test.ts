import { expect, test } from 'vitest';
import { areaMm, crispPositionPx, crispWidthPx, cssPxPerMm, devicePxPerMm, zoomToFit } from './scale.ts';

const size = { cssWidthPx: 960, cssHeightPx: 480, deviceWidthPx: 1440, deviceHeightPx: 720 };

test.each([1, 1.5, 2])('one inch is 96 CSS pixels at a pixel ratio of %d', (ratio) => {
  expect(devicePxPerMm(1, ratio) * 25.4).toBeCloseTo(96 * ratio, 9);
});

test('the paper shown and the zoom that makes it fill the canvas belong together', () => {
  const zoom = zoomToFit(size, 270);
  expect(areaMm(size, zoom).widthMm).toBeCloseTo(270, 9);
  expect(areaMm(size, 1)).toEqual({ widthMm: 960 / cssPxPerMm, heightMm: 480 / cssPxPerMm });
});

test.each([0.1, 0.4, 1, 3.7])('a crisp line of %d mm covers whole pixels and stays where it belongs', (strokeMm) => {
  for (const pxPerMm of [3.78, 5.67, 7.56]) {
    const width = crispWidthPx(strokeMm, pxPerMm);
    expect(Number.isInteger(width)).toBe(true);
    expect(width).toBeGreaterThanOrEqual(1);
    for (let position = 0; position < 40; position += 0.37) {
      const middle = crispPositionPx(position, width);
      expect(Number.isInteger(middle - width / 2)).toBe(true);
      expect(Math.abs(middle - position)).toBeLessThanOrEqual(0.5);
    }
  }
});
