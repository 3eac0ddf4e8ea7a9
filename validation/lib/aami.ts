import { aamiClasses } from '../../app/analysis/schema.ts';

export type Aami = (typeof aamiClasses)[number];

/** The AAMI class of each WFDB beat mnemonic (ANSI/AAMI EC57). */
const groups: Readonly<Record<Aami, string>> = { N: 'NLReBjn', S: 'AaJS', V: 'VEr', F: 'F', Q: '/fQ?' };

/** RangeError for what is no beat. */
export const aamiClass = (symbol: string): Aami => {
  const found = aamiClasses.find((name) => groups[name].includes(symbol));
  if (found === undefined) throw new RangeError(`"${symbol}" is no beat`);
  return found;
};

/**
 * Records of the MIT-BIH Arrhythmia Database for beat classes: de Chazal P, O'Dwyer M, Reilly RB. IEEE Trans Biomed Eng
 * 2004;51:1196-1206. The paced records 102, 104, 107 and 217 are left out. 201 and 202 are one patient; 202 is a test record, so 201 may not be learnt from.
 */
export const testRecords: readonly string[] =
  '100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234'.split(' ');
export const samePatientAsATestRecord = '201';
