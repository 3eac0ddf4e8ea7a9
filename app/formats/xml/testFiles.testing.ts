import { crc32 } from '../muse/crc32.ts';

/** Files of the three XML formats, made up from nothing, as their makers lay them out. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const base64Of = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => alphabet[(group >> shift) & 63]!).join('');
    text += letters.slice(0, Math.min(4, bytes.length - i + 1)).padEnd(4, '=');
    if (i % 57 === 54) text += '\n';
  }
  return text;
};

export const littleEndian = (samples: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [i, sample] of samples.entries()) view.setInt16(2 * i, sample, true);
  return bytes;
};

/** LZW with ten bits a code: the longest string of the table each time, table filled once, 1023 at the end. */
const packLzw = (bytes: Uint8Array): Uint8Array => {
  const table = new Map<string, number>(Array.from({ length: 256 }, (_, code) => [String.fromCharCode(code), code]));
  const codes: number[] = [];
  let held = '';
  for (const byte of bytes) {
    const longer = held + String.fromCharCode(byte);
    if (table.has(longer)) {
      held = longer;
      continue;
    }
    codes.push(table.get(held)!);
    if (table.size < 1023) table.set(longer, table.size);
    held = String.fromCharCode(byte);
  }
  if (held !== '') codes.push(table.get(held)!);
  codes.push(1023);
  const bits = codes.map((code) => code.toString(2).padStart(10, '0')).join('');
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
  );
};

/** One channel as an XLI chunk. */
export const xliChunk = (samples: readonly number[]): Uint8Array => {
  const corrections = samples.map((value, i) => (i < 2 ? 0 : 2 * samples[i - 1]! - samples[i - 2]! - value));
  const words = samples.map((value, i) => (i < 2 ? value : (corrections[i + 1] ?? 0) + 64));
  const planes = Uint8Array.from([...words.map((word) => (word >> 8) & 255), ...words.map((word) => word & 255)]);
  const packed = packLzw(planes);
  const chunk = new Uint8Array(8 + packed.length);
  const view = new DataView(chunk.buffer);
  view.setInt32(0, packed.length, true);
  view.setInt16(4, 1, true);
  view.setInt16(6, corrections[2] ?? 0, true);
  chunk.set(packed, 8);
  return chunk;
};

const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

export const standard = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

/** Whole numbers that obey Einthoven's and Goldberger's equations to the last digit, each lead another wave. */
export const heartbeats = (count: number): Record<(typeof standard)[number], number[]> => {
  const wave = (size: number, phase: number) =>
    Array.from(
      { length: count },
      (_, i) => 2 * Math.round(size * Math.exp(-((((i + phase) % 90) - 45) ** 2) / 30)) + 0,
    );
  const one = wave(40, 0);
  const two = wave(70, 2);
  const combine = (of: (i: number, ii: number) => number) => one.map((value, i) => of(value, two[i]!) + 0);
  return {
    I: one,
    II: two,
    III: combine((i, ii) => ii - i),
    aVR: combine((i, ii) => -(i + ii) / 2),
    aVL: combine((i, ii) => i - ii / 2),
    aVF: combine((i, ii) => ii - i / 2),
    V1: wave(-30, 4),
    V2: wave(-50, 6),
    V3: wave(20, 8),
    V4: wave(60, 10),
    V5: wave(80, 12),
    V6: wave(50, 14),
  };
};

/** What Philips stores of the derived limb leads under XLI. */
const residuals = (leads: ReturnType<typeof heartbeats>): number[][] => {
  const half = (value: number) => Math.trunc(value / 2);
  const { I, II, III } = leads;
  const rest = {
    ...leads,
    III: III.map((value, i) => II[i]! - I[i]! - value),
    aVR: leads.aVR.map((value, i) => -half(I[i]! + II[i]!) - value),
    aVL: leads.aVL.map((value, i) => half(I[i]! - III[i]!) - value),
    aVF: leads.aVF.map((value, i) => half(II[i]! + III[i]!) - value),
  };
  return standard.map((name) => rest[name]);
};

export interface SierraOptions {
  readonly version?: string;
  readonly type?: string;
  readonly encoding?: 'xli' | 'base64' | 'plain';
  readonly samples?: string;
  readonly count?: number;
  readonly signal?: string;
  readonly beats?: string;
  readonly attributes?: string;
}

