import type { Trees } from './trees.ts';
export const streamingTrees: Trees = { depth: 1, bias: 0, features: [[0]], thresholds: [[-0.9]], leaves: [[-2, 2]] };
