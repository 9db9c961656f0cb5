/** Exit statuses of commands. 0 only if everything was done. */
export const Exit = {
  DONE: 0,
  FAILED: 1,
  /** The command line was wrong: nothing was done. */
  USAGE: 2,
  /** The reader of standard output went away: the status that shells use for SIGPIPE. */
  PIPE_CLOSED: 141,
} as const;

/** Ends a command with one line on stderr and a status. Any other error ends it with status 1. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = Exit.FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A wrong command line: status 2. */
export function usageError(message: string): CommandError {
  return new CommandError(message, Exit.USAGE);
}

const signalNumbers = { SIGINT: 2, SIGTERM: 15 } as const;
export type StopSignal = keyof typeof signalNumbers;

/** The status that shells use for a program ended by this signal. */
export function signalStatus(signal: StopSignal): number {
  return 128 + signalNumbers[signal];
}

/** One line for any error, without a stack: its message, and its code if the message does not contain it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error) && !(typeof error === 'object' && error !== null && 'message' in error))
    return String(error);
  const { message, code } = error as { message: string; code?: unknown };
  // The only message with several lines: where the addon was searched, and what helps.
  if (code === 'ERR_ADDON_NOT_LOADED') return message;
  const text = message.replace(/\s*\n\s*/g, ' ');
  return typeof code === 'string' && !text.includes(code) ? `${text} (${code})` : text;
}
