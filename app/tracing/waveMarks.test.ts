import { describe, expect, it } from 'vitest';
import type { BeatMarks } from '../analysis/medianBeats.ts';
import type { LinesItem } from './displayList.ts';
import { layoutTracing } from './layoutTracing.ts';
import { recordingOf, twelveLeads } from './testRecordings.ts';
import { defaultTracingOptions, type Piece } from './tracingLayout.ts';
import { noMarksNote, waveMarks } from './waveMarks.ts';

const recording = recordingOf(['II'], 10, () => 0);
const layout = layoutTracing(recording, { ...defaultTracingOptions, area: { widthMm: 290, heightMm: 120 } });
const piece = layout.pieces[0] as Piece;

const beat = (atS: number, dominant = true): BeatMarks => ({
  dominant,
  timeS: atS,
  leads: {
    II: {
      p: { onsetS: atS - 0.2, peakS: atS - 0.15, offsetS: atS - 0.1 },
      qrs: { onsetS: atS - 0.04, peakS: atS, offsetS: atS + 0.05 },
      t: { onsetS: atS + 0.2, peakS: atS + 0.28, offsetS: atS + 0.36 },
    },
  },
});

const linesOf = (items: ReturnType<typeof waveMarks>): LinesItem[] =>
  items.filter((item): item is LinesItem => item.kind === 'lines');

/** x of all upright segments, each once, in millimetres from the start of the strip. */
const uprights = ({ segmentsMm }: LinesItem): number[] => {
  const found = new Set<number>();
  for (let at = 0; at + 3 < segmentsMm.length; at += 4)
    if (segmentsMm[at] === segmentsMm[at + 2]) found.add(Math.round(100 * (segmentsMm[at]! - piece.xMm)) / 100);
  return [...found].sort((a, b) => a - b);
};

describe('waveMarks', () => {
  it('puts onset and offset of P, QRS and T on their millimetre at 25 mm/s', () => {
    const [brackets] = linesOf(waveMarks(layout, recording, [beat(2)]));
    expect(brackets?.ink).toBe('accent');
    expect(uprights(brackets!)).toEqual([45, 47.5, 49, 51.25, 55, 59]);
  });

  it('lies at the height of the trace, the complex with the longest uprights', () => {
    const [brackets] = linesOf(waveMarks(layout, recording, [beat(2)]));
    const { segmentsMm } = brackets!;
    const heights = new Map<number, number>();
    for (let at = 0; at + 3 < segmentsMm.length; at += 4) {
      if (segmentsMm[at] !== segmentsMm[at + 2]) continue;
      expect((segmentsMm[at + 1]! + segmentsMm[at + 3]!) / 2).toBeCloseTo(piece.baselineMm, 3);
      heights.set(Math.round(segmentsMm[at]! - piece.xMm), segmentsMm[at + 3]! - segmentsMm[at + 1]!);
    }
    expect(heights.get(49)).toBeGreaterThan(heights.get(45)!);
  });

  it('tells a beat that is not measured by broken marks, another ink and a diamond', () => {
    const [first, second, diamonds] = linesOf(waveMarks(layout, recording, [beat(2), beat(4, false)]));
    expect(first?.ink).toBe('accent');
    expect(second?.ink).toBe('muted');
    expect(second!.segmentsMm.length).toBeGreaterThan(first!.segmentsMm.length);
    const x = diamonds!.segmentsMm.filter((_, index) => index % 2 === 0);
    expect((Math.min(...x) + Math.max(...x)) / 2 - piece.xMm).toBeCloseTo(100, 3);
  });

  it('draws nothing for other leads, other times, and where the trace is missing or off the paper', () => {
    expect(linesOf(waveMarks(layout, recording, [beat(99)]))).toEqual([]);
    expect(
      linesOf(waveMarks(layout, recording, [{ dominant: true, timeS: 2, leads: { V1: beat(2).leads.II! } }])),
    ).toEqual([]);
    for (const value of [Number.NaN, 99]) {
      const odd = recordingOf(['II'], 10, (timeS) => (timeS > 1 && timeS < 3 ? value : 0));
      expect(linesOf(waveMarks(layoutTracing(odd, defaultTracingOptions), odd, [beat(2)]))).toEqual([]);
    }
  });

  it('marks every lead of the page in the stretch that the page shows of it', () => {
    const twelve = twelveLeads();
    const page = layoutTracing(twelve, defaultTracingOptions);
    const leads = Object.fromEntries(twelve.leads.map(({ name }) => [name, beat(6).leads.II!]));
    // 6 s stands in the third column (V1 to V3) and in the rhythm strip.
    expect(linesOf(waveMarks(page, twelve, [{ dominant: true, timeS: 6, leads }]))).toHaveLength(4);
  });

  it('explains itself beside the caption where there is room, and says why there are no marks', () => {
    const [legend] = waveMarks(layout, recording, []);
    expect(legend).toMatchObject({ kind: 'text', align: 'right' });
    const [note] = noMarksNote(layout, 'No beat was found.');
    expect(note?.text).toBe('P, QRS and T not marked: No beat was found.');
    expect(noMarksNote(layout, 'long '.repeat(200))[0]?.text).toBe('P, QRS and T not marked');
  });
});
