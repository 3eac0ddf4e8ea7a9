import type { Recording } from '../recording/recording.ts';

const plain = (value: number, decimals: number): string => String(Number(value.toFixed(decimals)));

/** Filters as the file names them; that it names none is said, not hidden. */
export const filtersText = (recording: Pick<Recording, 'appliedFilters'>): string =>
  recording.appliedFilters.length === 0 ? 'Filters not stated' : recording.appliedFilters.join(', ');

/** The time shown, and of how much, where that is not all. */
const timeText = (shown: { readonly fromS: number; readonly toS: number; readonly totalS: number }): string => {
  const time = `${plain(shown.fromS, 2)}–${plain(shown.toS, 2)} s`;
  return shown.totalS - (shown.toS - shown.fromS) > 0.05 ? `${time} of ${plain(shown.totalS, 1)} s` : time;
};

/** The line under the paper: scale, filters, the time shown. */
export const captionText = (
  recording: Pick<Recording, 'appliedFilters'>,
  shown: {
    readonly mmPerS: number;
    readonly mmPerMv: number;
    readonly fromS: number;
    readonly toS: number;
    readonly totalS: number;
    readonly columnsTogether: boolean;
    readonly toScale: boolean;
  },
): string =>
  [
    ...(shown.toScale ? [] : ['Not to scale']),
    `${plain(shown.mmPerS, 2)} mm/s`,
    `${plain(shown.mmPerMv, 2)} mm/mV`,
    filtersText(recording),
    timeText(shown),
    ...(shown.columnsTogether ? ['all columns begin at the same time'] : []),
  ].join('  ·  ');
