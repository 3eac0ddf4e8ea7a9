import type { House } from '../../compose.ts';
import { installModel } from '../../node/models/installModel.ts';
import type { ModelPlaces } from '../../node/models/modelPlaces.ts';
import { failWith } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { plain, printLine } from '../output.ts';

/** Installs a folder and puts it on the audit trail: from now on other results may come out. */
export async function installFolder(
  folder: string,
  { replace }: { readonly replace: boolean },
  { analysis, archive }: Pick<House, 'analysis' | 'archive'>,
  places: ModelPlaces & { readonly user: string },
  signal: AbortSignal,
): Promise<ExitCode> {
  const installed = await installModel(folder, places, {
    replace,
    verify: (copy) => analysis.verifyModel(copy, signal),
    signal,
  });
  if (!installed.ok) {
    const code = failWith(installed.error);
    return installed.error.code === 'model-refused' ? exitCodes.someRefused : code;
  }
  const { id, version, sha256, replacedVersion, changed } = installed.value;
  if (!changed) {
    await printLine(plain(`${id} ${version} is installed already, with the same SHA-256`));
    return exitCodes.done;
  }
  await archive?.appendAudit({
    type: 'model-installed',
    subject: `model:${id}`,
    detail: { version, sha256, replacedVersion },
  });
  const instead = replacedVersion === null ? '' : ` in place of ${replacedVersion}`;
  await printLine(plain(`installed ${id} ${version}${instead}, sha256 ${sha256}`));
  return exitCodes.done;
}
