import { accept, type Result, refuse } from '../result.ts';

/** Samples as they come: bytes in, whole frames out. */
export interface SampleStream {
  /** Frames that became complete, samples of each lead in millivolts, NaN where missing. Errors: `values-invalid`. */
  readonly push: (bytes: Uint8Array) => Result<readonly Float32Array[]>;
  /** What was left unfinished. */
  readonly finish: () => Result<readonly Float32Array[]>;
  /** Frames that could not be read and count as missing. */
  readonly unreadable: () => number;
}

export interface SampleStreamOptions {
  readonly leadCount: number;
  /** Millivolts of a value of 1. */
  readonly mvPerUnit: number;
}

/** A line longer than this is no line of samples. */
const longestLine = 65_536;
/** What an amplifier writes that has nothing to say. */
const missingCount = -32_768;

const framesOf = (values: readonly number[], leadCount: number): Float32Array[] =>
  Array.from({ length: leadCount }, (_, l) =>
    Float32Array.from({ length: values.length / leadCount }, (_, i) => values[i * leadCount + l]!),
  );

/**
 * Lines of numbers, one a frame, separated by comma, semicolon, tab or blank. An empty cell or what is no number is missing; a line
 * with another number of cells is missing as a whole and counted, but for a first line without any number, which is a heading.
 * Empty lines and lines that begin with # are passed over.
 */
export const lineSamples = ({ leadCount, mvPerUnit }: SampleStreamOptions): SampleStream => {
  const decoder = new TextDecoder();
  let rest = '';
  let isFirst = true;
  let unreadable = 0;

  const take = (lines: readonly string[]): Result<readonly Float32Array[]> => {
    const values: number[] = [];
    for (const line of lines) {
      const text = line.trim();
      if (text === '' || text.startsWith('#')) continue;
      const cells = text.split(/\s*[,;]\s*|\s+/).map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
      const isHeading = isFirst && cells.every(Number.isNaN);
      isFirst = false;
      if (isHeading) continue;
      if (cells.length !== leadCount) unreadable += 1;
      for (let l = 0; l < leadCount; l++) values.push(cells.length === leadCount ? cells[l]! * mvPerUnit : Number.NaN);
    }
    return accept(framesOf(values, leadCount));
  };

  return {
    push: (bytes) => {
      const lines = (rest + decoder.decode(bytes)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine)
        return refuse('values-invalid', `A line of more than ${longestLine} characters is no line of samples.`);
      return take(lines);
    },
    finish: () => take([rest]),
    unreadable: () => unreadable,
  };
};

/** 16-bit integers, little-endian, leads interleaved; -32768 is missing. A frame that is not whole at the end is dropped. */
export const rawSamples = ({ leadCount, mvPerUnit }: SampleStreamOptions): SampleStream => {
  let rest = new Uint8Array(0);
  const frameBytes = 2 * leadCount;
  return {
    push: (bytes) => {
      const all = new Uint8Array(rest.length + bytes.length);
      all.set(rest);
      all.set(bytes, rest.length);
      const frames = Math.floor(all.length / frameBytes);
      const view = new DataView(all.buffer);
      rest = all.slice(frames * frameBytes);
      return accept(
        Array.from({ length: leadCount }, (_, l) =>
          Float32Array.from({ length: frames }, (_, i) => {
            const count = view.getInt16(i * frameBytes + 2 * l, true);
            return count === missingCount ? Number.NaN : count * mvPerUnit;
          }),
        ),
      );
    },
    finish: () => accept(framesOf([], leadCount)),
    unreadable: () => 0,
  };
};
