import { foundValue, type ModelFigure, modelFigures } from './modelFigures.ts';
import { table } from './results.ts';

const digits = ({ figure }: ModelFigure): number => (figure === 'kB' ? 0 : 3);

const verdictOf = (row: ModelFigure): string => {
  const value = foundValue(row.found);
  const meets = (limit: number): boolean => (row.falling ? value <= limit : value >= limit);
  return meets(row.aim) ? 'aim met' : meets(row.floor) ? 'floor met' : '**below the floor**';
};

const foundText = (row: ModelFigure): string => {
  const { found } = row;
  const text = (value: number): string => value.toFixed(digits(row));
  return typeof found === 'number' ? text(found) : `${text(found.value)} [${text(found.low)}, ${text(found.high)}]`;
};

/** The section "models" of RESULTS.md. */
export const modelSection = (models: string): string =>
  `## Models as they ship

\`node validation/models.ts\`

${table(
  ['model', 'figure', 'set', 'n', 'floor', 'aim', 'found', 'verdict'],
  modelFigures(models).map((row) => [
    row.model,
    row.figure,
    row.set,
    String(row.n),
    String(row.floor),
    String(row.aim),
    foundText(row),
    verdictOf(row),
  ]),
)}

From the manifests, as the trainings wrote them; 95 % intervals by bootstrap over patients or records. PTB-XL: the local part, records 1 to 1999; each fold predicted by members that never saw its patients; fold 10 unopened. Of beats n counts DS2's; DS2 was looked at three times (docs/decisions/0010-beats.md). Configurations tried stand in the cards.`;
