import { type Bytes, code, element, joined, sequence, text, whole } from './elementBytes.ts';

export interface TestChannel {
  readonly code?: readonly [value: string, scheme: string, meaning: string];
  readonly label?: string;
  readonly sensitivity?: string | null;
  readonly unit?: string;
  readonly correction?: string;
  readonly baseline?: string;
  readonly bitsStored?: number;
  readonly further?: readonly Bytes[];
}

export interface TestGroup {
  readonly label?: string;
  readonly originality?: 'ORIGINAL' | 'DERIVED';
  readonly rate?: string | null;
  readonly offsetMs?: string;
  readonly bits?: number;
  readonly interpretation?: string;
  readonly channels: readonly TestChannel[];
  /** Sample by sample, channel by channel, as bytes. */
  readonly data: Bytes;
  readonly samples: number;
  readonly channelCount?: number;
  readonly padding?: readonly [number, number];
}

const channelBytes = (channel: TestChannel): Bytes =>
  joined([
    ...(channel.label === undefined ? [] : [text(0x003a0203, 'SH', channel.label)]),
    ...(channel.code === undefined ? [] : [code(0x003a0208, channel.code[0], channel.code[1], '1.3', channel.code[2])]),
    ...(channel.sensitivity === null
      ? []
      : [
          text(0x003a0210, 'DS', channel.sensitivity ?? '1'),
          code(0x003a0211, channel.unit ?? 'uV', 'UCUM', '1.4', 'unit'),
        ]),
    ...(channel.correction === undefined ? [] : [text(0x003a0212, 'DS', channel.correction)]),
    ...(channel.baseline === undefined ? [] : [text(0x003a0213, 'DS', channel.baseline)]),
    whole(0x003a021a, 'US', [channel.bitsStored ?? 16]),
    ...(channel.further ?? []),
  ]);

const groupBytes = (group: TestGroup): Bytes =>
  joined([
    ...(group.offsetMs === undefined ? [] : [text(0x00181068, 'DS', group.offsetMs)]),
    text(0x003a0004, 'CS', group.originality ?? 'ORIGINAL'),
    whole(0x003a0005, 'US', [group.channelCount ?? group.channels.length]),
    whole(0x003a0010, 'UL', [group.samples]),
    ...(group.rate === null ? [] : [text(0x003a001a, 'DS', group.rate ?? '500')]),
    text(0x003a0020, 'SH', group.label ?? 'RHYTHM'),
    sequence(0x003a0200, group.channels.map(channelBytes)),
    whole(0x54001004, 'US', [group.bits ?? 16]),
    text(0x54001006, 'CS', group.interpretation ?? 'SS'),
    ...(group.padding === undefined ? [] : [element(0x5400100a, 'OW', Uint8Array.from(group.padding))]),
    element(0x54001010, 'OW', group.data),
  ]);

export const int16 = (...values: readonly number[]): Bytes => new Uint8Array(Int16Array.from(values).buffer);

export interface TestFile {
  readonly groups: readonly TestGroup[];
  readonly sopClass?: string;
  readonly syntax?: string;
  readonly elements?: readonly Bytes[];
  readonly annotations?: readonly Bytes[];
}

/** The data set alone, explicit VR little endian, without preamble and meta header. */
export const dataSetBytes = ({ groups, sopClass, elements, annotations }: TestFile): Bytes =>
  joined([
    text(0x00080016, 'UI', sopClass ?? '1.2.840.10008.5.1.4.1.1.9.1.1'),
    ...(elements ?? []),
    ...(annotations === undefined ? [] : [sequence(0x0040b020, annotations)]),
    sequence(0x54000100, groups.map(groupBytes)),
  ]);

export const metaBytes = (syntax = '1.2.840.10008.1.2.1'): Bytes => {
  const meta = text(0x00020010, 'UI', syntax);
  return joined([whole(0x00020000, 'UL', [meta.length]), meta]);
};

export const dicomBytes = (file: TestFile): Bytes => {
  const preamble = new Uint8Array(132);
  preamble.set(new TextEncoder().encode('DICM'), 128);
  return joined([preamble, metaBytes(file.syntax), dataSetBytes(file)]);
};
