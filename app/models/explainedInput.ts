import type { ModelAnswer } from './askModels.ts';
import { leadWindowsInput, signalInput } from './manifest.ts';
import type { ModelTensor } from './runner.ts';

/** What a map [rows x leads x cells] lies over. Of a model of one lead every row is a window of it. */
export interface MapShape {
  readonly rows: number;
  readonly leads: number;
  readonly cells: number;
}

export const mapShape = ({ manifest, output }: ModelAnswer): MapShape => ({
  rows: output.rows,
  leads: signalInput(manifest)?.leads.length ?? 1,
  cells: manifest.output.activation?.cells ?? 0,
});

/** The input that the map lies over, flat in these cells ([rows x leads x cells]); null for a model that sees no signal. */
export const withoutCells = (answer: ModelAnswer, flat: Iterable<number>): ModelTensor | null => {
  const { manifest, inputs } = answer;
  const input = signalInput(manifest) ?? leadWindowsInput(manifest);
  const tensor = inputs.find(({ name }) => name === input?.name);
  if (input === null || tensor === undefined) return null;
  const { cells } = mapShape(answer);
  const data = tensor.data.slice();
  for (const at of flat) {
    // Row and lead lie in the same order in the map and in the input.
    const from = Math.floor(at / cells) * input.lengthSamples;
    const cell = at % cells;
    data.fill(
      0,
      from + boundary(cell, cells, input.lengthSamples),
      from + boundary(cell + 1, cells, input.lengthSamples),
    );
  }
  return { ...tensor, data };
};

const boundary = (cell: number, cells: number, samples: number): number => Math.round((cell * samples) / cells);
