import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { manPage } from './man-page';

export function register(program: Command, line: CommandLine): void {
  program
    .command('man')
    .description('print the manual page of all commands')
    .addHelpText(
      'after',
      `
  kafka-napi man | man -l -
  kafka-napi man > /usr/local/share/man/man1/kafka-napi.1`,
    )
    .action(() => {
      process.stdout.write(manPage(line.whole(), line.version()));
    });
}
