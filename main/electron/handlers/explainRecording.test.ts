import { expect, test } from 'vitest';
import { refuse } from '../../../app/result.ts';
import { analysisOf, bundleOf } from '../../node/archive/fixtures.ts';
import { explainRecording } from './explainRecording.ts';

/** A service that answers only when it is told to stop. */
const endless = () => {
  const bundle = bundleOf('one');
  const stored = { files: bundle.files, hints: {}, analysis: analysisOf(bundle, 'p') };
  return explainRecording({
    archive: { get: async () => ({ ok: true, value: stored }) as never },
    analysis: {
      explain: (_files, _hints, _models, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(refuse('cancelled', 'cancelled')))),
    },
  });
};

const caller = (windowId: number) => ({
  person: null,
  windowId,
  signal: new AbortController().signal,
  onProgress: () => {},
});

test('what a window asks next ends what it asked before, and nothing of another window', async () => {
  const explain = endless();
  const before = explain({ recordingId: 1 }, caller(1));
  let othersEnded = false;
  void explain({ recordingId: 1 }, caller(2)).then(() => {
    othersEnded = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  void explain({ recordingId: 2 }, caller(1));
  expect(await before).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(othersEnded).toBe(false);
});
