import type { Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { withoutCalibration } from '../calibrationTail.ts';
import type { Format } from '../format.ts';
import { openDocument } from '../xml/openDocument.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { textAt } from '../xml/query.ts';
import { rootName } from '../xml/rootName.ts';
import { readDevice, readFilters, readMeasurements, readPatient, readStartTime, readStatements } from './facts.ts';
import { readRepresentativeBeats, readWaveforms } from './waveforms.ts';

const rootElement = 'restingecgdata';
const documentTypes = ['SierraECG', 'PhilipsECG'];
const versions = ['1.03', '1.04', '1.04.01'];

/** A version that is not known may compress in another way; its samples would be noise that looks like an ECG. */
const checkDocument = (root: XmlElement, file: string): Result<null> => {
  const type = textAt(root, 'documentinfo', 'documenttype');
  const version = textAt(root, 'documentinfo', 'documentversion');
  if (type === null || !documentTypes.includes(type)) {
    return refuse(
      'unsupported',
      `${file}: expected a document of type ${documentTypes.join(' or ')}, found another.`,
      file,
    );
  }
  if (version === null || !versions.includes(version)) {
    return refuse(
      'unsupported',
      `${file}: expected version ${versions.join(', ')} of the document, found another.`,
      file,
    );
  }
  return accept(null);
};

const decode: Format['decode'] = (files): Result<Recording> => {
  const document = openDocument(files, rootElement);
  if (!document.ok) return document;
  const { file, root } = document.value;
  const known = checkDocument(root, file);
  if (!known.ok) return known;
  const waveforms = readWaveforms(root, file);
  if (!waveforms.ok) return waveforms;
  const beats = readRepresentativeBeats(root);
  const { signals, note } = withoutCalibration(waveforms.value);
  const startTime = readStartTime(root);
  const { patient, notes: ageNotes } = readPatient(root, startTime);
  const notes: RecordingNote[] = [...document.value.notes, ...ageNotes, ...(note === null ? [] : [note])];
  if (beats === undefined) {
    const text = "The device's averaged beat could not be read and is left out.";
    notes.push({ code: 'device-beat-unreadable', text });
  }
  const measurements = readMeasurements(root);
  const statements = readStatements(root);
  const medianBeat = beats ?? null;
  const saysSomething = measurements.length > 0 || statements.length > 0 || medianBeat !== null;
  return accept({
    ...signals,
    startTime,
    patient,
    device: readDevice(root),
    appliedFilters: readFilters(root),
    notes,
    ...(saysSomething ? { fromDevice: { measurements, statements, medianBeat } } : {}),
  });
};

/** Philips Sierra ECG XML 1.03, 1.04 and 1.04.01, compressed (XLI) or not. */
export const sierra: Format = {
  id: 'sierra',
  title: 'Philips Sierra XML',
  recognises: (head) => rootName(head) === rootElement,
  companions: () => [],
  decode,
};
