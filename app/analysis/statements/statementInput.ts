import type { Measurements } from '../schema.ts';
import type { LeadMorphology, Morphology } from './morphology.ts';

export interface PatientFacts {
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
}

/** All that a rule may look at. */
export interface StatementInput {
  readonly patient: PatientFacts;
  readonly measurements: Measurements;
  /** null where nothing was delineated. */
  readonly morphology: Morphology | null;
  /** Leads whose quality forbids reading them. */
  readonly unreadable: ReadonlySet<string>;
}

/** A measured value with the half width of its 90 % interval, both in the quantity's unit. */
export interface Measured {
  readonly value: number;
  readonly halfWidth: number;
  /** Of several leads, those that the value is of; left out: all of the quantity's. */
  readonly leads?: readonly string[];
}

/** A value that rules compare with a limit. */
export interface Quantity {
  readonly id: string;
  /** In words, for the clinician's table. */
  readonly label: string;
  /** null: a count or a ratio. */
  readonly unit: 'mV' | 'ms' | 'degrees' | 'mV ms' | null;
  readonly leads: readonly string[];
  /** null: could not be measured. */
  readonly of: (input: StatementInput) => Measured | null;
}

/** A lead that may be read and has a median beat. */
export const readLead = (
  { measurements, morphology, unreadable }: StatementInput,
  lead: string,
): { shape: LeadMorphology; amplitudes: Measurements['perLead'][string] } | null => {
  const shape = morphology?.leads[lead];
  const amplitudes = measurements.perLead[lead];
  return shape === undefined || amplitudes === undefined || unreadable.has(lead) ? null : { shape, amplitudes };
};
