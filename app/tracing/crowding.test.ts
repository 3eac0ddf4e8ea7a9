import { describe, expect, test } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { markBeats } from '../analysis/medianBeats.ts';
import type { Beat, Quality } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { LayoutName } from './arrangement.ts';
import type { DisplayItem, LinesItem, TextItem } from './displayList.ts';
import { type Box, boxesMeet } from './gridLines.ts';
import { layoutTracing } from './layoutTracing.ts';
import { surveyLeads } from './leadSurvey.ts';
import { beatMarks, qualityBadges, spikeMarks } from './overlays.ts';
import { capHeightEm, smallestTextPx, textWidthMm } from './textWidth.ts';
import { defaultTracingOptions, type TracingOptions } from './tracingLayout.ts';
import { waveMarks } from './waveMarks.ts';

const analysed = (change: Partial<SynthSpec>, only?: string) => {
  const { recording: whole, truth } = synthesise(synthSpec({ seed: 5, ...change }));
  const recording: Recording =
    only === undefined ? whole : { ...whole, leads: whole.leads.filter(({ name }) => name === only) };
  const found = analyzeSignal(recording, { lead: null });
  const beats = found.beats.map((beat): Beat => {
    const known = truth.beats.find(({ timeS }) => Math.abs(timeS - beat.timeS) < 0.08)?.class ?? 'N';
    return { ...beat, aami: known === 'paced' ? 'Q' : known };
  });
  const marked = markBeats(recording, { ...found, beats });
  // A sign on every lead: more than any recording has.
  const quality: Quality['leads'] = recording.leads.map(({ name }, index) => ({
    lead: name,
    score: 0.2,
    readable: index % 2 === 0,
    flags: ['muscle'],
  }));
  return { recording, beats, spikes: found.pacing.spikes, marked: 'reason' in marked ? [] : marked.beats, quality };
};

const hearts = {
  'bigeminy at 60/min': analysed({ rhythm: 'ventricular-bigeminy', heartRateBpm: 60 }),
  'bigeminy at 95/min': analysed({ rhythm: 'ventricular-bigeminy', heartRateBpm: 95 }),
  'ventricular runs': analysed({ rhythm: 'ventricular-runs', heartRateBpm: 90 }),
  'sinus at 150/min': analysed({ heartRateBpm: 150 }),
  'ventricular tachycardia at 200/min': analysed({ rhythm: 'ventricular-tachycardia', heartRateBpm: 200 }),
  'DDD at 150/min': analysed({ pacing: { mode: 'DDD', fault: 'none', pulseMs: 0.5 }, heartRateBpm: 150 }),
  'one lead over 30 s': analysed({ rhythm: 'ventricular-couplets', heartRateBpm: 95, durationS: 30 }, 'II'),
};

interface Placed {
  readonly what: string;
  readonly box: Box;
}

const ofText = (item: TextItem, smallestMm: number): Placed => {
  const sizeMm = Math.max(item.sizeMm, smallestMm);
  const widthMm = textWidthMm(item.text, sizeMm, item.weight);
  const leftMm = item.align === 'left' ? 0 : item.align === 'right' ? widthMm : widthMm / 2;
  const heightMm = capHeightEm * sizeMm;
  return {
    what: `${item.text} at ${item.xMm.toFixed(1)}, ${item.yMm.toFixed(1)}`,
    box: { xMm: item.xMm - leftMm, yMm: item.yMm - heightMm, widthMm, heightMm },
  };
};

/** Each mark of a lines item on its own: `numbers` coordinates a mark. */
const marksOf = (item: LinesItem, numbers: number, what: string): Placed[] =>
  Array.from({ length: item.segmentsMm.length / numbers }, (_, index) => {
    const points = item.segmentsMm.subarray(index * numbers, (index + 1) * numbers);
    const x = points.filter((_, at) => at % 2 === 0);
    const y = points.filter((_, at) => at % 2 === 1);
    const [xMm, yMm] = [Math.min(...x) - item.strokeMm / 2, Math.min(...y) - item.strokeMm / 2];
    return {
      what: `${what} at ${xMm.toFixed(1)}, ${yMm.toFixed(1)}`,
      box: {
        xMm,
        yMm,
        widthMm: Math.max(...x) + item.strokeMm / 2 - xMm,
        heightMm: Math.max(...y) + item.strokeMm / 2 - yMm,
      },
    };
  });

const isText = (item: DisplayItem): item is TextItem => item.kind === 'text';
const isLines = (item: DisplayItem): item is LinesItem => item.kind === 'lines';
const diamondNumbers = 16;

