import type { WidthRule } from './widths.ts';

/** Written by validation/fitWidths.ts from the tuning half of LUDB and synthetic hearts; see docs/decisions/0004-delineation.md. */
export const fittedWidths = {
  p: { perPart: [1.11, 0.288, 0.00013, 4.08, 1.88, 0.0971], floorS: [0.0459, 0.0298, 0.024, 0.0105, 0.0107] },
  pr: { perPart: [1.46, 0.263, 0.0129, 7.26, 0.034, 0.000683], floorS: [0.0302, 0.0225, 0.00901, 0.004, 0.00797] },
  qrs: { perPart: [0.0109, 0.506, 0.0328, 1.18, 1.18, 0.142], floorS: [0.04, 0.032, 0.024, 0.016, 0.0218] },
  qt: { perPart: [2.47, 0.21, 0.0259, 1.77, 3.5, 0.00161], floorS: [0.0445, 0.0357, 0.035, 0.0219, 0.0000391] },
} satisfies Record<string, WidthRule>;
