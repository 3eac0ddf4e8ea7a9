import { expect, test } from 'vitest';
import { standardLeads } from '../../app/recording/recording.ts';
import { recordingOf } from '../../app/tracing/testRecordings.ts';
import { cssPxPerMm } from './scale.ts';
import { type Scene, stageScene } from './scene.ts';

const recording = recordingOf(standardLeads, 10, () => 0, 100);
const scene: Scene = {
  recording,
  beats: [],
  spikes: [],
  quality: [],
  marked: null,
  band: null,
  lit: null,
  layout: '3x4+1',
  speedMmPerS: 25,
  gainMmPerMv: 10,
  fromS: 0,
  scaleMode: 'true',
  magnification: 1,
  cornerMm: { xMm: 0, yMm: 0 },
  cssPxPerMm,
  calipers: { list: [], active: null },
};
const size = { cssWidthPx: 1080, cssHeightPx: 840, deviceWidthPx: 2160, deviceHeightPx: 1680 };

test('at true scale the zoom is 1, whatever the size of the window, and the time shown gives way', () => {
  expect(stageScene(scene, size).zoom).toBe(1);
  const narrow = stageScene(scene, { ...size, cssWidthPx: 540 });
  expect(narrow.zoom).toBe(1);
  expect(narrow.tracing.mmPerS).toBe(25);
  expect(narrow.tracing.toS - narrow.tracing.fromS).toBeLessThan(540 / cssPxPerMm / 25);
});

test.each([540, 1080, 2000])(
  'fitted to %d pixels, all ten seconds are there and the paper ends with the canvas',
  (width) => {
    const staged = stageScene({ ...scene, scaleMode: 'fit' }, { ...size, cssWidthPx: width });
    expect(staged.tracing.toS - staged.tracing.fromS).toBeCloseTo(10, 6);
    expect(staged.list.widthMm * staged.zoom * cssPxPerMm).toBeCloseTo(width, 3);
  },
);

test('the caption says when a millimetre is not one, keeps 2 mm from the edge and stays readable', () => {
  const captionOf = (scaleMode: Scene['scaleMode'], cssWidthPx: number) => {
    const { list, zoom } = stageScene({ ...scene, scaleMode }, { ...size, cssWidthPx });
    const caption = list.items.at(-1);
    if (caption?.kind !== 'text') throw new Error('the caption is not the last item');
    return { text: caption.text, shownInsetMm: caption.xMm * zoom, shownSizeMm: caption.sizeMm * zoom };
  };
  for (const width of [540, 2000]) {
    const fitted = captionOf('fit', width);
    expect(fitted.text).toMatch(/^Not to scale/);
    expect(fitted.shownInsetMm).toBeCloseTo(2, 6);
    expect(fitted.shownSizeMm).toBeGreaterThanOrEqual(2.59);
  }
  expect(captionOf('true', 1080)).toMatchObject({ text: expect.stringMatching(/^25 mm\/s/), shownInsetMm: 2 });
});

test('a band lies behind the traces and adds nothing else', () => {
  const activation = {
    model: 'net',
    classes: ['MI'],
    cells: 2,
    fromS: 0,
    toS: 10,
    leads: ['II'],
    spokeFor: Float32Array.of(0, 1),
    spokeAgainst: Float32Array.of(1, 0),
    checks: [],
  };
  const plain = stageScene(scene, size).list.items;
  const banded = stageScene({ ...scene, band: { activation, classIndex: 0, signed: false } }, size).list.items;
  const added = banded.filter((item) => item.kind === 'rect' && item.fill === 'activation');
  expect(added.length).toBeGreaterThan(0);
  expect(banded.length).toBe(plain.length + added.length);
  const firstTrace = banded.findIndex((item) => item.kind === 'polyline');
  expect(banded.slice(firstTrace)).not.toContainEqual(expect.objectContaining({ fill: 'activation' }));
});
