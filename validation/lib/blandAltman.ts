import type { DisplayItem, DisplayList, Ink } from '../../app/tracing/displayList.ts';

/** One recording: what was measured and what it should have been, ms. */
export interface Pair {
  readonly measuredMs: number;
  readonly referenceMs: number;
}

export interface Agreement {
  readonly n: number;
  readonly biasMs: number;
  readonly sdMs: number;
  /** Bias -+ 1.96 SD. */
  readonly lowMs: number;
  readonly highMs: number;
}

/** Bias and 95 % limits of agreement (Bland & Altman, Lancet 1986;327:307-310). NaN with fewer than two pairs. */
export const agreementOf = (pairs: readonly Pair[]): Agreement => {
  const n = pairs.length;
  const differences = pairs.map(({ measuredMs, referenceMs }) => measuredMs - referenceMs);
  const biasMs = differences.reduce((sum, d) => sum + d, 0) / n;
  const sdMs = n < 2 ? Number.NaN : Math.sqrt(differences.reduce((sum, d) => sum + (d - biasMs) ** 2, 0) / (n - 1));
  return { n, biasMs, sdMs, lowMs: biasMs - 1.96 * sdMs, highMs: biasMs + 1.96 * sdMs };
};

const widthMm = 120;
const heightMm = 78;
const plot = { left: 16, right: widthMm - 24, top: 10, bottom: heightMm - 14 };
const text = (
  xMm: number,
  yMm: number,
  content: string,
  align: 'left' | 'center' | 'right' = 'left',
  ink: Ink = 'text',
): DisplayItem => ({ kind: 'text', xMm, yMm, sizeMm: 3, text: content, ink, weight: 'regular', align });
const line = (segments: readonly number[], ink: Ink, strokeMm: number): DisplayItem => ({
  kind: 'lines',
  segmentsMm: Float32Array.from(segments),
  ink,
  strokeMm,
});

/** A step of 1, 2 or 5 times a power of ten that gives at most eight ticks. */
const stepFor = (span: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(span, 1e-6) / 8));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => span / step <= 8) ?? 10 * power;
};
const ticks = (low: number, high: number): number[] => {
  const step = stepFor(high - low);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
};

/**
 * Differences over means as dots, bias and limits of agreement as lines. Differences beyond `beyondMs` are drawn at the
 * edge, so that one outlier does not flatten the rest; their number is written there.
 */
export const blandAltmanPlot = (title: string, pairs: readonly Pair[], beyondMs: number): DisplayList => {
  const { n, biasMs, lowMs, highMs } = agreementOf(pairs);
  const means = pairs.map(({ measuredMs, referenceMs }) => (measuredMs + referenceMs) / 2);
  const [lowest, highest] = [Math.min(...means) - 5, Math.max(...means) + 5];
  const x = (ms: number): number => plot.left + ((ms - lowest) / (highest - lowest)) * (plot.right - plot.left);
  const y = (ms: number): number =>
    (plot.top + plot.bottom) / 2 -
    (Math.max(-beyondMs, Math.min(beyondMs, ms)) / beyondMs) * ((plot.bottom - plot.top) / 2);
  const dots = pairs.flatMap(({ measuredMs, referenceMs }, i) => {
    const [atX, atY] = [x(means[i]!), y(measuredMs - referenceMs)];
    return [atX, atY, atX + 0.01, atY];
  });
  const outside = pairs.filter(({ measuredMs, referenceMs }) => Math.abs(measuredMs - referenceMs) > beyondMs).length;
  const level = (ms: number, name: string, strokeMm: number): DisplayItem[] => [
    line([plot.left, y(ms), plot.right, y(ms)], 'critical', strokeMm),
    text(plot.right + 1.5, y(ms) + 1, `${name} ${ms.toFixed(1)}`, 'left', 'critical'),
  ];
  return {
    widthMm,
    heightMm,
    items: [
      text(
        plot.left,
        6,
        `${title}; n = ${n}${outside > 0 ? `; ${outside} beyond ${beyondMs} ms drawn at the edge` : ''}`,
      ),
      ...ticks(-beyondMs, beyondMs).flatMap((ms) => [
        line([plot.left, y(ms), plot.right, y(ms)], 'gridMajor', ms === 0 ? 0.3 : 0.1),
        text(plot.left - 1.5, y(ms) + 1, String(ms), 'right', 'muted'),
      ]),
      ...ticks(lowest, highest).flatMap((ms) => [
        line([x(ms), plot.top, x(ms), plot.bottom], 'gridMajor', 0.1),
        text(x(ms), plot.bottom + 4.5, String(ms), 'center', 'muted'),
      ]),
      line(dots, 'trace', n > 400 ? 0.8 : 1.2),
      ...level(biasMs, 'bias', 0.4),
      ...level(highMs, '+1.96 SD', 0.25),
      ...level(lowMs, '-1.96 SD', 0.25),
      text((plot.left + plot.right) / 2, heightMm - 3, 'mean of measured and reference, ms', 'center'),
      text(2, 6, 'ms', 'left', 'muted'),
    ],
  };
};
