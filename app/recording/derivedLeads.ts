import { findLead, type Lead, type Recording, type RecordingNote, standardLeads } from './recording.ts';

interface LimbRule {
  readonly name: string;
  readonly law: string;
  readonly ofI: number;
  readonly ofII: number;
}

/** Einthoven (III) and Goldberger (augmented leads): each limb lead as a weighted sum of I and II. */
const limbRules: readonly LimbRule[] = [
  { name: 'III', law: 'II - I', ofI: -1, ofII: 1 },
  { name: 'aVR', law: '-(I + II)/2', ofI: -0.5, ofII: -0.5 },
  { name: 'aVL', law: 'I - II/2', ofI: 1, ofII: -0.5 },
  { name: 'aVF', law: 'II - I/2', ofI: -0.5, ofII: 1 },
];

/** Deviations below this are quantisation and separate analogue filters, in millivolts (standard deviation). */
const noiseFloorMv = 0.05;
/** ... and below this share of the larger of the two limb leads' standard deviations. */
const noiseShare = 0.25;

const derive = (rule: LimbRule, leadI: Float32Array, leadII: Float32Array): Lead => {
  const samplesMv = new Float32Array(leadI.length);
  for (let i = 0; i < samplesMv.length; i += 1) samplesMv[i] = rule.ofI * leadI[i]! + rule.ofII * leadII[i]!;
  return { name: rule.name, samplesMv, derived: true };
};

/** Standard deviation over the finite values that `valueAt` gives; 0 when there are fewer than two. */
const spread = (count: number, valueAt: (index: number) => number): number => {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < count; i += 1) {
    const value = valueAt(i);
    if (!Number.isFinite(value)) continue;
    n += 1;
    const delta = value - mean;
    mean += delta / n;
    squares += delta * (value - mean);
  }
  return n < 2 ? 0 : Math.sqrt(squares / n);
};

const checkLaw = (recording: Recording, leadI: Float32Array, leadII: Float32Array): readonly RecordingNote[] => {
  const count = recording.sampleCount;
  const amplitude = Math.max(
    spread(count, (i) => leadI[i]!),
    spread(count, (i) => leadII[i]!),
  );
  const broken = limbRules.flatMap((rule) => {
    const found = findLead(recording, rule.name);
    if (found === undefined || found.derived) return [];
    const residual = spread(count, (i) => found.samplesMv[i]! - rule.ofI * leadI[i]! - rule.ofII * leadII[i]!);
    if (residual <= Math.max(noiseFloorMv, noiseShare * amplitude)) return [];
    return [`${rule.name} is not ${rule.law} (off by ${residual.toFixed(2)} mV)`];
  });
  if (broken.length === 0) return [];
  return [
    {
      code: 'einthoven-violated',
      text: `${broken.join('; ')}: a lead may be misplaced, mislabelled or wrongly scaled.`,
    },
  ];
};

/** The standard leads in the order of the paper, then the others as the file has them. */
const inPaperOrder = (leads: readonly Lead[]): readonly Lead[] => {
  const place = (lead: Lead): number => {
    const index = (standardLeads as readonly string[]).indexOf(lead.name);
    return index === -1 ? standardLeads.length : index;
  };
  return [...leads].sort((a, b) => place(a) - place(b));
};

/**
 * Adds those of III, aVR, aVL and aVF that the recording lacks, when it has both I and II, and marks them derived. Where the
 * file brings them itself, they are kept, and a violation of III = II - I (or Goldberger's equations) beyond noise and a
 * constant offset becomes a note. Standard leads then come first, in the order of the paper. A sample missing in I or II is
 * missing in what is derived. A recording without both I and II is returned as it is, in the file's own order.
 */
export const withDerivedLeads = (recording: Recording): Recording => {
  const leadI = findLead(recording, 'I')?.samplesMv;
  const leadII = findLead(recording, 'II')?.samplesMv;
  if (leadI === undefined || leadII === undefined) return recording;
  const added = limbRules
    .filter((rule) => findLead(recording, rule.name) === undefined)
    .map((rule) => derive(rule, leadI, leadII));
  return {
    ...recording,
    leads: inPaperOrder([...recording.leads, ...added]),
    notes: [...recording.notes, ...checkLaw(recording, leadI, leadII)],
  };
};
