import type { Command } from 'commander';

/** Text for roff: ASCII; a backslash, and a dot or quote at the beginning of a line, mean something there. */
const plain = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1')
    .replace(/[^\n\x20-\x7e]/gu, (one) => `\\[u${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`);

/** What the help says below the options: notes and examples. */
function notesOf(command: Command): string {
  let help = '';
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  command.configureOutput({ writeOut });
  return help.slice(command.helpInformation().length).replace(/^\n+|\s+$/g, '');
}

function section(command: Command, path: string): string[] {
  const lines: string[] = [];
  if (command.commands.length === 0 || command.options.length > 0) {
    lines.push(`.SS "${plain(path)}"`, plain(command.description()), '.PP', `.B ${plain(path)}`);
    lines.push(plain(command.usage()));
    for (const { flags, description, hidden } of command.options)
      if (!hidden) lines.push('.TP', `.B "${plain(flags)}"`, plain(description));
    const notes = notesOf(command);
    if (notes !== '') lines.push('.PP', '.nf', plain(notes), '.fi');
  }
  for (const child of command.commands) lines.push(...section(child, `${path} ${child.name()}`));
  return lines;
}

/** The manual page, kafka-napi(1), of the program with all its commands. */
export function manPage(program: Command, version: string): string {
  const name = program.name();
  const list = program.commands.flatMap((command) => [
    '.TP',
    `.B ${plain(command.name())}`,
    plain(command.description()),
  ]);
  const lines = [
    `.TH KAFKA\\-NAPI 1 "" "kafka\\-napi ${plain(version)}"`,
    '.SH NAME',
    `${plain(name)} \\- ${plain(program.description())}`,
    '.SH SYNOPSIS',
    `.B ${plain(name)}`,
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    'Data goes to standard output, everything else to standard error.',
    '.SH COMMANDS',
    ...list,
    '.SH OPTIONS',
    ...program.commands.flatMap((command) => section(command, `${name} ${command.name()}`)),
    '.SH ENVIRONMENT',
    '.TP',
    '.B KAFKA_BOOTSTRAP_SERVERS',
    plain('The brokers without -b.'),
    '.TP',
    '.B KAFKA_HOME, JAVA_HOME, KAFKA_NAPI_MAVEN',
    'Where broker start finds Kafka and Java, and from where it fetches Kafka.',
    '.TP',
    '.B KCAT_CONFIG, NO_COLOR',
    plain("As for kcat; no colours. Kafka's and kcat's own command lines are taken too."),
    '.SH EXIT STATUS',
    '0 only if everything was done, 2 for a wrong command line, 130 or 143 after Ctrl\\-C or SIGTERM, 141 when the',
    'reader of standard output went away, otherwise 1.',
  ];
  return `${lines.join('\n')}\n`;
}
