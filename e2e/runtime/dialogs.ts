import type { ElectronApplication } from '@playwright/test';

/** The system's open dialog cannot be driven: these paths stand for what a person picks in it next. */
export const chooseInDialog = (app: ElectronApplication, paths: readonly string[]): Promise<void> =>
  app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: filePaths.length === 0, filePaths });
    },
    [...paths],
  );

export const saveInDialog = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
