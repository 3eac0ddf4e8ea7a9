import type { MapCheck } from '../ports.ts';
import { accept, type Result } from '../result.ts';
import type { ModelAnswer } from './askModels.ts';
import { type MapShape, mapShape, withoutCells } from './explainedInput.ts';
import type { ModelOutput, ModelRunner } from './runner.ts';

/** A map this alike to the one of shuffled weights shows the recording rather than the model. */
const mostLikeness = 0.5;
/** Of the map's cells, how many are taken out. */
const deletedShare = 0.1;
/** So often the same cut is made elsewhere; the map must beat all of them, which chance does once in ten. */
const chanceCuts = 9;

/**
 * Whether the map of each class may be shown as where the model looked in this recording. It must be
 * - the weights' doing: its correlation with the map of the same graph with shuffled weights below 0.5 (Adebayo et al. 2018), and
 * - where the evidence is: the class's logit must fall further when the strongest tenth of the map's cells is flattened in
 *   the input than when a cut of the same shape is made at nine other places (deletion, Petsiuk et al. 2018; Samek et al. 2017).
 * @param own [classes x rows x leads x cells] map, never negative
 * @param shuffled the same, of the graph with shuffled weights
 * Errors: those of the runner.
 */
export const checkMaps = async (
  answer: ModelAnswer,
  own: Float32Array,
  shuffled: Float32Array,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<readonly MapCheck[]>> => {
  const classes = answer.manifest.classes.length;
  const size = own.length / classes;
  const checks: MapCheck[] = [];
  for (let row = 0; row < classes; row++) {
    const map = own.subarray(row * size, (row + 1) * size);
    const likeness = correlation(map, shuffled.subarray(row * size, (row + 1) * size));
    const falls = await fallsByCut(answer, row, map, runner, signal);
    if (!falls.ok) return falls;
    const [fall = 0, ...elsewhere] = falls.value;
    const chanceFall = Math.max(...elsewhere);
    const blank = map.every((value) => value === 0);
    const failed = blank
      ? 'blank'
      : likeness >= mostLikeness
        ? 'not-the-weights'
        : fall <= chanceFall
          ? 'not-the-evidence'
          : null;
    checks.push({ failed, likeness, fall, chanceFall });
  }
  return accept(checks);
};

/** How far the logit of a class falls when the strongest cells are flattened, and then by each cut elsewhere. */
const fallsByCut = async (
  answer: ModelAnswer,
  row: number,
  map: Float32Array,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<number[]>> => {
  const { manifest, inputs, output } = answer;
  const strongest = strongestCells(map);
  const whole = meanLogit(output, row, manifest.classes.length);
  const falls: number[] = [];
  for (let cut = 0; cut <= chanceCuts; cut++) {
    const without = withoutCells(answer, movedCut(strongest, cut, mapShape(answer)));
    const asked = await runner.run(
      manifest.id,
      inputs.map((input) => (input.name === without?.name ? without : input)),
      signal,
    );
    if (!asked.ok) return asked;
    falls.push(whole - meanLogit(asked.value, row, manifest.classes.length));
  }
  return accept(falls);
};

const meanLogit = ({ rows, logits }: ModelOutput, row: number, classes: number): number => {
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += logits[r * classes + row]!;
  return sum / rows;
};

/** The cut keeps its shape: all of it moves through time and over the leads, so that only its place differs. */
const movedCut = (strongest: readonly number[], cut: number, { leads, cells }: MapShape): readonly number[] => {
  const later = Math.round((cut * cells) / (1 + chanceCuts));
  return strongest.map((at) => {
    const cell = ((at % cells) + later) % cells;
    const lead = (Math.floor(at / cells) + leadStep * cut) % leads;
    return (Math.floor(at / cells / leads) * leads + lead) * cells + cell;
  });
};

/** Prime to twelve: nine cuts in twelve leads come back to no lead. */
const leadStep = 5;

const strongestCells = (map: Float32Array): readonly number[] =>
  Array.from(map.keys())
    .filter((at) => map[at]! > 0)
    .sort((a, b) => map[b]! - map[a]!)
    .slice(0, Math.max(1, Math.round(deletedShare * map.length)));

/** Pearson's; 1 where one of the two does not vary: nothing tells them apart then. */
const correlation = (a: Float32Array, b: Float32Array): number => {
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 1;
};
