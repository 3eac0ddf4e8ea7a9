import type { LiveLeads } from '../../app/realtime/liveLeads.ts';
import type { SampleStream } from '../../app/realtime/sampleStream.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { accept, type Result } from '../../app/result.ts';

/** Blocks of samples of every lead as they come. */
export type LiveSource = AsyncIterable<Result<readonly Float32Array[]>>;

/** How often the clock is looked at. */
const tickMs = 20;
/** Played at a time where nobody waits for the clock. */
const strideS = 1;

/** A stored recording, `speed` times as fast as it was recorded; infinite: as fast as it is taken. */
export async function* playedFile(
  { leads, sampleRateHz, sampleCount }: Recording,
  { indices }: LiveLeads,
  speed: number,
  signal: AbortSignal,
): LiveSource {
  const startMs = performance.now();
  for (let at = 0; at < sampleCount && !signal.aborted; ) {
    let end = at + Math.ceil(strideS * sampleRateHz);
    if (Number.isFinite(speed)) {
      await new Promise((resolve) => setTimeout(resolve, tickMs));
      end = Math.floor((speed * (performance.now() - startMs) * sampleRateHz) / 1000);
    }
    const to = Math.min(sampleCount, end);
    if (to > at) yield accept(indices.map((index) => leads[index]!.samplesMv.subarray(at, to)));
    at = Math.max(at, to);
  }
}

/** What comes in on stdin, as it comes; ends with it, or when interrupted. */
export async function* fromStdin(samples: SampleStream, signal: AbortSignal): LiveSource {
  // Without data nobody would hear the interruption.
  const leave = () => process.stdin.destroy();
  if (signal.aborted) return;
  signal.addEventListener('abort', leave, { once: true });
  try {
    for await (const chunk of process.stdin) yield samples.push(chunk);
    yield samples.finish();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
