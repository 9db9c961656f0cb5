import type { Command } from 'commander';
import { createProgram, wholeProgram } from '../../../src/cli/program';
import { ourArguments } from '../../../src/cli/words/arguments';
import { manPage } from '../../../src/cli/words/man-page';
import { ownName } from '../../../src/cli/words/own-name';
import { blocksOf } from '../../helpers/docs/blocks';

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`;

/** The command lines of a shell text that call the program. */
function callsIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => /(?:^|[|(] ?)(?:npx )?(kafka-napi [^|>)]*)/.exec(line.trim())?.[1])
    .filter((line) => line !== undefined)
    .map((line) => line.replace(/(?:  +#.*|\s+)$/, ''));
}

/** The words of a shell command. */
const wordsOf = (line: string): string[] =>
  (line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replace(/['"]/g, ''));

/** Parses a call; nothing runs. Returns the name of the command that would have run. */
async function parsed(line: string): Promise<string> {
  const args = ourArguments(wordsOf(line).slice(1), { calledAs: 'kafka-napi', env: {}, stdinIsTerminal: true });
  const program = createProgram(args);
  let ran = '';
  const watch = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    if (command.parent !== null)
      command.action(() => {
        ran = pathOf(command).trim();
      });
    command.commands.forEach(watch);
  };
  watch(program);
  await program.parseAsync(args, { from: 'user' });
  return ran;
}

const all = leaves(wholeProgram()).map((command) => [pathOf(command).trim(), command] as const);

test.each(all)('%s: its help has examples of itself, and they are understood', async (path, command) => {
  const calls = callsIn(helpOf(command));
  expect(calls.filter((line) => `${line} `.startsWith(`kafka-napi ${path} `))).not.toEqual([]);
  for (const line of calls) expect([line, await parsed(line)]).toEqual([line, expect.stringMatching(/\S/)]);
});

test('every call in the docs is understood', async () => {
  const files = ['README.md', 'docs/getting-started.md', 'docs/deployment.md', 'docs/testing.md'];
  const calls = files.flatMap((file) =>
    blocksOf(file)
      .filter(({ language }) => ['sh', 'bash', 'console'].includes(language))
      .flatMap(({ text }) => callsIn(text.replace(/\\\n\s*/g, ' '))),
  );
  expect(calls.length).toBeGreaterThan(5);
  for (const line of calls) expect([line, await parsed(line)]).toEqual([line, expect.stringMatching(/\S/)]);
});

test('the manual page has every command, option and example', () => {
  const page = manPage(wholeProgram(), '1.2.3');
  expect(page).toMatch(/^[\n\x20-\x7e]*$/);
  const text = page
    .replace(/\\\[u([0-9A-F]+)\]/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('\\-', '-')
    .replaceAll('\\e', '\\')
    .replaceAll('\\&', '');
  expect(text).toMatch(/^\.TH KAFKA-NAPI 1 "" "kafka-napi 1\.2\.3"\n\.SH NAME\nkafka-napi - \S/);
  for (const [path, command] of all) {
    expect(text).toContain(`.SS "kafka-napi ${path}"`);
    for (const { flags, description, hidden } of command.options)
      if (!hidden) expect(text).toContain(`.B "${flags}"\n${description}`);
    for (const line of callsIn(helpOf(command))) expect(text).toContain(line);
  }
});

test('proposed commands start with the name that the user typed', () => {
  expect(ownName({ npm_command: 'exec' })).toBe('npx kafka-napi');
  expect(ownName({ npm_command: 'run-script' })).toBe('kafka-napi');
  expect(ownName({})).toBe('kafka-napi');
});
