import type { FromDevice, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { Format } from '../format.ts';
import { openDocument } from '../xml/openDocument.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { childrenOf, textAt } from '../xml/query.ts';
import { rootName } from '../xml/rootName.ts';
import { readDevice, readFilters, readMeasurements, readPatient, readStartTime, readStatements } from './facts.ts';
import { readWaveform } from './waveform.ts';

const rootElement = 'RestingECG';

const ofType = (root: XmlElement, type: RegExp): readonly XmlElement[] =>
  childrenOf(root, 'Waveform').filter((waveform) => type.test(textAt(waveform, 'WaveformType') ?? ''));

/** A beat that cannot be read does not stand in the way of the rhythm; that it is missing is said. */
const readMedian = (
  waveform: XmlElement | undefined,
  file: string,
): { readonly beat: FromDevice['medianBeat']; readonly notes: readonly RecordingNote[] } => {
  if (waveform === undefined) return { beat: null, notes: [] };
  const median = readWaveform(waveform, file);
  if (median.ok && !median.value.notes.some(({ code }) => code === 'checksum-mismatch')) {
    return { beat: { leads: median.value.leads, sampleRateHz: median.value.sampleRateHz }, notes: [] };
  }
  return {
    beat: null,
    notes: [{ code: 'device-beat-unreadable', text: "The device's averaged beat could not be read and is left out." }],
  };
};

const decode: Format['decode'] = (files): Result<Recording> => {
  const document = openDocument(files, rootElement);
  if (!document.ok) return document;
  const { file, root } = document.value;
  const rhythms = ofType(root, /^rhythm$/i);
  const rhythm = rhythms[0];
  if (rhythm === undefined) {
    return refuse('unsupported', `${file} holds no waveform of the type Rhythm, so there is no tracing to read.`, file);
  }
  const waveform = readWaveform(rhythm, file);
  if (!waveform.ok) return waveform;
  const median = readMedian(ofType(root, /^median$/i)[0], file);
  const startTime = readStartTime(root);
  const { patient, notes: ageNotes } = readPatient(root, startTime);
  const notes: RecordingNote[] = [...document.value.notes, ...ageNotes, ...waveform.value.notes, ...median.notes];
  if (rhythms.length > 1) {
    const text = `The first rhythm is shown; ${rhythms.length - 1} further one(s) of the file are left out.`;
    notes.push({ code: 'series-left-out', text });
  }
  const measurements = readMeasurements(root);
  const statements = readStatements(root);
  const saysSomething = measurements.length > 0 || statements.length > 0 || median.beat !== null;
  return accept({
    leads: waveform.value.leads,
    sampleRateHz: waveform.value.sampleRateHz,
    sampleCount: waveform.value.sampleCount,
    startTime,
    patient,
    device: readDevice(root),
    appliedFilters: readFilters(rhythm),
    notes,
    ...(saysSomething ? { fromDevice: { measurements, statements, medianBeat: median.beat } } : {}),
  });
};

/** GE MUSE RestingECG XML: base64 samples by lead, a block of rhythm and one of the median beat in either order. */
export const muse: Format = {
  id: 'muse',
  title: 'GE MUSE XML',
  recognises: (head) => rootName(head) === rootElement,
  companions: () => [],
  decode,
};
