import type { InstalledModel, ModelVerification } from '../../../app/ports.ts';
import type { House } from '../../compose.ts';
import { type ModelPlaces, modelFolders } from '../../node/models/modelPlaces.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { plain, printLine, say } from '../output.ts';
import { verdictOnModels } from './verdict.ts';

/** Checks the named models, or all, each in its folder; a replaced one too, for it may stand in its place again. */
export async function verifyModels(
  ids: readonly string[],
  { json }: { readonly json: boolean },
  { analysis }: Pick<House, 'analysis'>,
  places: ModelPlaces,
  signal: AbortSignal,
): Promise<ExitCode> {
  const installed = await analysis.models();
  const unknown = ids.filter((id) => !installed.some((model) => model.id === id));
  if (unknown.length > 0) {
    const known = [...new Set(installed.map(({ id }) => id))].sort().join(', ');
    say(plain(`error: no such model: ${unknown.join(', ')}; installed: ${known || 'none'}`));
    return exitCodes.usage;
  }
  if (installed.length === 0) say('no model is installed');
  const verifications: ModelVerification[] = [];
  for (const { place, name, path } of await modelFolders(places)) {
    const model = installed.find((each) => each.place === place && each.folder === name);
    if (model === undefined || (ids.length > 0 && !ids.includes(model.id))) continue;
    const verified = await analysis.verifyModel(path, signal);
    if (!verified.ok && verified.error.code === 'cancelled') return exitCodes.interrupted;
    verifications.push(verificationOf(model, verified.ok ? verified.value : { parity: null, refusal: verified.error }));
  }
  const { lines, code } = verdictOnModels(verifications);
  if (json) await printLine(JSON.stringify(verifications, null, 2));
  else for (const line of lines) await printLine(plain(line));
  return code;
}

/** A folder may be whole and still be refused, as the second one of its id. */
const verificationOf = (
  { id, version, sha256, refusal }: InstalledModel,
  found: Pick<ModelVerification, 'parity' | 'refusal'>,
): ModelVerification => ({ id, version, sha256, parity: found.parity, refusal: refusal ?? found.refusal });
