import { accept } from '../../app/result.ts';
import { syntheticBundle, truthOfFiles } from '../../app/synth/files.ts';
import { analyzeRecording } from '../../app/workflow/analyzeRecording.ts';
import { classifyLive } from '../../app/workflow/classifyLive.ts';
import { explainRecording } from '../../app/workflow/explainRecording.ts';
import { inspectTable } from '../../app/workflow/inspectTable.ts';
import { openRecording } from '../../app/workflow/openRecording.ts';
import { loadModels } from '../node/models/loadModels.ts';
import { verifyModel } from '../node/models/verifyModel.ts';
import { connectHost } from './host.ts';
import { createJobLoop, type RunJob } from './jobLoop.ts';

/**
 * The analysis process: everything that reads foreign bytes or runs native code, apart from the host that must not die.
 * Started as Electron's utilityProcess or by child_process.fork; models come from argv[2] or
 * EINTHOVEN_MODELS_DIR, and the user's own from argv[3].
 */
const modelsDir = process.argv[2] ?? process.env.EINTHOVEN_MODELS_DIR;
const host = connectHost();

if (host === null || modelsDir === undefined) {
  process.stderr.write(
    'This is the analysis process of Einthoven; it is started by its host, with a folder of models.\n',
  );
  process.exitCode = 2;
} else {
  let loading: ReturnType<typeof loadModels> | null = null;
  /** Once, with the first job that needs them: a process that opens recordings never does. */
  const models = () => {
    loading ??= loadModels({ shipped: modelsDir, user: process.argv[3] ?? null });
    return loading;
  };
  const run: RunJob = async (job, signal) => {
    switch (job.kind) {
      case 'open':
        return openRecording(job.files, job.hints);
      case 'inspectTable':
        return inspectTable(job.files);
      case 'synthesise':
        return accept(syntheticBundle(job.spec));
      case 'truth':
        return truthOfFiles(job.files);
      case 'verifyModel':
        return accept(await verifyModel(job.folder));
      case 'models':
        return accept((await models()).installed);
      case 'analyze': {
        const { runner } = await models();
        return analyzeRecording(job.bundle, job.options, { runner, nowMs: () => performance.now() }, signal);
      }
      case 'explain':
        return explainRecording(job.files, job.hints, job.modelIds, { runner: (await models()).runner }, signal);
      case 'classifyLive':
        return classifyLive(job.files, job.hints, { runner: (await models()).runner }, signal);
    }
  };
  host.onMessage(createJobLoop(run, host.send));
}
