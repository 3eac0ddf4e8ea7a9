import { type Patient, unknownPatient } from '../../recording/recording.ts';
import { ageAt, ageInYears } from '../ageAt.ts';
import { type CalendarDate, isDate, isoDateTime, isoDay } from '../calendar.ts';
import { terminated } from '../text.ts';
import type { Section } from './sections.ts';

export interface ScpFacts {
  readonly patient: Patient;
  readonly device: string | null;
  readonly startTime: string | null;
  readonly appliedFilters: readonly string[];
}

const endTag = 255;
const mostFields = 1000;

/** Fields of section 1 by tag (EN 1064, 5.4.3); the first of a tag counts. A field that reaches beyond the section ends the list. */
const fieldsOf = ({ bytes, view }: Section): ReadonlyMap<number, Uint8Array> => {
  const fields = new Map<number, Uint8Array>();
  for (let at = 0, count = 0; at + 3 <= bytes.length && count < mostFields; count += 1) {
    const tag = bytes[at]!;
    const length = view.getUint16(at + 1, true);
    if (tag === endTag || at + 3 + length > bytes.length) break;
    if (!fields.has(tag)) fields.set(tag, bytes.subarray(at + 3, at + 3 + length));
    at += 3 + length;
  }
  return fields;
};

const uint16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

const dateOf = (bytes: Uint8Array | undefined): CalendarDate | null => {
  if (bytes === undefined || bytes.length < 4) return null;
  const date = { year: uint16(bytes, 0), month: bytes[2]!, day: bytes[3]! };
  return isDate(date) ? date : null;
};

const ageUnits: readonly (string | undefined)[] = [undefined, 'years', 'months', 'weeks', 'days', 'hours'];

/** Age with its unit, counted from 1: years, months, weeks, days, hours; 0 stands for an age that is not known. */
const ageOf = (bytes: Uint8Array | undefined): number | null => {
  const unit = ageUnits[bytes?.[2] ?? 0];
  const value = bytes === undefined || bytes.length < 3 ? 0 : uint16(bytes, 0);
  return unit === undefined || value === 0 ? null : ageInYears(value, unit);
};

/**
 * Maker and model of tag 14: the model in six characters at byte 8; behind byte 35, which says how long the analysing program's
 * revision is, that revision, then serial number, system software, SCP software and maker, each ended by a NUL.
 */
const deviceOf = (bytes: Uint8Array | undefined): string | null => {
  if (bytes === undefined || bytes.length < 14) return null;
  const texts: (string | null)[] = [];
  for (let at = 36 + (bytes[35] ?? 0); texts.length < 4 && at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const stop = end === -1 ? bytes.length : end;
    texts.push(terminated(bytes.subarray(at, stop)));
    at = stop + 1;
  }
  const parts = [texts[3] ?? null, terminated(bytes.subarray(8, 14))].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
};

const filtersOf = (fields: ReadonlyMap<number, Uint8Array>): readonly string[] => {
  const highPass = fields.get(27);
  const lowPass = fields.get(28);
  const bits = fields.get(29)?.[0] ?? 0;
  const filters: string[] = [];
  if (highPass !== undefined && highPass.length >= 2 && uint16(highPass, 0) > 0)
    filters.push(`high-pass ${uint16(highPass, 0) / 100} Hz`);
  if (lowPass !== undefined && lowPass.length >= 2 && uint16(lowPass, 0) > 0)
    filters.push(`low-pass ${uint16(lowPass, 0)} Hz`);
  const named = ['notch 60 Hz', 'notch 50 Hz', 'artifact filter', 'baseline filter'];
  for (const [bit, name] of named.entries()) if (((bits >> bit) & 1) === 1) filters.push(name);
  return filters;
};

/** Patient, device, time and filters of section 1. */
export const readDemographics = (section: Section | undefined): ScpFacts => {
  if (section === undefined) return { patient: unknownPatient, device: null, startTime: null, appliedFilters: [] };
  const fields = fieldsOf(section);
  const text = (tag: number): string | null => {
    const bytes = fields.get(tag);
    return bytes === undefined ? null : terminated(bytes);
  };
  const recorded = dateOf(fields.get(25));
  const clock = fields.get(26);
  const birth = dateOf(fields.get(5));
  const sex = fields.get(8)?.[0];
  const name = [text(1), text(0), text(3)].filter((part) => part !== null).join(' ');
  return {
    patient: {
      id: text(2),
      name: name === '' ? null : name,
      ageYears:
        ageOf(fields.get(4)) ?? (birth === null || recorded === null ? null : ageAt(isoDay(birth), isoDay(recorded))),
      sex: sex === 1 ? 'M' : sex === 2 ? 'F' : null,
    },
    device: deviceOf(fields.get(14)),
    startTime:
      recorded === null || clock === undefined || clock.length < 3
        ? null
        : isoDateTime(recorded, clock[0]!, clock[1]!, clock[2]!),
    appliedFilters: filtersOf(fields),
  };
};
