import { expect, test } from 'vitest';
import type { DisplayItem } from '../../app/tracing/displayList.ts';
import { drawDisplayList, type Pen } from './drawDisplayList.ts';
import type { Palette } from './palette.ts';

const palette: Palette = {
  paper: 'paper',
  gridMinor: 'gridMinor',
  gridMajor: 'gridMajor',
  trace: 'trace',
  text: 'text',
  muted: 'muted',
  rule: 'rule',
  accent: 'accent',
  critical: 'critical',
  activation: 'activation',
};

/** A pen that writes down what it is told. */
const recordingPen = () => {
  const strokes: string[] = [];
  const pen: Pen = {
    beginPath: () => {},
    moveTo: (x, y) => void strokes.push(`M${x},${y}`),
    lineTo: (x, y) => void strokes.push(`L${x},${y}`),
    stroke: () => void strokes.push(`stroke ${pen.strokeStyle} ${pen.lineWidth}`),
    fillRect: (...box) => void strokes.push(`rect ${pen.fillStyle} ${pen.globalAlpha} ${box}`),
    fillText: (text, x, y) => void strokes.push(`text ${text} ${x},${y} ${pen.font}`),
    strokeStyle: '',
    fillStyle: '',
    lineWidth: 0,
    lineJoin: 'miter',
    lineCap: 'butt',
    globalAlpha: 1,
    font: '',
    textAlign: 'start',
    textBaseline: 'top',
  };
  return { pen, strokes };
};

const drawn = (item: DisplayItem, pxPerMm: number): string[] => {
  const { pen, strokes } = recordingPen();
  drawDisplayList(pen, { widthMm: 10, heightMm: 10, items: [item] }, pxPerMm, palette);
  return strokes;
};

test('a trace is drawn at its exact place, at any scale, and a missing sample lifts the pen', () => {
  const pointsMm = Float32Array.of(0.5, 1.25, 1, 2, Number.NaN, Number.NaN, 3, 4, 5, 6);
  expect(drawn({ kind: 'polyline', pointsMm, ink: 'trace', strokeMm: 0.25 }, 4)).toEqual([
    'M2,5',
    'L4,8',
    'M12,16',
    'L20,24',
    'stroke trace 1',
  ]);
});

test('grid lines lie on whole pixels', () => {
  const segmentsMm = Float32Array.of(1, 0, 1, 10, 0, 2, 10, 2);
  expect(drawn({ kind: 'lines', segmentsMm, ink: 'gridMinor', strokeMm: 0.1 }, 3.78)).toEqual([
    'M3.5,0',
    expect.stringMatching(/^L3\.5,37\.8/),
    expect.stringMatching(/^M0,7\.5$/),
    expect.stringMatching(/^L37\.8\d*,7\.5$/),
    'stroke gridMinor 1',
  ]);
});

test('bands are filled with their opacity, and neighbours share an edge', () => {
  const band = (xMm: number): DisplayItem => ({
    kind: 'rect',
    xMm,
    yMm: 0,
    widthMm: 1.3,
    heightMm: 2,
    fill: 'activation',
    opacity: 0.5,
  });
  expect(drawn(band(0), 3.78)).toEqual(['rect activation 0.5 0,0,5,8']);
  expect(drawn(band(1.3), 3.78)).toEqual(['rect activation 0.5 5,0,5,8']);
});

test('text keeps its size in millimetres', () => {
  const text = { kind: 'text', xMm: 2, yMm: 3, sizeMm: 3, text: 'aVR', ink: 'text', align: 'left' } as const;
  expect(drawn({ ...text, weight: 'semibold' }, 10)).toEqual([expect.stringMatching(/^text aVR 20,30 600 30px/)]);
});
