import { expect, test } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { markBeats } from '../analysis/medianBeats.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { leadDurations, leadTableCsv } from './leadTable.ts';
import { analysisOf } from './testAnalysis.ts';

const { recording } = synthesise(synthSpec({ seed: 7201 }));
const signal = analyzeSignal(recording, { lead: null });
const marked = markBeats(recording, signal);
if ('reason' in marked) throw new Error(marked.reason);
const durations = leadDurations(marked.median);

test('every lead has its own durations, none much longer than the interval over all leads', () => {
  expect(durations.size).toBe(12);
  for (const [lead, { qrsMs, qtMs, rMs }] of durations) {
    expect(qrsMs, lead).toBeGreaterThan(40);
    expect(qrsMs, lead).toBeLessThanOrEqual((signal.measurements.qrsMs ?? 0) + 25);
    expect(qtMs, lead).toBeLessThanOrEqual((signal.measurements.qtMs ?? 0) + 40);
    if (rMs !== null) expect(rMs, lead).toBeLessThanOrEqual(qrsMs + 1);
  }
});

test('as CSV: a row a lead, the same number of cells in each, nothing where there is nothing', () => {
  const analysis = { ...analysisOf(recording), measurements: signal.measurements };
  const lines = leadTableCsv(analysis, durations).trimEnd().split('\r\n');
  expect(lines).toHaveLength(13);
  expect(lines[0]).toMatch(/^lead,pMv,pMvHalfWidth,qMv/);
  for (const line of lines) expect(line.split(',')).toHaveLength(1 + 16 + 6);
  expect(lines[2]).toMatch(/^II,0\.\d{4},0\.\d{4},/);
  const hostile = { ...analysis, recording: { ...analysis.recording, leads: ['=1+1', 'a,"b"\r\n'] } };
  expect(leadTableCsv(hostile, durations)).toContain(`\r\n'=1+1,`);
  expect(leadTableCsv(hostile, durations)).toContain(`"a,""b""\r\n",`);
});
