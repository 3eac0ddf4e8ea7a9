import type { FromDevice, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { withoutCalibration } from '../calibrationTail.ts';
import type { Format } from '../format.ts';
import { openDocument } from '../xml/openDocument.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { attributeOf, childrenOf, find } from '../xml/query.ts';
import { rootName } from '../xml/rootName.ts';
import { readAnnotations } from './annotations.ts';
import { readDevice, readFilters, readPatient } from './facts.ts';
import { isoTime } from './hl7Time.ts';
import { readSeriesSignals } from './sequenceSets.ts';

const rootElement = 'AnnotatedECG';
const medianCode = 'REPRESENTATIVE_BEAT';

const codeOf = (series: XmlElement): string => attributeOf(find(series, 'code'), 'code') ?? '';

/** Start of an interval, its centre, or the one time that there is. */
const timeOf = (element: XmlElement | undefined): string | null => {
  const effective = find(element, 'effectiveTime');
  const stated = find(effective, 'low') ?? find(effective, 'center') ?? effective;
  return isoTime(attributeOf(stated, 'value'));
};

/** A beat that cannot be read does not stand in the way of the rhythm; that it is missing is said. */
const readMedian = (
  series: XmlElement | undefined,
  file: string,
): { readonly beat: FromDevice['medianBeat']; readonly notes: readonly RecordingNote[] } => {
  if (series === undefined) return { beat: null, notes: [] };
  const signals = readSeriesSignals(series, file);
  if (signals.ok) return { beat: { leads: signals.value.leads, sampleRateHz: signals.value.sampleRateHz }, notes: [] };
  return {
    beat: null,
    notes: [{ code: 'device-beat-unreadable', text: "The device's averaged beat could not be read and is left out." }],
  };
};

const decode: Format['decode'] = (files): Result<Recording> => {
  const document = openDocument(files, rootElement);
  if (!document.ok) return document;
  const { file, root } = document.value;
  const all = childrenOf(root, 'component').flatMap((component) => childrenOf(component, 'series'));
  const rhythms = all.filter((series) => codeOf(series).toUpperCase() !== medianCode);
  const rhythm = rhythms[0];
  if (rhythm === undefined) {
    return refuse('unsupported', `${file} holds no series of a rhythm, so there is no tracing to read.`, file);
  }
  const signals = readSeriesSignals(rhythm, file);
  if (!signals.ok) return signals;
  const { leftOut, hasGaps } = signals.value;
  const { signals: tracing, note: calibration } = withoutCalibration(signals.value);
  const startTime = signals.value.startTime ?? timeOf(rhythm) ?? timeOf(root);
  const { patient, notes: ageNotes } = readPatient(root, startTime);
  const derived = childrenOf(rhythm, 'derivation').flatMap((derivation) => childrenOf(derivation, 'derivedSeries'));
  const median = readMedian(
    [...derived, ...all].find((series) => codeOf(series).toUpperCase() === medianCode),
    file,
  );
  const annotations = readAnnotations(rhythm);
  const notes: RecordingNote[] = [
    ...document.value.notes,
    ...ageNotes,
    ...(calibration === null ? [] : [calibration]),
    ...median.notes,
  ];
  if (leftOut.length > 0) {
    notes.push({ code: 'signals-left-out', text: `Not ECG leads, left out: ${leftOut.join(', ')}.` });
  }
  if (hasGaps) {
    notes.push({ code: 'leads-in-turn', text: 'Not all leads were recorded at the same time; the rest is missing.' });
  }
  if (rhythms.length > 1) {
    const others = `${rhythms.length - 1} further series of the file`;
    notes.push({ code: 'series-left-out', text: `The first series is shown; ${others} left out.` });
  }
  const hasWords = annotations.measurements.length > 0 || annotations.statements.length > 0;
  return accept({
    leads: tracing.leads,
    sampleRateHz: tracing.sampleRateHz,
    sampleCount: tracing.sampleCount,
    startTime,
    patient,
    device: readDevice(rhythm),
    appliedFilters: readFilters(rhythm),
    notes,
    ...(hasWords || median.beat !== null ? { fromDevice: { ...annotations, medianBeat: median.beat } } : {}),
  });
};

/** HL7 annotated ECG (ANSI/HL7 V3 ECG, R1): digits with origin and scale, codes of ISO 11073-10102. */
export const aecg: Format = {
  id: 'aecg',
  title: 'HL7 aECG',
  recognises: (head) => rootName(head) === rootElement,
  companions: () => [],
  decode,
};
