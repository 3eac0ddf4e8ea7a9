/** One lead: its samples in millivolts, one per instant; a missing sample is NaN. */
export interface Lead {
  /** Name as cardiologists write it: I, II, III, aVR, aVL, aVF, V1 ... V6; another maker's name otherwise. */
  readonly name: string;
  readonly samplesMv: Float32Array;
  /** True when computed from other leads (III = II - I and so on), not recorded. */
  readonly derived: boolean;
}

export interface Patient {
  readonly id: string | null;
  readonly name: string | null;
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
}

/** Something the reader should know about how the file was read; never a silent repair. */
export interface RecordingNote {
  readonly code: string;
  readonly text: string;
}

/** One figure that a device measured, in its own words and unit. */
export interface DeviceMeasurement {
  readonly name: string;
  readonly value: number;
  /** As written (`ms`, `bpm`, `deg`); empty when the file names none. */
  readonly unit: string;
}

/** What the maker's device or its reader said of the recording: shown as theirs, apart from ours, and never measured with. */
export interface FromDevice {
  readonly measurements: readonly DeviceMeasurement[];
  /** Statements in the file's words and order. */
  readonly statements: readonly string[];
  /** The device's own averaged beat, where the file holds one: kept apart from the rhythm. */
  readonly medianBeat: { readonly leads: readonly Lead[]; readonly sampleRateHz: number } | null;
}

/** An ECG as it came from a file: all leads of one rate and one length. */
export interface Recording {
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
  /** Samples per lead; every lead has exactly this many. */
  readonly sampleCount: number;
  /** ISO 8601 without zone when the file names none; null when the file does not say. */
  readonly startTime: string | null;
  readonly patient: Patient;
  readonly device: string | null;
  /** Filters that the device applied before writing, in the file's words. */
  readonly appliedFilters: readonly string[];
  readonly notes: readonly RecordingNote[];
  /** Absent when the file holds samples and patient alone. */
  readonly fromDevice?: FromDevice;
}

export const unknownPatient: Patient = { id: null, name: null, ageYears: null, sex: null };

export const durationS = (recording: Pick<Recording, 'sampleCount' | 'sampleRateHz'>): number =>
  recording.sampleCount / recording.sampleRateHz;

export const findLead = (recording: Pick<Recording, 'leads'>, name: string): Lead | undefined =>
  recording.leads.find((lead) => lead.name === name);

/** The recording's own spelling of a lead that a person named: as it is written, or else whatever its case. */
export const spellingOfLead = (recording: Pick<Recording, 'leads'>, name: string): string | undefined => {
  const wanted = name.trim().toLowerCase();
  return (findLead(recording, name) ?? recording.leads.find((lead) => lead.name.toLowerCase() === wanted))?.name;
};

/** The twelve standard leads in the order of the paper. */
export const standardLeads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
