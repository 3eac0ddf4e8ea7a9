import { expect, test } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { type CorrectedValue, type MarkCorrections, noCorrections } from '../analysis/correctedMarks.ts';
import { markBeats } from '../analysis/medianBeats.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { StoredRecording } from '../ports.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { accept, refuse } from '../result.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { correctMarks } from './correctMarks.ts';

const { recording } = synthesise(synthSpec({ seed: 5, durationS: 10 }));
const analysis: Analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
const marked = markBeats(recording, analysis);
if ('reason' in marked) throw new Error(marked.reason);
const { bounds } = marked.median;

const stored = (change: Partial<StoredRecording> = {}): StoredRecording => ({
  row: {
    id: 7,
    record: 'heart',
    status: 'analysed',
    patientId: null,
    startTime: null,
    importedAt: '2026-11-21T10:00:00.000Z',
    heartRateBpm: 60,
    quality: 'acceptable',
    summary: '',
    urgency: 'normal',
    patientName: null,
    ageYears: null,
    sex: null,
    device: null,
  },
  path: 'heart.hea',
  files: [],
  hints: {},
  analysis,
  refusal: null,
  corrections: null,
  ...change,
});

const run = async (marks: MarkCorrections, change: Partial<StoredRecording> = {}) => {
  const kept: { marks: MarkCorrections; values: readonly CorrectedValue[]; changes: string }[] = [];
  const result = await correctMarks(
    7,
    change.corrections?.marks ?? noCorrections,
    marks,
    {
      archive: {
        get: async () => accept(stored(change)),
        correct: async (_id, _expected, these, values, changes) => {
          kept.push({ marks: these, values, changes });
          return accept({ createdAt: 'now', author: 'me', marks: these, values });
        },
      },
      analysis: { open: async () => accept(recording) },
    },
    { aborted: false } as AbortSignal,
  );
  return { result, kept };
};

test('works the values out anew and tells the trail what became of what', async () => {
  const tOffsetS = (bounds.tOffsetS ?? 0) + 0.02;
  const { result, kept } = await run({ median: { tOffsetS }, beats: [{ beat: 2, bounds: { qrsOnsetS: -0.05 } }] });
  expect(result.ok).toBe(true);
  const qt = kept[0]?.values.find(({ name }) => name === 'qtMs');
  expect((qt?.corrected ?? 0) - (analysis.measurements.qtMs ?? 0)).toBeCloseTo(20, 0);
  const was = Math.round(1000 * (bounds.tOffsetS ?? 0));
  expect(kept[0]?.changes).toContain(`median tOffset ${was} -> ${was + 20} ms`);
  expect(kept[0]?.changes).toMatch(/beat 3 qrsOnset -\d+ -> -50 ms/);
  expect(kept[0]?.changes).toContain(
    `qtMs ${Math.round(analysis.measurements.qtMs ?? 0)} -> ${Math.round(qt?.corrected ?? 0)}`,
  );
});

test('taking a correction back is told like one', async () => {
  const before = { median: { tOffsetS: 0.5 }, beats: [] };
  const corrections = { createdAt: 'then', author: 'me', marks: before, values: [] };
  const { kept } = await run({ median: {}, beats: [] }, { corrections });
  expect(kept[0]?.values).toEqual([]);
  expect(kept[0]?.changes).toBe(`median tOffset 500 -> ${Math.round(1000 * (bounds.tOffsetS ?? 0))} ms`);
});

test('refuses without an analysis, without marks, and for a beat that is none of the recording', async () => {
  const nothing = { median: {}, beats: [] };
  expect((await run(nothing, { analysis: null })).result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  const bare = { ...analysis, delineation: {} };
  expect((await run(nothing, { analysis: bare })).result).toMatchObject({ error: { code: 'invalid-input' } });
  const { result, kept } = await run({ median: {}, beats: [{ beat: 5000, bounds: { tOffsetS: 0.3 } }] });
  expect(result).toEqual(refuse('invalid-input', 'The recording has no such beat.', 'heart'));
  expect(kept).toEqual([]);
});
