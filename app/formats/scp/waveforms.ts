import type { Lead, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { isEcgRate } from '../plausibleRate.ts';
import { refuseSize } from '../recordingSize.ts';
import { type Coding, readTables, unpack } from './huffman.ts';
import { type LeadDefinition, type QrsPlaces, readLeadDefinition, readQrsPlaces, type ScpLead } from './leads.ts';
import type { ScpSections, Section } from './sections.ts';

/** What sections 5 and 6 have in common: scale, interval, coding, and each lead's bytes. */
interface Stored {
  readonly nanovolts: number;
  readonly intervalUs: number;
  readonly differences: number;
  readonly isBimodal: boolean;
  readonly data: readonly Uint8Array[];
}

const readStored = (section: Section, id: number, leadCount: number, file: string): Result<Stored> => {
  const { bytes, view } = section;
  const start = 6 + 2 * leadCount;
  if (bytes.length < start)
    return refuse('truncated', `${file}: section ${id} has no room for ${leadCount} leads.`, file);
  const nanovolts = view.getUint16(0, true);
  const intervalUs = view.getUint16(2, true);
  const differences = view.getUint8(4);
  if (nanovolts === 0) return refuse('unit-missing', `${file}: section ${id} gives no amplitude of a step.`, file);
  if (intervalUs === 0 || !isEcgRate(1e6 / intervalUs)) {
    return refuse(
      'header-invalid',
      `${file}: section ${id} has an interval of ${intervalUs} us between samples.`,
      file,
    );
  }
  if (differences > 2)
    return refuse('header-invalid', `${file}: section ${id} has differences of order ${differences}.`, file);
  const data: Uint8Array[] = [];
  let at = start;
  for (let lead = 0; lead < leadCount; lead += 1) {
    const length = view.getUint16(6 + 2 * lead, true);
    if (at + length > bytes.length) {
      return refuse(
        'truncated',
        `${file}: lead ${lead + 1} of section ${id} should reach to byte ${at + length} of ${bytes.length}.`,
        file,
      );
    }
    data.push(bytes.subarray(at, at + length));
    at += length;
  }
  return accept({ nanovolts, intervalUs, differences, isBimodal: id === 6 && view.getUint8(5) !== 0, data });
};

/** Share of a lead's promised samples that must be there. */
const leastHeld = 0.9;

/** A sample takes a bit at least, or two bytes where nothing is packed. */
const mostStored = (bytes: Uint8Array, coding: Coding): number =>
  coding === null ? bytes.length >> 1 : 8 * bytes.length;

/**
 * Spreads the stored samples of a lead over its span at the full rate (EN 1064, annex C): protected spans are stored sample by
 * sample. Between them one stored sample stands for `rate` samples, as many whole blocks as fit, and the rest again sample by
 * sample; a block's value is that of the sample behind its middle, with straight lines in between and level ends. NaN where
 * the stored samples end early.
 */
export const spread = (
  stored: Int32Array,
  lead: Pick<ScpLead, 'first' | 'last'>,
  protectedSpans: QrsPlaces['protectedSpans'],
  rate: number,
): Float64Array => {
  const out = new Float64Array(lead.last - lead.first + 1).fill(Number.NaN);
  let taken = 0;
  const copy = (from: number, to: number): void => {
    for (let sample = from; sample <= to && taken < stored.length; sample += 1, taken += 1) {
      out[sample - lead.first] = stored[taken]!;
    }
  };
  const middle = rate >> 1;
  const thin = (from: number, to: number): void => {
    const blocks = Math.floor((to - from + 1) / rate);
    const count = Math.min(blocks, stored.length - taken);
    for (let i = 0; i < count * rate; i += 1) {
      const place = Math.min(Math.max((i - middle) / rate, 0), count - 1);
      const left = Math.floor(place);
      const a = stored[taken + left]!;
      const b = stored[taken + Math.min(left + 1, count - 1)]!;
      out[from - lead.first + i] = a + (b - a) * (place - left);
    }
    taken += count;
    if (count === blocks) copy(from + blocks * rate, to);
  };
  let next = lead.first;
  for (const span of protectedSpans) {
    const first = Math.max(span.first, next);
    const last = Math.min(span.last, lead.last);
    if (last < first) continue;
    if (first > next) thin(next, first - 1);
    copy(first, last);
    next = last + 1;
  }
  if (next <= lead.last) thin(next, lead.last);
  return out;
};

/** Puts the reference beat back where it was taken away: every complex of type 0, aligned by its fiducial (EN 1064, 5.7). */
const addReference = (samplesNv: Float64Array, lead: ScpLead, referenceNv: Float64Array, places: QrsPlaces): void => {
  for (const { type, subtractedFrom, fiducial, subtractedTo } of places.complexes) {
    if (type !== 0) continue;
    const from = Math.max(subtractedFrom, lead.first);
    const to = Math.min(subtractedTo, lead.last);
    for (let sample = from; sample <= to; sample += 1) {
      const place = places.referenceFiducial - 1 + (sample - fiducial);
      if (place < 0) continue;
      if (place >= referenceNv.length) break;
      samplesNv[sample - lead.first] = samplesNv[sample - lead.first]! + referenceNv[place]!;
    }
  }
};

export interface Waveforms {
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
  readonly sampleCount: number;
  readonly medianBeat: { readonly leads: readonly Lead[]; readonly sampleRateHz: number } | null;
  readonly notes: readonly RecordingNote[];
}

interface Reference {
  readonly stored: Stored;
  readonly byLeadNv: readonly Float64Array[];
}

const readReference = (
  sections: ScpSections['sections'],
  definition: LeadDefinition,
  places: QrsPlaces | null,
  coding: Coding,
  file: string,
): Result<Reference | null> => {
  const section = sections.get(5);
  if (section === undefined || places === null || places.referenceMs === 0) return accept(null);
  const stored = readStored(section, 5, definition.leads.length, file);
  if (!stored.ok) return stored;
  const wanted = Math.round((1000 * places.referenceMs) / stored.value.intervalUs);
  const byLeadNv = stored.value.data.map((bytes) =>
    Float64Array.from(
      unpack(bytes, coding, wanted, stored.value.differences),
      (value) => value * stored.value.nanovolts,
    ),
  );
  return accept({ stored: stored.value, byLeadNv });
};

const medianOf = (reference: Reference, leads: readonly ScpLead[]): Waveforms['medianBeat'] => {
  const longest = reference.byLeadNv.reduce((most, samples) => Math.max(most, samples.length), 0);
  if (longest === 0) return null;
  return {
    sampleRateHz: 1e6 / reference.stored.intervalUs,
    leads: leads.map(({ name }, index): Lead => {
      const samplesMv = new Float32Array(longest).fill(Number.NaN);
      for (const [i, nanovolts] of reference.byLeadNv[index]!.entries()) samplesMv[i] = nanovolts / 1e6;
      return { name, samplesMv, derived: false };
    }),
  };
};

/** Decodes sections 2 to 6. Errors: `unsupported`, `header-invalid`, `unit-missing`, `truncated`, `too-large`. */
export const readWaveforms = ({ sections }: ScpSections, file: string): Result<Waveforms> => {
  const leadSection = sections.get(3);
  const rhythmSection = sections.get(6);
  if (leadSection === undefined || rhythmSection === undefined) {
    return refuse('unsupported', `${file} holds no rhythm data (SCP-ECG sections 3 and 6).`, file);
  }
  const coding = readTables(sections.get(2));
  if (typeof coding === 'string') return refuse('header-invalid', `${file}: ${coding}.`, file);
  const defined = readLeadDefinition(leadSection, file);
  if (!defined.ok) return defined;
  const definition = defined.value;
  const stored = readStored(rhythmSection, 6, definition.leads.length, file);
  if (!stored.ok) return stored;
  const rhythm = stored.value;
  const placesSection = sections.get(4);
  const places = placesSection === undefined ? null : readQrsPlaces(placesSection);
  const referenced = readReference(sections, definition, places, coding, file);
  if (!referenced.ok) return referenced;
  const reference = referenced.value;
  if (definition.isReferenceSubtracted && (reference === null || places === null)) {
    return refuse(
      'header-invalid',
      `${file}: its rhythm data lack a reference beat that sections 4 and 5 do not hold.`,
      file,
    );
  }
  if (rhythm.isBimodal && (reference === null || places === null)) {
    return refuse(
      'header-invalid',
      `${file}: bimodal compression without the spans and the rate of sections 4 and 5.`,
      file,
    );
  }

  const isCoarse = reference !== null && (rhythm.isBimodal || definition.isReferenceSubtracted);
  const rate = isCoarse ? rhythm.intervalUs / reference.stored.intervalUs : 1;
  if (!Number.isInteger(rate) || rate < 1 || rate > 16) {
    return refuse(
      'header-invalid',
      `${file}: rhythm data of ${rhythm.intervalUs} us do not fit a reference beat of ${reference?.stored.intervalUs} us.`,
      file,
    );
  }
  const sampleRateHz = (1e6 * rate) / rhythm.intervalUs;
  const first = Math.min(...definition.leads.map((lead) => lead.first));
  const sampleCount = Math.max(...definition.leads.map((lead) => lead.last)) - first + 1;
  const tooLarge = refuseSize(file, definition.leads.length, sampleCount, sampleRateHz);
  if (tooLarge !== null) return tooLarge;

  const spans = rhythm.isBimodal && places !== null ? places.protectedSpans : [];
  let missing = 0;
  const leads: Lead[] = [];
  for (const [index, lead] of definition.leads.entries()) {
    const bytes = rhythm.data[index]!;
    const length = lead.last - lead.first + 1;
    const values = unpack(bytes, coding, Math.min(length, mostStored(bytes, coding)), rhythm.differences);
    // Each stored sample stands for `rate` at most.
    if (values.length * rate < leastHeld * length) {
      return refuse(
        'truncated',
        `${file}: lead ${lead.name} promises ${length} samples and its ${bytes.length} bytes hold ${values.length}.`,
        file,
      );
    }
    const samplesNv = spread(values, lead, spans, rate);
    for (let i = 0; i < samplesNv.length; i += 1) samplesNv[i] = samplesNv[i]! * rhythm.nanovolts;
    if (definition.isReferenceSubtracted) addReference(samplesNv, lead, reference!.byLeadNv[index]!, places!);
    const samplesMv = new Float32Array(sampleCount).fill(Number.NaN);
    for (let i = 0; i < samplesNv.length; i += 1) {
      if (Number.isNaN(samplesNv[i]!)) missing += 1;
      samplesMv[lead.first - first + i] = samplesNv[i]! / 1e6;
    }
    leads.push({ name: lead.name, samplesMv, derived: false });
  }
  const notes: RecordingNote[] = [];
  if (missing > 0) {
    notes.push({
      code: 'samples-missing',
      text: `${missing} samples that section 3 promises are not in the rhythm data; they count as missing.`,
    });
  }
  if (rate > 1) {
    const where = rhythm.isBimodal ? 'outside of the QRS complexes' : 'apart from the reference beat';
    notes.push({
      code: 'decimated-by-device',
      text: `The device kept every ${rate}th sample ${where}; between them the tracing is interpolated.`,
    });
  }
  if (definition.leads.some((lead) => lead.first !== first || lead.last !== first + sampleCount - 1)) {
    notes.push({
      code: 'leads-differ-in-time',
      text: 'The leads were not recorded over the same time; where one was not, it is missing.',
    });
  }
  return accept({
    leads,
    sampleRateHz,
    sampleCount,
    medianBeat: reference === null ? null : medianOf(reference, definition.leads),
    notes,
  });
};
