import { describe, expect, it } from 'vitest';
import type { Activation } from '../ports.ts';
import { standardLeads } from '../recording/recording.ts';
import { layoutTracing } from './layoutTracing.ts';
import {
  activationBand,
  beatMarks,
  evidenceWash,
  leadShares,
  qualityBadges,
  spikeMarks,
  withOverlays,
} from './overlays.ts';
import { twelveLeads } from './testRecordings.ts';
import { defaultTracingOptions } from './tracingLayout.ts';

const layout = layoutTracing(twelveLeads(), defaultTracingOptions);

const activation: Activation = {
  model: 'test',
  classes: ['NORM', 'MI'],
  cells: 10,
  fromS: 0,
  toS: 10,
  leads: standardLeads,
  // The second class, cell 2 of every lead.
  spokeFor: Float32Array.from({ length: 240 }, (_, index) => (index >= 120 && index % 10 === 2 ? 1 : 0)),
  spokeAgainst: Float32Array.from({ length: 240 }, (_, index) => (index >= 120 && index % 120 === 5 ? 2 : 0)),
  checks: [],
};

describe('activationBand', () => {
  it('stands behind the stretch of time that the cell covers, cut at the edges of the pieces', () => {
    const rects = activationBand(layout, activation, 1);
    // Cell 2 is 2 ... 3 s: half of it in the first column, half in the second, all of it in the rhythm strip.
    expect(rects).toHaveLength(3 + 3 + 1);
    const rhythm = layout.pieces.find((piece) => piece.role === 'rhythm');
    expect(rects[6]).toMatchObject({ widthMm: 25, xMm: (rhythm?.xMm ?? 0) + 50, yMm: rhythm?.rowTopMm, opacity: 0.5 });
    expect(rects[0]?.widthMm).toBeCloseTo(12.5, 6);
    expect(activationBand(layout, activation, 0)).toEqual([]);
  });

  it('what spoke against stands at the foot of the row, and only where it is asked for', () => {
    const against = activationBand(layout, activation, 1, true).filter(({ fill }) => fill === 'muted');
    const one = layout.pieces.find(({ lead }) => lead === 'I');
    expect(against.length).toBe(0);
    const twelve = layoutTracing(twelveLeads(), { ...defaultTracingOptions, layout: '12x1' });
    const shown = activationBand(twelve, activation, 1, true).filter(({ fill }) => fill === 'muted');
    const first = twelve.pieces.find(({ lead }) => lead === 'I')!;
    expect(one).toBeDefined();
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({ heightMm: 2, opacity: 0.5 });
    expect((shown[0]?.yMm ?? 0) + 2).toBeCloseTo(first.rowTopMm + first.rowHeightMm, 6);
  });

  it('leads share what spoke for a class', () => {
    expect(leadShares(activation, 0)).toEqual([]);
    const shares = leadShares({ leads: ['I', 'II'], cells: 2, spokeFor: Float32Array.of(0, 1, 3, 0) }, 0);
    expect(shares).toEqual([
      { lead: 'II', share: 0.75 },
      { lead: 'I', share: 0.25 },
    ]);
  });

  it('stands behind the lead that it is of and no other, turned over or not', () => {
    const onlyAvr = activation.spokeFor.map((value, index) => (Math.floor(index / 10) % 12 === 3 ? value : 0));
    const cabrera = layoutTracing(twelveLeads(), { ...defaultTracingOptions, layout: 'cabrera' });
    const rects = activationBand(cabrera, { ...activation, spokeFor: onlyAvr }, 1);
    const turned = cabrera.pieces.filter(({ lead }) => lead === '−aVR');
    expect(turned.length).toBeGreaterThan(0);
    expect(new Set(rects.map(({ yMm }) => yMm))).toEqual(new Set(turned.map(({ rowTopMm }) => rowTopMm)));
  });
});

describe('qualityBadges', () => {
  it('a triangle behind the name of a flagged lead, a square where it must not be read, nothing else', () => {
    const badges = qualityBadges(layout, [
      { lead: 'I', score: 1, flags: [] },
      { lead: 'V1', score: 0.4, readable: true, flags: ['muscle'] },
      { lead: 'V2', score: 0.1, readable: false, flags: ['flat'] },
    ]);
    expect(badges.map(({ text, ink }) => [text, ink])).toEqual([
      ['▲', 'muted'],
      ['■', 'critical'],
    ]);
    const name = layout.list.items.find((item) => item.kind === 'text' && item.text === 'V1');
    expect(name).toMatchObject({ kind: 'text', yMm: badges[0]?.yMm });
  });
});
describe('activationBand and leads that no model was given', () => {
  it('leaves them free', () => {
    const twelve = twelveLeads();
    const names = [...twelve.leads.map(({ name }) => name), 'vx'];
    const leads = names.map((name, index) => ({ ...twelve.leads[index % 12]!, name }));
    const more = layoutTracing({ ...twelve, leads }, { ...defaultTracingOptions, layout: '12x1' });
    const extra = more.pieces.filter((piece) => piece.lead === 'vx');
    expect(extra).toHaveLength(1);
    const rects = activationBand(more, activation, 1);
    expect(rects).toHaveLength(12);
    expect(rects.map((rect) => rect.yMm)).not.toContain(extra[0]?.rowTopMm);
  });
});

