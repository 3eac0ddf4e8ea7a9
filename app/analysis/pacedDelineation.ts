import type { Lead } from '../recording/recording.ts';
import { firstAtOrAfter } from '../signal/ascending.ts';
import { type Bounds, type Delineation, delineate } from './delineation/delineate.ts';
import type { Pacing } from './schema.ts';
import { withoutSpikes } from './withoutSpikes.ts';

type Spikes = Pacing['spikes'];

export interface PacedDelineation {
  readonly delineation: Delineation;
  /** What it was found in, and amplitudes are to be read in: without spikes; the given leads where there are none. */
  readonly leads: readonly Lead[];
}

/**
 * Delineation between pacing spikes: they are bridged first, and no wave begins before the pulse that started it. QRS of a
 * beat behind a ventricular pulse begins with the ventricle's depolarisation, not with the pulse (latency belongs to neither QRS nor
 * its duration), and not before it unless the QRS was on its way (fusion); P never begins before its atrial pulse. `beats`: samples, ascending. See `delineate`.
 */
export const delineateBetweenSpikes = (
  leads: readonly Lead[],
  sampleRateHz: number,
  beats: readonly number[],
  spikes: Spikes,
): PacedDelineation => {
  const clean = withoutSpikes(leads, spikes, sampleRateHz);
  const delineation = delineate(
    clean.map((lead) => lead.samplesMv),
    sampleRateHz,
    beats,
  );
  return {
    delineation: spikes.length === 0 ? delineation : notBeforeSpikes(delineation, spikes),
    leads: clean,
  };
};

/** From a ventricular pulse to the beat's instant, s; of two pulses the first starts the beat. */
const longestS = 0.17;
/** A QRS that is seen this long before its pulse was on its way when the pulse came: fusion, not capture. */
const fusionS = 0.015;

const notBeforeSpikes = (delineation: Delineation, spikes: Spikes): Delineation => {
  const ventricular = timesOf(spikes, 'V');
  const atrial = timesOf(spikes, 'A');
  const beats = delineation.beats.map((beat, k) => {
    const atS = delineation.inspection.beats[k]!.atS;
    const firstS = ventricular[firstAtOrAfter(ventricular, atS - longestS)];
    const starts = firstS !== undefined && firstS < atS && firstS - beat.qrsGlobal.onsetS < fusionS;
    const pulseS = starts ? firstS : Number.NEGATIVE_INFINITY;
    const qrsOnsetS = Math.max(beat.qrsGlobal.onsetS, pulseS);
    const pPeakS = beat.p === null ? 0 : Math.max(...beat.p.map(({ peakS }) => peakS));
    const atrialS = atrial[firstAtOrAfter(atrial, pPeakS) - 1] ?? Number.NEGATIVE_INFINITY;
    return {
      ...beat,
      qrs: beat.qrs.map((bounds) => startingFrom(bounds, pulseS)),
      qrsGlobal: { onsetS: qrsOnsetS, offsetS: Math.max(beat.qrsGlobal.offsetS, qrsOnsetS) },
      p: beat.p?.map((bounds) => startingFrom(bounds, atrialS)) ?? null,
    };
  });
  return { ...delineation, beats };
};

const timesOf = (spikes: Spikes, wanted: Spikes[number]['chamber']): number[] =>
  spikes.flatMap(({ chamber, timeS }) => (chamber === wanted ? [timeS] : []));

/** A summit stays where it is; a pulse behind it did not start the wave. */
const startingFrom = (bounds: Bounds, pulseS: number): Bounds =>
  pulseS >= bounds.peakS ? bounds : { ...bounds, onsetS: Math.max(bounds.onsetS, pulseS) };
