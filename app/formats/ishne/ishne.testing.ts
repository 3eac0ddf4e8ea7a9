import { crcCcitt } from '../crcCcitt.ts';

export interface IshneContent {
  readonly sampleRateHz: number;
  readonly leads: readonly { readonly code: number; readonly nanovolts: number; readonly values: readonly number[] }[];
  /** What the header says of the number of samples; that of a lead when absent. */
  readonly statedSamples?: number;
  readonly variableBlock?: string;
}

/** An ISHNE 1.0 file of a made-up patient, byte by byte as the specification lists its fields. */
export const ishneBytes = ({ sampleRateHz, leads, statedSamples, variableBlock = '' }: IshneContent): Uint8Array => {
  const count = leads[0]?.values.length ?? 0;
  const dataOffset = 522 + variableBlock.length;
  const bytes = new Uint8Array(dataOffset + 2 * leads.length * count);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  const shorts = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setInt16(at + 2 * i, value, true);
  };
  text(0, 'ISHNE1.0');
  view.setInt32(10, variableBlock.length, true);
  view.setInt32(14, statedSamples ?? count, true);
  view.setInt32(18, 522, true);
  view.setInt32(22, dataOffset, true);
  view.setInt16(26, 1, true);
  text(28, 'Ada');
  text(68, 'Muster');
  text(108, 'H-17');
  shorts(128, [2, 1]);
  shorts(132, [10, 12, 1950]);
  shorts(138, [9, 12, 2020]);
  shorts(150, [8, 30, 5]);
  shorts(156, [leads.length]);
  shorts(158, new Array<number>(12).fill(-9));
  shorts(206, new Array<number>(12).fill(-9));
  for (const [lead, { code, nanovolts, values }] of leads.entries()) {
    view.setInt16(158 + 2 * lead, code, true);
    view.setInt16(206 + 2 * lead, nanovolts, true);
    for (const [i, value] of values.entries()) view.setInt16(dataOffset + 2 * (i * leads.length + lead), value, true);
  }
  shorts(230, [4]);
  text(232, 'digital recorder');
  view.setUint16(272, sampleRateHz, true);
  text(522, variableBlock);
  view.setUint16(8, crcCcitt(bytes, 10, dataOffset), true);
  return bytes;
};
