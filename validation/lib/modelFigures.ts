import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
type Interval = z.infer<typeof interval>;

const superclass = z.object({
  outOfFold: z.object({
    recordings: z.number(),
    auc: z.object({ macro: interval }),
    calibration: z.object({ afterCrossFitted: z.object({ ece: interval }) }),
  }),
});
const binary = z.object({ outOfFold: z.object({ recordings: z.number(), accuracy: interval }) });
const rhythm2017 = z.object({ test: z.object({ recordings: z.number(), meanF1: interval }) });
const beats = z.object({
  testDs2: z.object({
    bytes: z.number(),
    accuracy: interval,
    classes: z.array(z.object({ name: z.string(), beats: z.number(), f1: interval.nullish() })),
  }),
});

/** One figure of a shipped model against the floor and aim, shares of 1 or bytes. */
export interface ModelFigure {
  readonly model: string;
  readonly figure: string;
  readonly set: string;
  readonly n: number;
  readonly floor: number;
  readonly aim: number;
  readonly found: Interval | number;
  /** Whether less is better. */
  readonly falling: boolean;
}

const metricsOf = <T>(models: string, id: string, schema: z.ZodType<T>): T => {
  const manifest: unknown = JSON.parse(readFileSync(join(models, id, 'model.json'), 'utf8'));
  return z.object({ metrics: schema }).parse(manifest).metrics;
};

/** What each training wrote into the manifest of the model that ships. */
export const modelFigures = (models: string): readonly ModelFigure[] => {
  const folds = 'PTB-XL folds 1-9, out of fold';
  const { outOfFold: five } = metricsOf(models, 'superclass-ensemble', superclass);
  const two = (id: string) => metricsOf(models, id, binary).outOfFold;
  const { test: rhythm } = metricsOf(models, 'rhythm2017-net', rhythm2017);
  const ofBeats = (id: string) => {
    const { testDs2 } = metricsOf(models, id, beats);
    const f1 = (name: string) => testDs2.classes.find((each) => each.name === name)?.f1 ?? Number.NaN;
    return { ...testDs2, n: testDs2.classes.reduce((sum, each) => sum + each.beats, 0), v: f1('V'), s: f1('S') };
  };
  const [file, live, small] = [ofBeats('beats-diagnostic'), ofBeats('beats-causal'), ofBeats('beats-causal-int8')];
  const up = { falling: false };
  const down = { falling: true };
  const ds2 = 'mitdb DS2';
  const loss = foundValue(live.v) - foundValue(small.v);
  return [
    {
      model: 'superclass-ensemble',
      figure: 'macro AUC',
      set: folds,
      n: five.recordings,
      floor: 0.92,
      aim: 0.945,
      found: five.auc.macro,
      ...up,
    },
    {
      model: 'superclass-ensemble',
      figure: 'ECE, ten bins, cross-fitted',
      set: folds,
      n: five.recordings,
      floor: 0.05,
      aim: 0.025,
      found: five.calibration.afterCrossFitted.ece,
      ...down,
    },
    ...(
      [
        ['binary-logreg', 0.82, 0.85],
        ['binary-gru', 0.84, 0.87],
        ['binary-ensemble', 0.88, 0.9],
      ] as const
    ).map(
      ([model, floor, aim]): ModelFigure => ({
        model,
        figure: 'accuracy',
        set: folds,
        n: two(model).recordings,
        floor,
        aim,
        found: two(model).accuracy,
        ...up,
      }),
    ),
    {
      model: 'rhythm2017-net',
      figure: 'mean F1 of N, A, O',
      set: 'cinc2017, fixed 15 %, one look',
      n: rhythm.recordings,
      floor: 0.79,
      aim: 0.84,
      found: rhythm.meanF1,
      ...up,
    },
    {
      model: 'beats-diagnostic',
      figure: 'F1 of V',
      set: ds2,
      n: file.n,
      floor: 0.91,
      aim: 0.955,
      found: file.v,
      ...up,
    },
    { model: 'beats-diagnostic', figure: 'F1 of S', set: ds2, n: file.n, floor: 0.3, aim: 0.55, found: file.s, ...up },
    {
      model: 'beats-diagnostic',
      figure: 'accuracy',
      set: ds2,
      n: file.n,
      floor: 0.94,
      aim: 0.965,
      found: file.accuracy,
      ...up,
    },
    { model: 'beats-causal', figure: 'F1 of V', set: ds2, n: live.n, floor: 0.89, aim: 0.95, found: live.v, ...up },
    { model: 'beats-causal', figure: 'F1 of S', set: ds2, n: live.n, floor: 0.28, aim: 0.5, found: live.s, ...up },
    {
      model: 'beats-causal-int8',
      figure: 'F1 of V lost to eight bits',
      set: ds2,
      n: small.n,
      floor: 0.01,
      aim: 0.003,
      found: loss,
      ...down,
    },
    {
      model: 'beats-causal-int8',
      figure: 'kB',
      set: 'file',
      n: 1,
      floor: 213,
      aim: 100,
      found: small.bytes / 1000,
      ...down,
    },
  ];
};

export const foundValue = (found: Interval | number): number => (typeof found === 'number' ? found : found.value);
