import type { AnalysisService, Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

/**
 * Who we are, which models may run, and whether the audit trail still holds. Only its chain: to hash all that is stored takes
 * too long for a start; the audit panel does it.
 */
export const appInfo =
  (
    ports: { readonly analysis: Pick<AnalysisService, 'models'>; readonly archive: Pick<Archive, 'verifyAudit'> },
    version: string,
  ): Handler<'appInfo'> =>
  async () => {
    const [models, verdict] = await Promise.all([ports.analysis.models(), ports.archive.verifyAudit('chain')]);
    return accept({ version, models: [...models], auditIntact: verdict.intact });
  };