describe('evidenceWash', () => {
  const at = (timeS: number) => ({ timeS, aami: null, probability: null, paced: null });
  const beats = [at(1), at(1.6), at(3.7)];

  it('lies behind the beats named, in the leads named, and ends half way to the next beat', () => {
    const rects = evidenceWash(layout, beats, { beats: [1], leads: ['II'] });
    const [grid, strip] = rects;
    expect(rects).toHaveLength(2);
    const rhythm = layout.pieces.find((piece) => piece.role === 'rhythm');
    expect(strip?.xMm).toBeCloseTo((rhythm?.xMm ?? 0) + (1.6 - 0.26) * 25, 6);
    expect(strip?.widthMm).toBeCloseTo((0.26 + 0.44) * 25, 6);
    expect(grid?.yMm).toBe(layout.pieces.find(({ lead, role }) => lead === 'II' && role === 'grid')?.rowTopMm);
    const close = evidenceWash(layout, [at(1), at(1.2)], { beats: [0], leads: ['II'] })[1];
    expect(close?.widthMm).toBeCloseTo((0.26 + 0.1) * 25, 6);
  });

  it('takes all leads where none is named, the whole lead where no beat is, and nothing where neither is', () => {
    expect(evidenceWash(layout, beats, { beats: [2], leads: [] })).toHaveLength(3 + 1);
    const [whole] = evidenceWash(layout, beats, { beats: [], leads: ['V1'] });
    expect(whole?.widthMm).toBeCloseTo(layout.pieces.find(({ lead }) => lead === 'V1')?.widthMm ?? 0, 6);
    expect(evidenceWash(layout, beats, { beats: [], leads: [] })).toEqual([]);
    expect(evidenceWash(layout, beats, { beats: [99], leads: ['II'] })).toEqual([]);
  });
});

describe('beatMarks', () => {
  it('puts a tick over each beat of the rhythm strip, and the letter of a class that is not N', () => {
    const items = beatMarks(layout, [
      { timeS: 1, aami: 'N', probability: null, paced: null },
      { timeS: 4, aami: 'V', probability: null, paced: null },
      { timeS: 99, aami: 'V', probability: null, paced: null },
    ]);
    const rhythm = layout.pieces.find((piece) => piece.role === 'rhythm');
    const [ticks, letter] = items;
    expect(items).toHaveLength(2);
    expect(ticks?.kind === 'lines' && ticks.segmentsMm[0]).toBeCloseTo((rhythm?.xMm ?? 0) + 25, 3);
    expect(ticks?.kind === 'lines' && ticks.segmentsMm.length).toBe(8);
    expect(letter).toMatchObject({ kind: 'text', text: 'V' });
  });
});

describe('spikeMarks', () => {
  it('puts a tick with a foot under each spike at the bottom of the rhythm strip, and nothing without spikes', () => {
    const spikes = [1, 4, 99].map((timeS) => ({ timeS, leads: ['II'], chamber: 'V' as const }));
    const items = spikeMarks(layout, { spikes });
    const rhythm = layout.pieces.find((piece) => piece.role === 'rhythm')!;
    expect(items).toHaveLength(1);
    const segments = items[0]!.segmentsMm;
    expect(segments).toHaveLength(2 * 2 * 4);
    expect([segments[0], segments[2]]).toEqual([segments[0], segments[0]]);
    expect(segments[0]).toBeCloseTo(rhythm.xMm + 25, 3);
    expect(segments[3]).toBeCloseTo(rhythm.rowTopMm + rhythm.rowHeightMm - 0.5, 3);
    expect(segments[6]! - segments[4]!).toBeCloseTo(1.4, 3);
    expect(spikeMarks(layout, { spikes: [] })).toEqual([]);
  });
});

describe('withOverlays', () => {
  it('draws the band after the grid and before every trace', () => {
    const rects = activationBand(layout, activation, 1);
    const { items } = withOverlays(layout, rects, []);
    const first = items.findIndex((item) => item.kind === 'rect' && item.fill === 'activation');
    const lastGrid = items.findLastIndex((item) => item.kind === 'lines' && item.ink === 'gridMajor');
    const firstTrace = items.findIndex((item) => item.kind === 'polyline');
    expect(lastGrid).toBeLessThan(first);
    expect(first + rects.length).toBeLessThanOrEqual(firstTrace);
  });
});
