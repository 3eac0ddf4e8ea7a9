import type { Recording } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { Format, NamedBytes } from '../format.ts';
import { readDemographics } from './demographics.ts';
import { readGlobalMeasurements, readLeadMeasurements, readStatements } from './findings.ts';
import { looksLikeScp, readSections } from './sections.ts';
import { readWaveforms } from './waveforms.ts';

const decode = (files: readonly NamedBytes[]): Result<Recording> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  const read = readSections(opened.bytes, opened.name);
  if (!read.ok) return read;
  const { sections } = read.value;
  const waveforms = readWaveforms(read.value, opened.name);
  if (!waveforms.ok) return waveforms;
  const { leads, sampleRateHz, sampleCount, medianBeat, notes } = waveforms.value;
  const facts = readDemographics(sections.get(1));
  const measurements = [...readGlobalMeasurements(sections.get(7)), ...readLeadMeasurements(sections.get(10))];
  const statements = readStatements(sections.get(8), sections.get(11));
  const said = measurements.length + statements.length > 0 || medianBeat !== null;
  const unknownStart = { code: 'start-time-unknown', text: 'The file gives no date and time of recording that exist.' };
  return accept({
    leads,
    sampleRateHz,
    sampleCount,
    ...facts,
    notes: [...read.value.notes, ...notes, ...(facts.startTime === null ? [unknownStart] : [])],
    ...(said ? { fromDevice: { measurements, statements, medianBeat } } : {}),
  });
};

/** SCP-ECG (EN 1064, ISO 11073-91064), versions 1 and 2: one file of numbered sections. */
export const scp: Format = { id: 'scp', title: 'SCP-ECG', recognises: looksLikeScp, companions: () => [], decode };
