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
  const loading = loadModels({ shipped: modelsDir, user: process.argv[3] ?? null });
  const run: RunJob = async (job, signal) => {
    if (job.kind === 'verifyModel') return accept(await verifyModel(job.folder));
    const { runner, installed } = await loading;
    switch (job.kind) {
      case 'analyze':
        return analyzeRecording(job.bundle, job.options, { runner, nowMs: () => performance.now() }, signal);
      case 'open':
        return openRecording(job.files, job.hints);
      case 'inspectTable':
        return inspectTable(job.files);
      case 'explain':
        return explainRecording(job.files, job.hints, job.modelIds, { runner }, signal);
      case 'classifyLive':
        return classifyLive(job.files, job.hints, { runner }, signal);
      case 'synthesise':
        return accept(syntheticBundle(job.spec));
      case 'truth':
        return truthOfFiles(job.files);
      case 'models':
        return accept(installed);
    }
  };
  host.onMessage(createJobLoop(run, host.send));
}
