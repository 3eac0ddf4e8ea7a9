import type { Finding } from './finding.ts';

export const statedConfidence = ({ probability, clearness }: Finding): number => probability ?? 0.5 + 0.4 * clearness;
