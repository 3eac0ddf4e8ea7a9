import type { Lead, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { DecodeHints, Format, NamedBytes } from '../format.ts';
import { distinctNames, isOtherSignal, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { millivoltsIn } from '../units.ts';
import { readComments } from './comments.ts';
import { looksLikeHeader, parseHeader, type WfdbHeader } from './header.ts';
import { type Channel, readRecord } from './segments.ts';
import type { FilesByName, KeptPerFrame } from './signals.ts';

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

const isEcg = ({ name, unit }: { readonly name: string | null; readonly unit: string }): boolean =>
  millivoltsIn(unit) !== null && !isOtherSignal(name ?? '');

/** The headers that describe signals: the record's own, or those of its segments as far as they can be read. */
const signalHeaders = (header: WfdbHeader, files: FilesByName): readonly WfdbHeader[] => {
  if (header.segments === null) return [header];
  const names = new Set(header.segments.flatMap(({ name }) => (name === null ? [] : [`${name}.hea`])));
  return [...names].flatMap((name) => {
    const file = files.get(name);
    const parsed = file === undefined ? null : parseHeader(file.bytes, name);
    return parsed?.ok ? [parsed.value] : [];
  });
};

/**
 * Samples a frame that all ECG signals of the record have in common: then every one is kept. 1 where they differ: then each
 * signal's are averaged to the frame rate, so that no lead is lost.
 */
const sharedPerFrame = (headers: readonly WfdbHeader[]): number => {
  const counts = new Set(
    headers.flatMap(({ signals }) =>
      signals.filter((signal) => signal.format !== 0 && isEcg(signal)).map(({ samplesPerFrame }) => samplesPerFrame),
    ),
  );
  return counts.size === 1 ? [...counts][0]! : 1;
};

interface Chosen {
  readonly leads: readonly Lead[];
  readonly notes: readonly RecordingNote[];
}

/** Keeps what is an ECG in a unit of voltage, in millivolts; says what was left out and what was assumed. */
const chooseLeads = (channels: readonly Channel[], frameRateHz: number, perFrame: number): Chosen => {
  const labelled = channels.map((channel, index) => ({ channel, label: channel.name ?? `signal ${index + 1}` }));
  const notes: RecordingNote[] = [];
  const kept = labelled.filter(({ channel }) => isEcg(channel));
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
  const averaged = kept.filter(({ channel }) => perFrame === 1 && channel.samplesPerFrame > 1);
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
  const have = byName(files);
  const perFrame = sharedPerFrame(signalHeaders(header, have));
  const sampleRateHz = frameRateHz * perFrame;
  if (!isEcgRate(sampleRateHz)) {
    return refuse(
      'header-invalid',
      `${opened.name}: ${sampleRateHz} Hz is no sampling rate of an ECG (${slowestHz} to ${fastestHz} Hz).`,
      opened.name,
    );
  }
  const kept: KeptPerFrame = (signal) => (isEcg(signal) ? perFrame : 1);
  const record = readRecord(header, have, kept);
  if (!record.ok) return record;
  const { leads, notes } = chooseLeads(record.value.channels, frameRateHz, perFrame);
  if (leads.length === 0) {
    return refuse('unsupported', `${opened.name} holds no ECG lead in a unit of voltage.`, opened.name);
  }
  const facts = readComments(header.comments);
  return accept({
    leads,
    sampleRateHz,
    sampleCount: record.value.frameCount * perFrame,
    startTime: header.startTime,
    patient: facts.patient,
    device: facts.device,
    appliedFilters: facts.appliedFilters,
    notes: [...record.value.notes, ...notes, ...facts.notes],
  });
};

/** PhysioNet's WFDB records: a header (.hea) that names the signal files beside it. */
export const wfdb: Format = { id: 'wfdb', title: 'WFDB record', recognises: looksLikeHeader, companions, decode };