export const sierraFile = (options: SierraOptions = {}): string => {
  const { version = '1.04', type = 'PhilipsECG', encoding = 'xli', count = 500 } = options;
  const leads = heartbeats(count);
  const written = {
    xli: () => base64Of(joinBytes(residuals(leads).map(xliChunk))),
    base64: () => base64Of(joinBytes(standard.map((name) => littleEndian(leads[name])))),
    plain: () => standard.map((name) => leads[name].join(' ')).join('\n'),
  }[encoding];
  const newer = version !== '1.03';
  const compressed = encoding === 'xli';
  const how = newer
    ? `compression="${compressed ? 'XLI' : 'Uncompressed'}" numberofleads="12" leadlabels="${standard.join(' ')}" samplespersecond="500" resolution="5" signaloffset="0" signalsigned="True" bitspersample="16"`
    : `compressflag="${compressed ? 'True' : 'False'}" compressmethod="XLI" nbitspersample="16"`;
  const attributes =
    options.attributes ??
    `${how} dataencoding="${encoding === 'plain' ? 'Plain' : 'Base64'}" durationperchannel="${count * 2}"`;
  return `<?xml version="1.0" encoding="utf-8"?>
<restingecgdata xmlns="http://www3.medical.philips.com">
 <documentinfo><documenttype>${type}</documenttype><documentversion>${version}</documentversion></documentinfo>
 <dataacquisition date="2026-02-03" time="04:05:06">
  <machine machineid="1" detaildescription="C.01">PageWriter</machine>
  <signalcharacteristics>${options.signal ?? '<samplingrate>500</samplingrate><signalresolution>5</signalresolution><hipass>0.05</hipass><lowpass>150</lowpass><acsetting>50</acsetting><notchfiltered>True</notchfiltered><acquisitiontype>STD-12</acquisitiontype><leadset>STD-12</leadset>'}</signalcharacteristics>
 </dataacquisition>
 <patient><generalpatientdata><patientid>P-1</patientid><name><lastname>---</lastname></name><age defaultage="50"><dateofbirth>1976-02-04</dateofbirth></age><sex>Female</sex></generalpatientdata></patient>
 <interpretations><interpretation>
  <globalmeasurements><heartrate>61</heartrate><print>144</print><qtcb>Failed</qtcb><qrsfrontaxis>-21</qrsfrontaxis></globalmeasurements>
  <severity code="ON">- OTHERWISE NORMAL ECG -</severity>
  <statement><leftstatement>SINUS RHYTHM</leftstatement><rightstatement>V-rate&lt;70</rightstatement></statement>
 </interpretation></interpretations>
 <waveforms><parsedwaveforms ${attributes}>${options.samples ?? written()}</parsedwaveforms>
 ${options.beats ?? `<repbeats dataencoding="Base64" samplespersec="500" resolution="2.5"><repbeat leadname="I"><waveform>${base64Of(littleEndian([4, 8, -4, 32767]))}</waveform></repbeat></repbeats>`}</waveforms>
</restingecgdata>`;
};

export interface MuseOptions {
  readonly count?: number;
  readonly lead?: string;
  readonly crc?: number;
  readonly promised?: number;
  readonly bytes?: Uint8Array;
  readonly perBit?: string;
  readonly inside?: string;
  readonly rhythmFirst?: boolean;
  readonly unit?: string;
}

const stored = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

export const museFile = (options: MuseOptions = {}): string => {
  const { count = 500, perBit = '5', unit = 'MICROVOLTS' } = options;
  const leadData = (name: string, samples: readonly number[]): string => {
    const isOdd = name === (options.lead ?? 'none');
    const bytes = isOdd && options.bytes !== undefined ? options.bytes : littleEndian(samples);
    const crc = isOdd && options.crc !== undefined ? options.crc : crc32(bytes);
    const promised = isOdd && options.promised !== undefined ? options.promised : samples.length;
    return `<LeadData><LeadByteCountTotal>${promised * 2}</LeadByteCountTotal><LeadTimeOffset>0</LeadTimeOffset>
<LeadSampleCountTotal>${promised}</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>${perBit}</LeadAmplitudeUnitsPerBit>
<LeadAmplitudeUnits>${unit}</LeadAmplitudeUnits><LeadID>${name}</LeadID><LeadSampleSize>2</LeadSampleSize>
<LeadOff>FALSE</LeadOff><LeadDataCRC32>${crc}</LeadDataCRC32><WaveFormData>
${base64Of(bytes)}
</WaveFormData></LeadData>`;
  };
  const leads = heartbeats(count);
  const waveform = (type: string, samples: number): string =>
    `<Waveform><WaveformType>${type}</WaveformType><NumberofLeads>8</NumberofLeads><SampleBase>500</SampleBase>
<SampleExponent>0</SampleExponent><HighPassFilter>16</HighPassFilter><LowPassFilter>40</LowPassFilter><ACFilter>NONE</ACFilter>
${stored.map((name) => leadData(name, leads[name].slice(0, samples))).join('\n')}</Waveform>`;
  const blocks = [waveform('Median', Math.min(count, 60)), waveform('Rhythm', count)];
  return `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE RestingECG SYSTEM "restecg.dtd">
<RestingECG><MuseInfo><MuseVersion>9.0</MuseVersion></MuseInfo>
<PatientDemographics><PatientID>77</PatientID><PatientAge>18</PatientAge><AgeUnits>MONTHS</AgeUnits><Gender>MALE</Gender>
<PatientLastName>M\u00fcller</PatientLastName></PatientDemographics>
<TestDemographics><AcquisitionDate>02-03-2026</AcquisitionDate><AcquisitionTime>04:05:06</AcquisitionTime>
<AcquisitionDevice>MAC55</AcquisitionDevice></TestDemographics>
<RestingECGMeasurements><VentricularRate>66</VentricularRate><QTInterval>400</QTInterval></RestingECGMeasurements>
<OriginalRestingECGMeasurements><VentricularRate>66</VentricularRate><QTInterval>380</QTInterval></OriginalRestingECGMeasurements>
<Diagnosis><DiagnosisStatement><StmtText>Normal sinus rhythm</StmtText></DiagnosisStatement>
<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>with sinus arrhythmia</StmtText></DiagnosisStatement>
<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>Normal ECG</StmtText></DiagnosisStatement></Diagnosis>
<OriginalDiagnosis><DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>Abnormal ECG</StmtText></DiagnosisStatement></OriginalDiagnosis>
${options.inside ?? ''}
${(options.rhythmFirst === true ? blocks.reverse() : blocks).join('\n')}
</RestingECG>`;
};

