import { type Command, Argument } from 'commander';
import { candidates } from '../words/candidates';
import { completionScript, shells } from '../words/completion-scripts';
import type { CommandLine } from '../command-line';

export function register(program: Command): void {
  program
    .command('completion')
    .description('print the completion of bash, zsh or fish')
    .addArgument(new Argument('<shell>', 'whose').choices(shells))
    .addHelpText(
      'after',
      `
Commands, options, and names of topics and groups, which are asked of the cluster ($KAFKA_BOOTSTRAP_SERVERS, or the -b on the
line).

  source <(kafka-napi completion bash)                                   # in ~/.bashrc
  source <(kafka-napi completion zsh)                                    # in ~/.zshrc
  kafka-napi completion fish > ~/.config/fish/completions/kafka-napi.fish`,
    )
    .action((shell: string) => {
      process.stdout.write(completionScript(shell));
    });
}

/** The words of the line so far; the last one is completed. Prints one candidate per line. */
export function registerAnswers(program: Command, line: CommandLine): void {
  program
    .command('__complete')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action(async (words: string[]) => {
      const found = await candidates(words, line);
      process.stdout.write(found.map((word) => `${word}\n`).join(''), () => process.exit(0));
    });
}
