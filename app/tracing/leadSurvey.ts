import type { Recording } from '../recording/recording.ts';
import { type Extent, extentOf } from './leadExtent.ts';
import { createSamplePyramid, type SamplePyramid } from './samplePyramid.ts';

/** What is looked up of a lead once, so that a page of it can be laid out sixty times a second. */
export interface LeadSurvey {
  readonly pyramid: SamplePyramid;
  /** The voltage that lies on the baseline around a time, and how far the lead reaches from it, the same all along. */
  readonly extentAt: (timeS: number) => Extent;
}

/** Up to this length a lead has one baseline, so that it stays while the page moves. */
const wholeLeadS = 60;
const blockS = 10;
const readPerBlock = 512;
/** Rows make room for all but the widest blocks: artefact must not push the rows of a whole night apart. */
const roomShare = 0.9;

const shareOf = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

/** Medians of ten-second blocks, joined by straight lines: the baseline follows a wandering lead without a jump. */
const wandering = (samplesMv: Float32Array, sampleRateHz: number): LeadSurvey['extentAt'] => {
  const block = Math.max(1, Math.round(blockS * sampleRateHz));
  const medians: number[] = [];
  const above: number[] = [];
  const below: number[] = [];
  for (let from = 0; from < samplesMv.length; from += block) {
    const to = Math.min(samplesMv.length, from + block);
    const extent = extentOf(samplesMv, from, to, readPerBlock);
    const known = samplesMv.subarray(from, to).some(Number.isFinite);
    medians.push(known ? extent.medianMv : (medians.at(-1) ?? 0));
    if (!known) continue;
    above.push(extent.aboveMv);
    below.push(extent.belowMv);
  }
  const reach = { aboveMv: shareOf(above, roomShare), belowMv: shareOf(below, roomShare) };
  return (timeS) => {
    const at = Math.min(medians.length - 1, Math.max(0, (timeS * sampleRateHz) / block - 0.5));
    const before = medians[Math.floor(at)] ?? 0;
    const after = medians[Math.ceil(at)] ?? before;
    return { medianMv: before + (after - before) * (at - Math.floor(at)), ...reach };
  };
};

/** Linear time over the samples at once; the pyramid is left to be built. */
export const surveyLeads = (recording: Pick<Recording, 'leads' | 'sampleRateHz'>): readonly LeadSurvey[] =>
  recording.leads.map(({ samplesMv }) => {
    const pyramid = createSamplePyramid(samplesMv);
    if (samplesMv.length > wholeLeadS * recording.sampleRateHz)
      return { pyramid, extentAt: wandering(samplesMv, recording.sampleRateHz) };
    const whole = extentOf(samplesMv, 0, samplesMv.length);
    return { pyramid, extentAt: () => whole };
  });
