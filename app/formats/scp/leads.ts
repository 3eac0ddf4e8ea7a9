import { accept, type Result, refuse } from '../../result.ts';
import { leadOfCode } from '../leadCodes.ts';
import { distinctNames } from '../leadNames.ts';
import type { Section } from './sections.ts';

export interface ScpLead {
  readonly name: string;
  /** Samples counted from 1, both within the lead. */
  readonly first: number;
  readonly last: number;
}

export interface LeadDefinition {
  readonly leads: readonly ScpLead[];
  /** The reference beat was taken away from the rhythm data. */
  readonly isReferenceSubtracted: boolean;
}

/** Section 3: which leads there are and where each begins and ends. */
export const readLeadDefinition = (section: Section, file: string): Result<LeadDefinition> => {
  const { bytes, view } = section;
  const count = bytes[0] ?? 0;
  if (count === 0 || bytes.length < 2 + 9 * count) {
    return refuse('header-invalid', `${file}: section 3 names ${count} leads in ${bytes.length} bytes.`, file);
  }
  const names: string[] = [];
  const spans: { first: number; last: number }[] = [];
  for (let lead = 0; lead < count; lead += 1) {
    const at = 2 + 9 * lead;
    const first = view.getUint32(at, true);
    const last = view.getUint32(at + 4, true);
    if (first < 1 || last < first) {
      return refuse('header-invalid', `${file}: lead ${lead + 1} goes from sample ${first} to ${last}.`, file);
    }
    names.push(leadOfCode(view.getUint8(at + 8)) ?? `signal ${lead + 1}`);
    spans.push({ first, last });
  }
  const distinct = distinctNames(names);
  return accept({
    leads: spans.map((span, index) => ({ ...span, name: distinct[index]! })),
    isReferenceSubtracted: (bytes[1]! & 1) === 1,
  });
};

/** A QRS complex of section 4, in samples of the full rate counted from 1. */
export interface QrsPlace {
  readonly type: number;
  readonly subtractedFrom: number;
  readonly fiducial: number;
  readonly subtractedTo: number;
}

export interface QrsPlaces {
  readonly referenceMs: number;
  /** Sample of the reference beat's fiducial, counted from 1. */
  readonly referenceFiducial: number;
  readonly complexes: readonly QrsPlace[];
  /** Spans that bimodal compression left at the full rate, in order, without overlap. */
  readonly protectedSpans: readonly { readonly first: number; readonly last: number }[];
}

/** Section 4: where the QRS complexes are, and which samples were protected from decimation. */
export const readQrsPlaces = (section: Section): QrsPlaces | null => {
  const { bytes, view } = section;
  if (bytes.length < 6) return null;
  const count = view.getUint16(4, true);
  if (bytes.length < 6 + 14 * count) return null;
  const complexes = Array.from({ length: count }, (_, index): QrsPlace => {
    const at = 6 + 14 * index;
    return {
      type: view.getUint16(at, true),
      subtractedFrom: view.getUint32(at + 2, true),
      fiducial: view.getUint32(at + 6, true),
      subtractedTo: view.getUint32(at + 10, true),
    };
  });
  const start = 6 + 14 * count;
  const hasList = bytes.length >= start + 8 * count;
  // Versions 1.0 and 1.1 have no list of protected spans: what the reference beat was taken from was protected.
  const spans = complexes
    .map(({ subtractedFrom, subtractedTo }, index) => ({
      first: hasList ? view.getUint32(start + 8 * index, true) : subtractedFrom,
      last: hasList ? view.getUint32(start + 8 * index + 4, true) : subtractedTo,
    }))
    .filter(({ first, last }) => first >= 1 && last >= first)
    .sort((a, b) => a.first - b.first);
  const protectedSpans: { first: number; last: number }[] = [];
  for (const span of spans) {
    const before = protectedSpans.at(-1);
    if (before !== undefined && span.first <= before.last + 1) before.last = Math.max(before.last, span.last);
    else protectedSpans.push({ ...span });
  }
  return {
    referenceMs: view.getUint16(0, true),
    referenceFiducial: view.getUint16(2, true),
    complexes,
    protectedSpans,
  };
};
