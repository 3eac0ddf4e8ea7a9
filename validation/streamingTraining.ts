/**
 * Training data of the streaming detector's trees: node validation/streamingTraining.ts --data DIR --work WORK [--truth]
 *
 * Runs the streaming detector over the tuning records (validation/lib/trainingRuns.ts) and writes WORK/rows.f32 and
 * WORK/items.json for validation/qrsTrees.py. With --truth the annotations decide what the detector goes on from (first round);
 * without, the trees of the round before do, so that the trees learn from their own mistakes (Ross et al. 2011, DAgger). The rows of
 * both rounds are trained on together.
 */
import { parseArgs } from 'node:util';
import { createStreamingDetector, streamingFeatureNames, streamingJudge } from '../app/analysis/streamingDetector.ts';
import { labelsOf, nearestBeatS, trainingRuns, writeRows } from './lib/trainingRuns.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, work: { type: 'string' }, truth: { type: 'boolean', default: false } },
});
if (options.data === undefined || options.work === undefined) {
  console.error('usage: node validation/streamingTraining.ts --data DIR --work WORK [--truth]');
  process.exit(2);
}

const rows: Float32Array[] = [];
const items = [];
for (const run of trainingRuns(options.data, false)) {
  const found: number[] = [];
  const positionsS: number[] = [];
  const trees = streamingJudge();
  const detector = createStreamingDetector({ sampleRateHz: run.rateHz, leadCount: run.leads.length }, (row, sample) => {
    const timeS = sample / run.rateHz;
    positionsS.push(timeS);
    found.push(...row);
    if (options.truth) return Math.abs(nearestBeatS(run.reference, timeS) - timeS) < 0.1 ? 1 : -1;
    // Now and then everything is taken for a beat, so that the trees learn to find back from a wrong start.
    return timeS % 60 < 6 ? 1 : trees(row, sample);
  });
  detector.push(run.leads);
  detector.flush();
  rows.push(Float32Array.from(found));
  items.push({
    record: run.record,
    kind: run.kind,
    weight: run.weight,
    labels: labelsOf(positionsS, run.reference),
  });
}
writeRows(options.work, rows, {
  width: streamingFeatureNames.length,
  file: 'streamingTrees',
  what: 'Log-odds of a candidate of the stream being a beat.',
  items,
});
