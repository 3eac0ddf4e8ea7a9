import type { Lead, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { DecodeHints, Format, NamedBytes } from '../format.ts';
import { distinctNames, isOtherSignal, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { millivoltsIn } from '../units.ts';
import { readComments } from './comments.ts';
import { looksLikeHeader, parseHeader, type WfdbHeader } from './header.ts';
import { type Channel, readRecord } from './segments.ts';
import type { FilesByName } from './signals.ts';

const byName = (files: readonly NamedBytes[]): FilesByName => {
  const map = new Map<string, NamedBytes>();
  for (const file of files) if (!map.has(file.name)) map.set(file.name, file);
  return map;
};

const headerCompanions = (header: WfdbHeader): readonly string[] =>
  header.segments === null
    ? header.signals.filter((signal) => signal.file !== '~' && signal.format !== 0).map((signal) => signal.file)
    : header.segments.flatMap((segment) => (segment.name === null ? [] : [`${segment.name}.hea`]));

const companions: Format['companions'] = (files) => {
  const opened = files[0];
  if (opened === undefined) return [];
  const have = byName(files);
  const wanted = new Set<string>();
  const master = parseHeader(opened.bytes, opened.name);
  if (!master.ok) return [];
  for (const name of headerCompanions(master.value)) {
    const file = have.get(name);
    if (file === undefined) wanted.add(name);
    else if (master.value.segments !== null && file !== opened) {
      const segment = parseHeader(file.bytes, name);
      if (!segment.ok || segment.value.segments !== null) continue;
      for (const signalFile of headerCompanions(segment.value)) if (!have.has(signalFile)) wanted.add(signalFile);
    }
  }
  return [...wanted].map((name) => ({ name, required: true }));
};

interface Chosen {
  readonly leads: readonly Lead[];
  readonly notes: readonly RecordingNote[];
}

/** Keeps what is an ECG in a unit of voltage, in millivolts; says what was left out and what was assumed. */
const chooseLeads = (channels: readonly Channel[], frameRateHz: number): Chosen => {
  const labelled = channels.map((channel, index) => ({ channel, label: channel.name ?? `signal ${index + 1}` }));
  const notes: RecordingNote[] = [];
  const kept = labelled.filter(({ channel, label }) => millivoltsIn(channel.unit) !== null && !isOtherSignal(label));
  const leftOut = labelled.filter((entry) => !kept.includes(entry));
  if (leftOut.length > 0) {
    const list = leftOut.map(({ channel, label }) => `${label} (${channel.unit})`).join(', ');
    notes.push({ code: 'signals-left-out', text: `Not ECG leads, left out: ${list}.` });
  }
  const assumed = kept.filter(({ channel }) => channel.gainAssumed).map(({ label }) => label);
  if (assumed.length > 0) {
    notes.push({
      code: 'gain-assumed',
      text: `The header gives no gain for ${assumed.join(', ')}; 200 ADC units per mV, as WFDB prescribes. Amplitudes are uncalibrated.`,
    });
  }
  const averaged = kept.filter(({ channel }) => channel.samplesPerFrame > 1);
  if (averaged.length > 0) {
    const list = averaged
      .map(({ channel, label }) => `${label} (${channel.samplesPerFrame * frameRateHz} Hz)`)
      .join(', ');
    notes.push({ code: 'averaged-to-frame-rate', text: `Averaged to ${frameRateHz} Hz: ${list}.` });
  }
  const names = distinctNames(kept.map(({ label }) => leadName(label)));
  const leads = kept.map(({ channel }, index) => {
    const scale = millivoltsIn(channel.unit)!;
    const samplesMv = scale === 1 ? channel.samples : channel.samples.map((value) => value * scale);
    return { name: names[index]!, samplesMv, derived: false };
  });
  return { leads, notes };
};

const decode = (files: readonly NamedBytes[], hints: DecodeHints): Result<Recording> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  if (opened.bytes.length === 0) return refuse('empty-file', `${opened.name} is empty.`, opened.name);
  const parsed = parseHeader(opened.bytes, opened.name);
  if (!parsed.ok) return parsed;
  const header = parsed.value;

  const frameRateHz = header.frameRateHz ?? hints.sampleRateHz ?? null;
  if (frameRateHz === null) {
    return refuse('rate-missing', `${opened.name} states no sampling rate; give one.`, opened.name);
  }
  if (!isEcgRate(frameRateHz)) {
    return refuse(
      'header-invalid',
      `${opened.name}: ${frameRateHz} Hz is no sampling rate of an ECG (${slowestHz} to ${fastestHz} Hz).`,
      opened.name,
    );
  }
  const record = readRecord(header, byName(files));
  if (!record.ok) return record;
  const { leads, notes } = chooseLeads(record.value.channels, frameRateHz);
  if (leads.length === 0) {
    return refuse('unsupported', `${opened.name} holds no ECG lead in a unit of voltage.`, opened.name);
  }
  const facts = readComments(header.comments);
  return accept({
    leads,
    sampleRateHz: frameRateHz,
    sampleCount: record.value.frameCount,
    startTime: header.startTime,
    patient: facts.patient,
    device: facts.device,
    appliedFilters: facts.appliedFilters,
    notes: [...record.value.notes, ...notes, ...facts.notes],
  });
};

/** PhysioNet's WFDB records: a header (.hea) that names the signal files beside it. */
export const wfdb: Format = { id: 'wfdb', title: 'WFDB record', recognises: looksLikeHeader, companions, decode };
