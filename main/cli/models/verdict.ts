import type { ModelVerification } from '../../../app/ports.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';

/** Each model in a line, for people and scripts, and what a shell is told of them all. */
export function verdictOnModels(models: readonly ModelVerification[]): {
  readonly lines: readonly string[];
  readonly code: ExitCode;
} {
  const lines = models.map(({ id, version, sha256, parity, refusal }) =>
    refusal === null
      ? `ok       ${id} ${version} sha256 ${sha256}${parity === null ? '' : `, ${parityText(parity)}`}`
      : `REFUSED  ${[id, version].filter((text) => text !== '').join(' ')}: ${refusal.message}`,
  );
  // Nothing that was verified is no success.
  if (models.length === 0) return { lines, code: exitCodes.failed };
  return { lines, code: models.some(({ refusal }) => refusal !== null) ? exitCodes.someRefused : exitCodes.done };
}

const parityText = ({ vectors, largestDifference, tolerance }: NonNullable<ModelVerification['parity']>): string =>
  `${vectors} ${vectors === 1 ? 'vector' : 'vectors'} of its training repeated, off by ${largestDifference.toExponential(1)} of ${tolerance.toExponential(0)} at most`;
