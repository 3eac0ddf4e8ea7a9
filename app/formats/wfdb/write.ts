import type { Recording } from '../../recording/recording.ts';
import type { NamedBytes } from '../format.ts';

/** The 16-bit value that WFDB reserves for a missing sample. */
const missing = -32768;
const largest = 32767;

const usualGainPerMv = 1000;

/** As wished, or coarser by whole factors of two where a lead would not fit into 16 bits. */
const chooseGain = (samplesMv: Float32Array, wishedPerMv: number): number => {
  let largestMv = 0;
  for (const mv of samplesMv) if (Number.isFinite(mv)) largestMv = Math.max(largestMv, Math.abs(mv));
  let gain = wishedPerMv;
  while (largestMv * gain > largest) gain /= 2;
  return gain;
};

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim();

const comments = ({ patient, device }: Recording, further: readonly string[]): string[] => [
  ...(patient.ageYears === null ? [] : [`# Age: ${patient.ageYears}`]),
  ...(patient.sex === null ? [] : [`# Sex: ${patient.sex}`]),
  ...(device === null ? [] : [`# Device: ${oneLine(device)}`]),
  ...(device?.includes('synthetic') ? ['# Synthetic ECG: computed, not recorded from a person'] : []),
  ...further.map((line) => `# ${oneLine(line)}`),
];

/** WFDB's `HH:MM:SS[.sss] DD/MM/YYYY`; nothing when the start is unknown. */
const startFields = (startTime: string | null): string => {
  const match = startTime?.match(/^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2}(?:\.\d+)?)/);
  return match ? ` ${match[4]} ${match[3]}/${match[2]}/${match[1]}` : '';
};

/**
 * A recording as WFDB header and signal file, format 16 (16-bit two's complement, least significant byte first, leads
 * interleaved), as described in PhysioNet's header(5) and signal(5). Missing samples become -32768; identity is not written.
 *
 * @param name record name: letters, digits, `_` and `-`
 * @param gainPerMv steps in a millivolt: 1000 keeps whole microvolts
 * @param furtherComments lines after the usual comments; header(5) allows 255 characters a line
 */
export const encodeWfdb = (
  recording: Recording,
  name: string,
  gainPerMv = usualGainPerMv,
  furtherComments: readonly string[] = [],
): NamedBytes[] => {
  const { leads, sampleCount, sampleRateHz } = recording;
  const bytes = new Uint8Array(2 * leads.length * sampleCount);
  const view = new DataView(bytes.buffer);
  const signalLines = leads.map((lead, k) => {
    const gain = chooseGain(lead.samplesMv, gainPerMv);
    let checksum = 0;
    let initial = 0;
    for (let i = 0; i < sampleCount; i++) {
      const mv = lead.samplesMv[i]!;
      const value = Number.isFinite(mv) ? Math.round(mv * gain) : missing;
      if (i === 0) initial = value;
      checksum = (checksum + value) & 0xffff;
      view.setInt16(2 * (i * leads.length + k), value, true);
    }
    const signedChecksum = checksum > largest ? checksum - 65536 : checksum;
    return `${name}.dat 16 ${gain}(0)/mV 16 0 ${initial} ${signedChecksum} 0 ${oneLine(lead.name)}`;
  });
  const header = [
    `${name} ${leads.length} ${sampleRateHz} ${sampleCount}${startFields(recording.startTime)}`,
    ...signalLines,
    ...comments(recording, furtherComments),
    '',
  ].join('\n');
  return [
    { name: `${name}.hea`, bytes: new TextEncoder().encode(header) },
    { name: `${name}.dat`, bytes },
  ];
};