export interface AecgOptions {
  readonly sets?: string;
  readonly age?: string;
  readonly derived?: string;
}

const coded = (code: string): string => `<code code="${code}" codeSystem="2.16.840.1.113883.6.24"/>`;

export const aecgTime = (head: string, increment = '<increment value="0.002" unit="s"/>'): string =>
  `<component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS"><head value="${head}"/>${increment}</value></sequence></component>`;

export const aecgLead = (
  name: string,
  digits: string,
  unit = 'uV',
  scale = '5',
  origin = '<origin value="0" unit="uV"/>',
): string =>
  `<component><sequence>${coded(`MDC_ECG_LEAD_${name}`)}<value xsi:type="SLIST_PQ">${origin}<scale value="${scale}" unit="${unit}"/><digits>${digits}</digits></value></sequence></component>`;

export const aecgSet = (...sequences: readonly string[]): string =>
  `<component><sequenceSet>${sequences.join('\n')}</sequenceSet></component>`;

export const aecgFile = (options: AecgOptions = {}): string => {
  const leads = heartbeats(500);
  const rhythm = aecgSet(
    aecgTime('20260203040506.250-0500'),
    ...standard.map((name) => aecgLead(name.toUpperCase(), leads[name].join(' '))),
  );
  const beat = aecgSet(aecgTime('20260203040506'), aecgLead('II', '1 2 3'));
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- made up -->
<hl7:AnnotatedECG xmlns:hl7="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject><id root="1.2" extension="S-1"/>
<subjectDemographicPerson><name><given>A</given><family>B</family></name><administrativeGenderCode code="F"/><birthTime value="19760204"/></subjectDemographicPerson>
</trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
${options.age ?? ''}
<component><series><code code="RHYTHM"/>
<author><seriesAuthor><manufacturedSeriesDevice><manufacturerModelName>Cart</manufacturerModelName></manufacturedSeriesDevice>
<manufacturerOrganization><name>Maker</name></manufacturerOrganization></seriesAuthor></author>
<controlVariable><controlVariable>${coded('MDC_ECG_CTL_VBL_ATTR_FILTER_LOW_PASS')}<component><controlVariable>${coded('MDC_ECG_CTL_VBL_ATTR_FILTER_CUTOFF_FREQ')}<value xsi:type="PQ" value="40" unit="Hz"/></controlVariable></component></controlVariable></controlVariable>
${options.sets ?? rhythm}
<subjectOf><annotationSet>
<component><annotation>${coded('MDC_ECG_TIME_PD_QT')}<value xsi:type="PQ" value="400" unit="ms"/></annotation></component>
<component><annotation>${coded('MDC_ECG_INTERPRETATION')}<component><annotation>${coded('MDC_ECG_INTERPRETATION_STATEMENT')}<value xsi:type="ST">Sinus rhythm, </value></annotation></component></annotation></component>
<component><annotation>${coded('MDC_ECG_BEAT')}<component><annotation>${coded('MDC_ECG_WAVC')}<value xsi:type="CE" code="MDC_ECG_WAVC_PWAVE"/></annotation></component></annotation></component>
</annotationSet></subjectOf>
<derivation><derivedSeries><code code="REPRESENTATIVE_BEAT"/>${options.derived ?? beat}</derivedSeries></derivation>
</series></component>
</hl7:AnnotatedECG>`;
};