/** All words and all marks of beats and spikes of a page, with everything shown that can be. */
const placedOn = (heart: ReturnType<typeof analysed>, options: TracingOptions) => {
  const layout = layoutTracing(heart.recording, options);
  const smallestMm = options.screen === null ? 0 : smallestTextPx / options.screen.pxPerMm;
  const over = [...beatMarks(layout, heart.beats), ...qualityBadges(layout, heart.quality)];
  const waves = waveMarks(layout, heart.recording, heart.marked);
  const texts = [...layout.list.items, ...over, ...waves].filter(isText).map((item) => ofText(item, smallestMm));
  const ticks = over.filter(isLines).flatMap((item) => marksOf(item, 4, 'tick'));
  const diamonds = waves
    .filter((item): item is LinesItem => isLines(item) && item.strokeMm === 0.25)
    .flatMap((item) => marksOf(item, diamondNumbers, 'diamond'));
  const spikes = spikeMarks(layout, heart).flatMap((item) => marksOf(item, 8, 'spike'));
  return {
    layout,
    texts,
    marks: [...ticks, ...diamonds, ...spikes],
    letters: beatMarks(layout, heart.beats).filter(isText),
  };
};

const hairMm = 0.05;
const shrunk = ({ xMm, yMm, widthMm, heightMm }: Box): Box => ({
  xMm: xMm + hairMm,
  yMm: yMm + hairMm,
  widthMm: Math.max(0, widthMm - 2 * hairMm),
  heightMm: Math.max(0, heightMm - 2 * hairMm),
});

const layouts: readonly LayoutName[] = ['3x4+1', '6x2', '12x1'];
/** A report's page, and a window of 1080 pixels at its usual and at half its size. */
const sheets = [
  { name: 'paper', area: { widthMm: 277, heightMm: 140 }, pxPerMm: null },
  { name: 'screen', area: { widthMm: 285, heightMm: 222 }, pxPerMm: 3.78 },
  { name: 'fine screen', area: { widthMm: 285, heightMm: 222 }, pxPerMm: 7.56 },
  { name: 'small window', area: { widthMm: 285, heightMm: 222 }, pxPerMm: 2.4 },
] as const;

describe.each(Object.entries(hearts))('%s', (_, heart) => {
  for (const layout of layouts)
    for (const { name, area, pxPerMm } of sheets)
      test.each([12.5, 25])(
        `${layout} on ${name} at %d mm/s: no word on another, on a mark or off the sheet`,
        (speed) => {
          const screen = pxPerMm === null ? null : { pxPerMm, leads: surveyLeads(heart.recording) };
          const options = { ...defaultTracingOptions, layout, area, screen, speedMmPerS: speed };
          const { layout: page, texts, marks, letters } = placedOn(heart, options);
          const faults: string[] = [];
          texts.forEach((text, index) => {
            for (const other of [...texts.slice(index + 1), ...marks])
              if (boxesMeet(shrunk(text.box), shrunk(other.box))) faults.push(`${text.what} on ${other.what}`);
          });
          for (const { what, box } of [...texts, ...marks]) {
            const { widthMm, heightMm } = page.list;
            if (box.xMm < 0 || box.yMm < 0 || box.xMm + box.widthMm > widthMm || box.yMm + box.heightMm > heightMm)
              faults.push(`${what} off the sheet`);
          }
          expect(faults).toEqual([]);
          const marked = page.pieces.filter(({ role }) => role === 'rhythm');
          const shown =
            marked.length > 0 ? marked : page.pieces.filter(({ rowTopMm }) => rowTopMm === page.pieces[0]?.rowTopMm);
          const due = shown.flatMap(({ fromS, toS }) =>
            heart.beats.filter(({ timeS, aami }) => aami !== 'N' && timeS >= fromS && timeS < toS),
          );
          expect(letters.map(({ text }) => text)).toEqual(due.map(({ aami }) => aami));
        },
      );
});

test.each(layouts)(
  '%s: the name of a lead that moves past it stands over its own baseline, never between two rows',
  (layout) => {
    const { recording } = analysed({ rhythm: 'ventricular-bigeminy', heartRateBpm: 80, durationS: 30 });
    const leads = surveyLeads(recording);
    for (const heightMm of [110, 150, 222])
      for (const fromS of [0, 7.3]) {
        const screen = { pxPerMm: 3.78, leads };
        const area = { widthMm: 240, heightMm };
        const { list, pieces } = layoutTracing(recording, { ...defaultTracingOptions, layout, area, screen, fromS });
        for (const piece of pieces) {
          const name = list.items.find(
            (item): item is TextItem =>
              isText(item) &&
              item.text === piece.lead &&
              Math.abs(item.xMm - piece.xMm) < 3 &&
              item.yMm >= piece.rowTopMm,
          );
          expect(name?.yMm, `${piece.lead} of ${heightMm} mm`).toBeLessThanOrEqual(piece.baselineMm);
        }
      }
  },
);
