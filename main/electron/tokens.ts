export interface Tokens {
  /** Puts paths behind a new token for one window. */
  readonly issue: (windowId: number, paths: readonly string[]) => string;
  /** The paths behind a token; null when it is unknown, another window's, used or older than its life. Works once. */
  readonly redeem: (windowId: number, token: string) => readonly string[] | null;
  readonly forgetWindow: (windowId: number) => void;
}

/**
 * What stands for paths on the screen's side. A page that was taken over could only name what the user has picked in
 * the system's dialog or dropped on this very window, once, and only for `lifetimeMs`.
 * `random` must be unguessable and fit the contract's token pattern.
 */
export const createTokens = (means: {
  readonly random: () => string;
  readonly nowMs: () => number;
  readonly lifetimeMs: number;
}): Tokens => {
  const held = new Map<string, { windowId: number; paths: readonly string[]; untilMs: number }>();

  const dropExpired = () => {
    const now = means.nowMs();
    for (const [token, entry] of held) if (entry.untilMs <= now) held.delete(token);
  };

  return {
    issue: (windowId, paths) => {
      dropExpired();
      const token = means.random();
      held.set(token, { windowId, paths: [...paths], untilMs: means.nowMs() + means.lifetimeMs });
      return token;
    },
    redeem: (windowId, token) => {
      dropExpired();
      const entry = held.get(token);
      if (entry === undefined || entry.windowId !== windowId) return null;
      held.delete(token);
      return entry.paths;
    },
    forgetWindow: (windowId) => {
      for (const [token, entry] of held) if (entry.windowId === windowId) held.delete(token);
    },
  };
};
