import { type GeneratePorts, generateRecording as generate } from '../../../app/workflow/generateRecording.ts';
import type { Handler } from '../handler.ts';

export const generateRecording =
  (ports: GeneratePorts, worklistChanged: () => void): Handler<'generateRecording'> =>
  async ({ spec }, { signal, onProgress }) => {
    onProgress({ stage: 'generating', done: 0, total: 0 });
    const made = await generate(spec, ports, signal);
    worklistChanged();
    return made;
  };
