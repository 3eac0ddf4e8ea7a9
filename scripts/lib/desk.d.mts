export declare const deskFolder: (path: string) => string;
export declare const needsOwnSqlite: (dist: string) => boolean;
export declare const electronProgram: (
  electron: string,
  home: string,
) => { readonly program: string; readonly appDir: string; readonly inside: (path: string) => string };
export declare const startXvfb: () => Promise<{ readonly display: string; readonly stop: () => void }>;
