import { standardLeads } from '../recording/recording.ts';

const standardByKey: ReadonlyMap<string, string> = new Map(standardLeads.map((name) => [name.toLowerCase(), name]));

/**
 * The lead's name as cardiologists write it where the file's spelling leaves no doubt (`avr`, `Lead II`, `ECG V1`);
 * otherwise the file's own words. `ECG 1` or `V` could be anything and stay.
 */
export const leadName = (label: string): string => {
  const plain = label.trim().replace(/\s+/g, ' ');
  const bare = plain.replace(/^(?:lead|ecg|ekg)(?:[ _-]lead)?[ _-]/i, '');
  return standardByKey.get(bare.toLowerCase()) ?? plain;
};

export const isStandardLead = (name: string): boolean => standardByKey.has(name.toLowerCase());

const otherSignal =
  /^(?:resp|respiration|pleth|ppg|abp|art|pap|cvp|icp|bp|spo2|co2|etco2|eeg|emg|eog|gsr|scg|airflow|flow|edf annotations)(?![a-z])/i;

/** True for names that plainly belong to something other than an ECG, whatever unit the file gives them. */
export const isOtherSignal = (label: string): boolean => otherSignal.test(label.trim());

/** The same names, each once: a second `ECG` becomes `ECG (2)`, since leads are found by name. */
export const distinctNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let copy = 2; taken.has(distinct); copy += 1) distinct = `${name} (${copy})`;
    taken.add(distinct);
    return distinct;
  });
};
