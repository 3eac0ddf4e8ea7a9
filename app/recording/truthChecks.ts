import type { Lead, Recording, RecordingNote } from './recording.ts';

/** Codes of the notes below that put the tracing in doubt: names, scale or samples may be wrong. */
export const truthWarnings = ['amplitude-implausible', 'leads-identical', 'lead-constant', 'rate-low'] as const;
/** Codes of those that say whom the findings are for. */
export const patientNotes = ['age-missing', 'sex-missing'] as const;

/** Below, neither the width of a QRS nor a notch can be judged (AHA/ACC/HRS 2007 ask for 500 Hz, and 150 Hz of bandwidth). */
const leastRateHz = 100;
/** The median lead swings by so much from beat to beat in no adult's and no child's ECG: a wrong unit, or counts. */
const largestSwingMv = 8;
const smallestSwingMv = 0.04;
/** Longest time without a beat in which a window still sees one, at 30 beats a minute. */
const windowS = 2;
/** Two leads whose correlation is above are one: between real neighbours the noise of two amplifiers lies. */
const identicalFrom = 0.99999;
/** Looked at of a lead: enough for every check, and no more for a recording of a day. */
const mostSamples = 20_000;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};

/** How far a lead swings within a window, in the middle of all windows, mV; NaN without samples. */
const swingOf = ({ samplesMv }: Lead, rateHz: number): number => {
  const length = Math.max(2, Math.round(windowS * rateHz));
  const windows = Math.max(1, Math.floor(samplesMv.length / length));
  const looked = Math.max(1, Math.ceil((windows * length) / (20 * mostSamples)));
  const swings: number[] = [];
  for (let window = 0; window < windows; window += looked) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = window * length; i < Math.min(samplesMv.length, (window + 1) * length); i += 1) {
      const mv = samplesMv[i]!;
      if (mv < low) low = mv;
      if (mv > high) high = mv;
    }
    if (high >= low) swings.push(high - low);
  }
  return median(swings);
};

/** True for a lead of one value throughout; a lead without any sample is another matter. */
const isConstant = ({ samplesMv }: Lead): boolean => {
  let first = Number.NaN;
  for (const mv of samplesMv) {
    if (Number.isNaN(mv)) continue;
    if (Number.isNaN(first)) first = mv;
    else if (mv !== first) return false;
  }
  return !Number.isNaN(first);
};

/** Correlation of two leads at the same instants, over a share of them that holds whole beats; NaN where one stands still. */
const correlation = (one: Float32Array, other: Float32Array): number => {
  const count = Math.min(one.length, mostSamples);
  let [n, sumA, sumB] = [0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    if (Number.isNaN(one[i]!) || Number.isNaN(other[i]!)) continue;
    n += 1;
    sumA += one[i]!;
    sumB += other[i]!;
  }
  const [meanA, meanB] = [sumA / n, sumB / n];
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const a = one[i]! - meanA;
    const b = other[i]! - meanB;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    aa += a * a;
    bb += b * b;
    ab += a * b;
  }
  return ab / Math.sqrt(aa * bb);
};

/** Pairs of recorded leads that are the same curve. */
const identicalPairs = (leads: readonly Lead[]): readonly string[] =>
  leads.flatMap((lead, i) =>
    leads
      .slice(i + 1)
      .filter((other) => correlation(lead.samplesMv, other.samplesMv) > identicalFrom)
      .map((other) => `${lead.name} and ${other.name}`),
  );

const amplitudeNote = (leads: readonly Lead[], rateHz: number): readonly RecordingNote[] => {
  const swings = leads.map((lead) => swingOf(lead, rateHz)).filter((mv) => mv > 0);
  const usualMv = median(swings);
  if (!(usualMv > largestSwingMv || usualMv < smallestSwingMv)) return [];
  const size = usualMv > largestSwingMv ? 'large' : 'small';
  return [
    {
      code: 'amplitude-implausible',
      text: `Beats of ${Number(usualMv.toPrecision(2))} mV are too ${size} for a heart: microvolts or counts may have been taken for millivolts, or the gain is wrong.`,
    },
  ];
};

const patientNotesOf = ({ patient }: Recording): readonly RecordingNote[] => [
  ...(patient.ageYears === null ? [{ code: 'age-missing', text: "The file does not give the patient's age." }] : []),
  ...(patient.sex === null ? [{ code: 'sex-missing', text: "The file does not give the patient's sex." }] : []),
];

/**
 * What speaks against a recording being what its file says: size of the beats, leads that are one and the same or stand still,
 * too few samples a second, a patient of unknown age or sex. Each becomes a note, nothing is put right. Whether the limb
 * leads keep Einthoven's law is found where they are derived (`withDerivedLeads`). Time is bounded for recordings of any length
 * but for one pass over the samples.
 */
export const truthNotes = (recording: Recording): readonly RecordingNote[] => {
  // Less than a second holds no beat to judge by.
  const isJudged = recording.sampleCount >= recording.sampleRateHz;
  const recorded = recording.leads.filter(({ derived }) => isJudged && !derived);
  const still = recorded.filter(isConstant);
  const live = recorded.filter((lead) => !still.includes(lead));
  const pairs = identicalPairs(live);
  const { sampleRateHz } = recording;
  return [
    ...amplitudeNote(live, sampleRateHz),
    ...(pairs.length === 0
      ? []
      : [
          {
            code: 'leads-identical',
            text: `${pairs.join(', ')} are the same curve: a lead may have been copied or mislabelled.`,
          },
        ]),
    ...(still.length === 0
      ? []
      : [
          {
            code: 'lead-constant',
            text: `${still.map(({ name }) => name).join(', ')} hold one value throughout: not connected, or not recorded.`,
          },
        ]),
    ...(sampleRateHz < leastRateHz
      ? [
          {
            code: 'rate-low',
            text: `With ${Number(sampleRateHz.toPrecision(3))} samples a second, the width and the notches of a QRS cannot be judged.`,
          },
        ]
      : []),
    ...patientNotesOf(recording),
  ];
};
