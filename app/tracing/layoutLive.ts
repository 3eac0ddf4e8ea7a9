import { calibrationPulse, pulseRoomMm } from './calibrationPulse.ts';
import type { DisplayItem, DisplayList, LinesItem, TextItem } from './displayList.ts';
import { gridLines } from './gridLines.ts';
import { leadNameSizeMm } from './leadLabels.ts';
import { tracePoints } from './tracePoints.ts';
import type { Piece } from './tracingLayout.ts';

/** A beat as it is known now. */
export interface LiveBeat {
  readonly timeS: number;
  /** null while its class has not come, or cannot be told. */
  readonly aami: string | null;
  readonly counted: boolean;
  /** Since the beat before. */
  readonly intervalS: number | null;
}

export interface LiveScene {
  readonly leads: readonly { readonly name: string; readonly samplesMv: Float32Array }[];
  readonly sampleRateHz: number;
  /** Nothing behind this time is drawn. */
  readonly nowS: number;
  /** Ascending. */
  readonly beats: readonly LiveBeat[];
  readonly speedMmPerS: number;
  readonly gainMmPerMv: number;
}

export interface LiveLayout {
  readonly list: DisplayList;
  /** Time over the whole width. */
  readonly windowS: number;
}

const traceStrokeMm = 0.25;
/** What the sweep is about to overwrite is taken away this far ahead of it. */
const gapMm = 6;
const marginMm = 5;
const markRowMm = 8;
const tachogramMm = 20;
export const tachogramS = 60;
const longestIntervalS = 2;
const letterSizeMm = 3.2;
const smallSizeMm = 2.6;
/** The voltage on the baseline holds for a sweep: it is what was usual in this time before its begin. */
const levelS = 2;

/**
 * A monitor's sweep on millimetre paper: the trace is written from left to right and over what it wrote a sweep before, so that
 * what stands can be read and measured. Beats have a tick and, once it has come, the letter of their class; below, the RR
 * intervals of the last minute. Looks at no sample behind `nowS`.
 */
export const layoutLive = (
  scene: LiveScene,
  area: { readonly widthMm: number; readonly heightMm: number },
): LiveLayout => {
  const { nowS, speedMmPerS: mmPerS, leads } = scene;
  const leftMm = marginMm + pulseRoomMm(mmPerS);
  const widthMm = Math.max(5, Math.floor((area.widthMm - leftMm - marginMm) / 5) * 5);
  const windowS = widthMm / mmPerS;
  const rowsMm = Math.max(10, Math.floor((area.heightMm - markRowMm - tachogramMm - 4 * marginMm) / 5) * 5);
  const sweepFromS = Math.floor(nowS / windowS) * windowS;
  const paper = { xMm: marginMm, yMm: marginMm, widthMm: leftMm - marginMm + widthMm, heightMm: markRowMm + rowsMm };
  const xOf = (timeS: number): number => leftMm + (timeS - sweepFromS) * mmPerS;
  const rowMm = rowsMm / Math.max(1, leads.length);

  const items: DisplayItem[] = [
    ...gridLines({ ...paper, yMm: marginMm + markRowMm - 3, heightMm: Math.floor((rowsMm + 5) / 5) * 5 }),
  ];
  leads.forEach(({ name, samplesMv }, row) => {
    const topMm = marginMm + markRowMm + row * rowMm;
    const baselineMm = topMm + 0.6 * rowMm;
    const common = {
      role: 'rhythm',
      lead: name,
      leadIndex: row,
      sign: 1,
      xMm: leftMm,
      widthMm,
      baselineMm,
      rowTopMm: topMm,
      rowHeightMm: rowMm,
    } as const;
    const draw = (piece: Piece): DisplayItem => ({
      kind: 'polyline',
      ink: 'trace',
      strokeMm: traceStrokeMm,
      pointsMm: tracePoints(samplesMv.subarray(0, Math.max(0, Math.floor(nowS * scene.sampleRateHz + 1e-6))), {
        piece,
        sampleRateHz: scene.sampleRateHz,
        mmPerS,
        mmPerMv: scene.gainMmPerMv,
        topMm: marginMm,
        bottomMm: marginMm + markRowMm + rowsMm,
        columns: null,
      }),
    });
    const before = { fromS: sweepFromS - windowS, xMm: xOf(nowS) + gapMm };
    const levelBefore = levelOf(samplesMv, scene.sampleRateHz, before.fromS);
    items.push(
      draw({
        ...common,
        fromS: sweepFromS,
        toS: nowS,
        offsetMv: levelOf(samplesMv, scene.sampleRateHz, sweepFromS),
      }),
      ...(before.fromS >= 0 && before.xMm < leftMm + widthMm
        ? [
            draw({
              ...common,
              xMm: before.xMm,
              widthMm: leftMm + widthMm - before.xMm,
              fromS: before.fromS + (before.xMm - leftMm) / mmPerS,
              toS: sweepFromS,
              offsetMv: levelBefore,
            }),
          ]
        : []),
      calibrationPulse(marginMm, baselineMm, { mmPerS, mmPerMv: scene.gainMmPerMv }, { strokeMm: traceStrokeMm }),
      textAt(marginMm + 1.2, baselineMm + 6, name, { sizeMm: leadNameSizeMm, weight: 'semibold' }),
    );
  });
  items.push(
    ...beatItems(scene, { sweepFromS, windowS, leftMm, mmPerS }),
    ...tachogram(scene, {
      xMm: leftMm,
      yMm: marginMm + markRowMm + rowsMm + 2 * marginMm,
      widthMm,
    }),
  );
  return { list: { widthMm: area.widthMm, heightMm: area.heightMm, items }, windowS };
};

