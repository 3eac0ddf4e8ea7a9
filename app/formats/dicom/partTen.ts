import { type Bytes, element, joined, text, whole } from './elementBytes.ts';

const explicitLittle = '1.2.840.10008.1.2.1';
const implementation = '2.25.207180946386571325183920147862305911827';

/** A DICOM file (PS3.10): preamble, meta information, data set in explicit VR little endian. */
export const dicomFile = (sopClass: string, instance: string, dataSet: Bytes): Bytes => {
  const meta = joined([
    element(0x00020001, 'OB', Uint8Array.from([0, 1])),
    text(0x00020002, 'UI', sopClass),
    text(0x00020003, 'UI', instance),
    text(0x00020010, 'UI', explicitLittle),
    text(0x00020012, 'UI', implementation),
    text(0x00020013, 'SH', 'EINTHOVEN'),
  ]);
  const preamble = new Uint8Array(132);
  preamble.set(new TextEncoder().encode('DICM'), 128);
  return joined([preamble, whole(0x00020000, 'UL', [meta.length]), meta, dataSet]);
};
