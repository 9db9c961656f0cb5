import path from 'node:path';
import { kafkaTool, kafkaToolNames } from './kafka-tools';
import { isKcatMode, kcatArguments } from './kcat';

/** Common options that may precede the command, and whether a value follows. */
const before: Record<string, boolean> = {
  '-b': true,
  '--bootstrap-server': true,
  '-X': true,
  '--property': true,
  '-F': true,
  '--file': true,
  '-q': false,
  '--quiet': false,
};

export interface Surroundings {
  /** argv[1]: the name by which the program was called. */
  calledAs: string;
  env: NodeJS.ProcessEnv;
  /** Read only for kcat without a mode: it loads Node's streams and sockets. */
  readonly stdinIsTerminal: boolean;
}

/**
 * Translates the command line to this program's own words. It may be in kcat's form (`kafka-napi -C -t numbers`, or
 * called as `kcat`), or in that of Kafka's scripts (`kafka-napi kafka-topics --list`, or called as `kafka-topics` or
 * `kafka-topics.sh`).
 */
export function ourArguments(args: readonly string[], surroundings: Surroundings): string[] {
  const name = path.basename(surroundings.calledAs).replace(/\.(?:sh|js|bat|cmd)$/, '');
  if (name === 'kcat' || name === 'kafkacat') return kcatArguments(args, surroundings);
  if (kafkaToolNames.includes(name)) return kafkaTool(name, args);
  const first = args[0]?.replace(/\.sh$/, '');
  if (first !== undefined && kafkaToolNames.includes(first)) return kafkaTool(first, args.slice(1));
  if (first === 'kcat') return kcatArguments(args.slice(1), surroundings);
  // kcat's only command line without a mode.
  const asksForProperties = args[0] === '-X' && (args[1] === 'list' || args[1] === 'dump');
  if (asksForProperties || isKcatMode(args)) return kcatArguments(args, surroundings);
  return commandFirst(args);
}

/**
 * `-b host:9092 topics list` → `topics list -b host:9092`: moves the command's words, which are not options, to the
 * front.
 */
function commandFirst(args: readonly string[]): string[] {
  const moved: string[] = [];
  let at = 0;
  while (at < args.length) {
    const arg = args[at] as string;
    const [long] = arg.split('=');
    const attached = /^-[bXF]./.test(arg) || (arg.startsWith('--') && arg.includes('=') && before[long as string]);
    if (attached) {
      moved.push(arg);
      at++;
    } else if (before[arg] === undefined) {
      break;
    } else {
      moved.push(arg);
      if (before[arg] && at + 1 < args.length) moved.push(args[++at] as string);
      at++;
    }
  }
  if (moved.length === 0 || at === args.length) return [...args];
  const rest = args.slice(at);
  // After `--` every word is a name.
  const end = rest.indexOf('--');
  return end === -1 ? [...rest, ...moved] : [...rest.slice(0, end), ...moved, ...rest.slice(end)];
}
