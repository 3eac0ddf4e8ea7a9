/**
 * Records of the MIT-BIH Arrhythmia Database on which detectors are tuned and trained: DS1 of de Chazal et al. 2004. The noise stress
 * records made from record 118 go with them. All other records are only looked at in the final tables.
 */
export const tuningRecords: readonly string[] =
  '101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230'.split(' ');

export const isTuningRecord = (record: string): boolean => tuningRecords.includes(record) || record.startsWith('118e');
