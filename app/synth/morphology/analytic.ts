import type { Morphology } from '../catalogue.ts';
import type { Component, Polyline, WaveName } from '../wave.ts';

const line = (wave: WaveName, corners: Polyline['corners'], heightMv: number): Component => ({
  shape: 'polyline',
  wave,
  corners,
  vectorMv: [heightMv, 0, 0],
});

const rectangle = (heightMv: number): Component[] => [
  line(
    'QRS',
    [
      [0, 0],
      [0, 1],
      [100, 1],
      [100, 0],
    ],
    heightMv,
  ),
];

const triangle = (heightMv: number, widthMs: number): Component[] => [
  line(
    'QRS',
    [
      [0, 0],
      [widthMs / 2, 1],
      [widthMs, 0],
    ],
    heightMv,
  ),
];

/** A beat of triangles, and a trapezoid for a raised ST segment; milliseconds from the QRS onset. */
const drawn = (beat: {
  readonly pMs: number;
  readonly prMs: number;
  readonly qrs: Polyline['corners'];
  readonly stMv: number;
  readonly tFromMs: number;
  readonly qtMs: number;
}): Component[] => {
  const qrsMs = beat.qrs[beat.qrs.length - 1]![0];
  const tMiddleMs = (beat.tFromMs + beat.qtMs) / 2;
  return [
    line(
      'P',
      [
        [-beat.prMs, 0],
        [-beat.prMs + beat.pMs / 2, 1],
        [-beat.prMs + beat.pMs, 0],
      ],
      0.15,
    ),
    line('QRS', beat.qrs, 1),
    ...(beat.stMv === 0
      ? []
      : [
          line(
            'ST',
            [
              [qrsMs, 0],
              [qrsMs, 1],
              [beat.tFromMs, 1],
              [beat.tFromMs, 0],
            ],
            beat.stMv,
          ),
        ]),
    line(
      'T',
      [
        [beat.tFromMs, 0],
        [beat.tFromMs, beat.stMv / 0.3],
        [tMiddleMs, 1],
        [beat.qtMs, 0],
      ],
      0.3,
    ),
  ];
};

type Analytic = Extract<Morphology, `cal-${string}` | `analytic-${string}`>;

/**
 * Calibration and analytic beats in the sense of IEC 60601-2-25: the same in every lead up to its factor, with
 * durations and heights known by construction. (The standard's own CAL and ANE files are not rebuilt.)
 */
export const analyticBeats = {
  'cal-rectangle-500uv': rectangle(0.5),
  'cal-rectangle-1000uv': rectangle(1),
  'cal-rectangle-1500uv': rectangle(1.5),
  'cal-rectangle-2000uv': rectangle(2),
  'cal-triangle': triangle(1, 100),
  'cal-triangle-narrow': triangle(2, 40),
  'analytic-qrs': drawn({
    pMs: 100,
    prMs: 160,
    qrs: [
      [0, 0],
      [10, -0.2],
      [20, 0],
      [40, 1.2],
      [60, 0],
      [74, -0.4],
      [90, 0],
    ],
    stMv: 0,
    tFromMs: 200,
    qtMs: 400,
  }),
  'analytic-r': drawn({
    pMs: 100,
    prMs: 180,
    qrs: [
      [0, 0],
      [30, 1],
      [60, 0],
    ],
    stMv: 0,
    tFromMs: 180,
    qtMs: 360,
  }),
  'analytic-wide': drawn({
    pMs: 120,
    prMs: 220,
    qrs: [
      [0, 0],
      [40, 1.5],
      [80, 0],
      [110, -0.8],
      [140, 0],
    ],
    stMv: 0.2,
    tFromMs: 240,
    qtMs: 440,
  }),
} as const satisfies Record<Analytic, readonly Component[]>;
