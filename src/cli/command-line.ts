import type { Command } from 'commander';

/** The command line as a whole, for the commands about it: completion, the manual page. */
export interface CommandLine {
  /** Of the commands that the help shows. */
  readonly names: readonly string[];
  /** The program with the command in `args` loaded. */
  create(args: readonly string[]): Command;
  /** The program with all commands loaded. */
  whole(): Command;
  version(): string;
}

export interface CommandEntry {
  description: string;
  /** Loads the command's module, and with it the addon, only when the command is used. */
  load: () => (program: Command, line: CommandLine) => void;
  /** For users of other tools; not shown in the help. */
  hidden?: true;
}