const textAt = (
  xMm: number,
  yMm: number,
  text: string,
  how: Partial<Pick<TextItem, 'sizeMm' | 'weight' | 'align' | 'ink'>> = {},
): TextItem => ({
  kind: 'text',
  xMm,
  yMm,
  text,
  sizeMm: smallSizeMm,
  ink: 'text',
  weight: 'regular',
  align: 'left',
  ...how,
});

/** Middle of the samples in the seconds up to `toS`, or of the first ones when there are none before; 0 when all are missing. */
const levelOf = (samplesMv: Float32Array, sampleRateHz: number, toS: number): number => {
  const to = Math.max(Math.ceil(0.2 * sampleRateHz), Math.floor(toS * sampleRateHz));
  const from = Math.max(0, to - Math.floor(levelS * sampleRateHz));
  const values = samplesMv.slice(from, to).filter(Number.isFinite).sort();
  return values[values.length >> 1] ?? 0;
};

const beatItems = (
  { beats, nowS }: LiveScene,
  at: { readonly sweepFromS: number; readonly windowS: number; readonly leftMm: number; readonly mmPerS: number },
): DisplayItem[] => {
  const plain: number[] = [];
  const marked: number[] = [];
  const letters: TextItem[] = [];
  for (let i = beats.length - 1; i >= 0; i--) {
    const { timeS, aami, counted } = beats[i]!;
    if (timeS < nowS - at.windowS + gapMm / at.mmPerS) break;
    const sweepFromS = timeS >= at.sweepFromS ? at.sweepFromS : at.sweepFromS - at.windowS;
    const x = at.leftMm + (timeS - sweepFromS) * at.mmPerS;
    const isPlain = aami === null || aami === 'N';
    (isPlain ? plain : marked).push(x, marginMm + markRowMm - (isPlain ? 2 : 3.2), x, marginMm + markRowMm);
    const text = counted ? aami : '?';
    if (text !== null)
      letters.push(
        textAt(x, marginMm + markRowMm - 3.8, text, {
          sizeMm: letterSizeMm,
          align: 'center',
          weight: isPlain ? 'regular' : 'semibold',
          ink: text === 'V' ? 'critical' : isPlain ? 'muted' : 'text',
        }),
      );
  }
  const ticks = (segments: readonly number[], strokeMm: number): LinesItem[] =>
    segments.length === 0 ? [] : [{ kind: 'lines', segmentsMm: Float32Array.from(segments), ink: 'text', strokeMm }];
  return [...ticks(plain, 0.3), ...ticks(marked, 0.6), ...letters];
};

/** Intervals of the last minute against time, with lines at half, one and one and a half seconds. */
const tachogram = (
  { beats, nowS }: LiveScene,
  { xMm, yMm, widthMm }: { readonly xMm: number; readonly yMm: number; readonly widthMm: number },
): DisplayItem[] => {
  const yOf = (intervalS: number): number =>
    yMm + tachogramMm * (1 - Math.min(intervalS, longestIntervalS) / longestIntervalS);
  const rules = [0, 0.5, 1, 1.5, 2];
  const points: number[] = [];
  const dots: number[] = [];
  for (const { timeS, intervalS } of beats) {
    if (timeS < nowS - tachogramS) continue;
    if (intervalS === null) {
      points.push(Number.NaN, Number.NaN);
      continue;
    }
    const x = xMm + widthMm * (1 - (nowS - timeS) / tachogramS);
    const y = yOf(intervalS);
    points.push(x, y);
    dots.push(x - 0.4, y, x + 0.4, y);
  }
  return [
    {
      kind: 'lines',
      ink: 'gridMajor',
      strokeMm: 0.1,
      segmentsMm: Float32Array.from(rules.flatMap((rule) => [xMm, yOf(rule), xMm + widthMm, yOf(rule)])),
    },
    { kind: 'polyline', ink: 'muted', strokeMm: 0.15, pointsMm: Float32Array.from(points) },
    { kind: 'lines', ink: 'text', strokeMm: 0.8, segmentsMm: Float32Array.from(dots) },
    ...rules.map((rule) =>
      textAt(xMm - 1, yOf(rule) + 0.9, rule === 2 ? 'RR 2 s' : String(rule), { align: 'right', ink: 'muted' }),
    ),
    textAt(xMm + widthMm, yMm - 1, `last ${tachogramS} s`, { align: 'right', ink: 'muted' }),
  ];
};
