/** What a command's exit status says. 0 only where all was done. */
export const Exit = {
  DONE: 0,
  FAILED: 1,
  /** The command line itself was wrong: nothing was done. */
  USAGE: 2,
  /** The reader of standard output went away: what a shell reports for SIGPIPE. */
  PIPE_CLOSED: 141,
} as const;

/** Ends a command with one line on stderr and a status; anything else that is thrown ends it with status 1. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = Exit.FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A command line that cannot be carried out: status 2. */
export function usageError(message: string): CommandError {
  return new CommandError(message, Exit.USAGE);
}

const signalNumbers = { SIGINT: 2, SIGTERM: 15 } as const;
export type StopSignal = keyof typeof signalNumbers;

/** The status a shell reports for a program that this signal ended. */
export function signalStatus(signal: StopSignal): number {
  return 128 + signalNumbers[signal];
}

/** One line for any error, without a stack: its message, and its code where the message does not show it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error) && !(typeof error === 'object' && error !== null && 'message' in error))
    return String(error);
  const { message, code } = error as { message: string; code?: unknown };
  // The one message that is longer than a line: where the addon was looked for, and what helps.
  if (code === 'ERR_ADDON_NOT_LOADED') return message;
  const text = message.replace(/\s*\n\s*/g, ' ');
  return typeof code === 'string' && !text.includes(code) ? `${text} (${code})` : text;
}
