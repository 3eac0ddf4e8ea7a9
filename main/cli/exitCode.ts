/** What the command line says to the shell. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  someRefused: 3,
  /** 128 + SIGINT, 128 + SIGPIPE: as the shell itself counts. */
  interrupted: 130,
  pipeClosed: 141,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
