import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../exit';
import { note } from '../io/stderr';
import { ownName } from '../words/own-name';
import { removeContainer, runArguments } from './docker';
import type { Java } from './java';
import { loggingFile, logFile, nodeFolder, outFile, propertiesFile, writeNodeFiles, properties } from './node-files';
import { assertFree } from './ports';
import { ended, identify, isRunning, signal } from './processes';
import { makeCertificate, scramUsers } from './security';
import {
  type ClusterState,
  type Mechanism,
  type NodeState,
  readState,
  remember,
  runningNodes,
  startedState,
  writeState,
} from './state';

export interface ClusterOptions {
  folder: string;
  port: number;
  nodes: number;
  version: string;
  tls: boolean;
  users: string[];
  mechanism: Mechanism;
  config: string[];
  /** Of this machine, or else Docker. */
  runtime: { libs: string; java: Java } | 'docker';
  detach: boolean;
}

const STOP_MS = 60_000;

/**
 * Starts the nodes that are not running, and takes over those of an earlier run. Resolves when their processes exist.
 */
export async function startNodes(options: ClusterOptions): Promise<ClusterState> {
  const { folder, runtime } = options;
  mkdirSync(folder, { recursive: true });
  const before = readState(folder);
  const running = before === undefined ? [] : runningNodes(before);
  if (before !== undefined && running.length > 0) {
    // Without an owner the cluster was detached. If the owner has ended, its nodes are still running and are taken
    // over.
    if (before.owner === undefined || isRunning(before.owner)) throw alreadyRunning(folder, running);
    note(
      `% taking over running nodes of an earlier start: ${running.map(({ id, process }) => `${id} (pid ${process?.pid})`).join(', ')}`,
    );
  }
  const state = before === undefined ? newState(options) : changed(before, options);
  const starting = state.nodes.filter((node) => !isRunning(node.process));
  for (const node of starting) {
    if (node.process !== undefined)
      note(`% node ${node.id} (pid ${node.process.pid}) did not shut down in order: it recovers from its log first`);
    delete node.process;
  }
  await assertFree(starting.flatMap(({ port, controllerPort }) => [port, controllerPort]));
  if (state.tls && runtime !== 'docker') makeCertificate(folder, runtime.java);
  writeNodeFiles(folder, state);
  if (options.detach) delete state.owner;
  else state.owner = identify(process.pid);
  if (runtime !== 'docker') for (const node of starting) format(folder, runtime, state, node);
  else if (before !== undefined) removeContainer(folder);
  for (const node of starting) {
    node.process = identify(spawnNode(folder, runtime, state, node));
    // After each node: the started ones are recorded even if this process is killed now.
    writeState(folder, state);
  }
  writeState(folder, state);
  remember(folder);
  return state;
}

function alreadyRunning(folder: string, running: readonly NodeState[]): CommandError {
  const pids = running.map(({ process }) => process?.pid).join(', ');
  return new CommandError(
    `a broker is already running on ${folder} (pid ${pids}); stop it with ${ownName()} broker stop --data ${folder}`,
  );
}

function newState({ port, nodes, version, tls, users, mechanism, config, runtime }: ClusterOptions): ClusterState {
  return {
    version,
    clusterId: randomBytes(16).toString('base64url').replace(/^-/, 'A'),
    nodes: Array.from({ length: nodes }, (_, index) => ({
      id: index + 1,
      port: port + index,
      controllerPort: port + nodes + index,
    })),
    tls,
    users,
    mechanism,
    config,
    ...(runtime === 'docker' ? { docker: true } : {}),
  };
}

/** Data of three nodes cannot become data of one. */
function changed(before: ClusterState, options: ClusterOptions): ClusterState {
  if (before.nodes.length !== options.nodes) {
    throw new CommandError(
      `${options.folder} has the data of ${before.nodes.length} node(s), not of ${options.nodes}; choose another folder with --data`,
    );
  }
  if ((before.docker === true) !== (options.runtime === 'docker')) {
    const [had, has] = before.docker ? ['Docker', "this machine's Java"] : ["this machine's Java", 'Docker'];
    throw new CommandError(
      `${options.folder} has the data of a broker by ${had}, not by ${has}; choose another folder with --data`,
    );
  }
  const { mechanism } = options;
  const sameUsers = before.mechanism === mechanism && before.users.join() === options.users.join();
  if (scramUsers(options).length > 0 && !sameUsers) {
    throw new CommandError(
      `${options.folder} has data with other users; a new folder (--data) gets those of --sasl with ${mechanism}, and kafka-napi users set changes them while it runs`,
    );
  }
  const fresh = newState(options);
  const nodes = fresh.nodes.map((node, index) => {
    const old = before.nodes[index]!;
    if (isRunning(old.process)) return old;
    return old.process === undefined ? node : { ...node, process: old.process };
  });
  return { ...fresh, clusterId: before.clusterId, nodes };
}

type JavaRuntime = Exclude<ClusterOptions['runtime'], 'docker'>;

const javaArguments = (folder: string, { libs }: JavaRuntime, node: NodeState): string[] => [
  '-Djava.awt.headless=true',
  `-Dkafka.napi.log=${logFile(folder, node)}`,
  `-Dlog4j2.configurationFile=${loggingFile(folder)}`,
  '-cp',
  path.join(libs, '*'),
];

/** Has no effect if it was done before. */
function format(folder: string, runtime: JavaRuntime, state: ClusterState, node: NodeState): void {
  if (existsSync(path.join(nodeFolder(folder, node), 'data', 'meta.properties'))) return;
  const args = [
    // It runs for a second: compiling would only cost time.
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...javaArguments(folder, runtime, node)],
    ...['kafka.tools.StorageTool', 'format', '--ignore-formatted'],
    ...['--config', propertiesFile(folder, node), '--cluster-id', state.clusterId],
    ...scramUsers(state).flatMap((user) => ['--add-scram', user]),
  ];
  // In a file: everyone may read the command lines of processes, and these can contain passwords.
  const file = path.join(nodeFolder(folder, node), 'format.args');
  writeFileSync(file, args.map((arg) => `"${arg.replaceAll('\\', '\\\\')}"\n`).join(''), { mode: 0o600 });
  const { status, stderr, stdout } = spawnSync(runtime.java.command, [`@${file}`], { encoding: 'utf8' });
  rmSync(file);
  if (status !== 0) throw new CommandError(`Kafka could not format ${folder}: ${lastLine(stderr) || lastLine(stdout)}`);
}

function commandOf(
  folder: string,
  runtime: ClusterOptions['runtime'],
  state: ClusterState,
  node: NodeState,
): [string, string[]] {
  if (runtime === 'docker') return ['docker', runArguments(folder, state, node, properties(folder, state, node))];
  const options = ['-Xmx512m', '-XX:+UseSerialGC', ...javaArguments(folder, runtime, node)];
  return [runtime.java.command, [...options, 'kafka.Kafka', propertiesFile(folder, node)]];
}

function spawnNode(folder: string, runtime: ClusterOptions['runtime'], state: ClusterState, node: NodeState): number {
  // In a container Kafka logs to its standard output.
  const log = openSync((runtime === 'docker' ? logFile : outFile)(folder, node), 'a');
  const [command, args] = commandOf(folder, runtime, state, node);
  try {
    const child = spawn(
      command,
      args,
      // A process group of its own: Ctrl-C reaches only this process, which stops the nodes in order.
      { detached: true, stdio: ['ignore', log, log], cwd: nodeFolder(folder, node) },
    );
    child.on('error', () => {});
    child.unref();
    if (child.pid === undefined) throw new CommandError(`${command} could not be started`);
    return child.pid;
  } finally {
    closeSync(log);
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/**
 * Sends SIGTERM and waits. Sends SIGKILL with `force`, or after a minute. Resolves with the number of nodes that were
 * running.
 */
export async function stopNodes(folder: string, force: boolean): Promise<number> {
  const state = startedState(folder);
  const running = runningNodes(state);
  // The process that watches them would report their end as a crash.
  if (state.owner !== undefined && isRunning(state.owner) && state.owner.pid !== process.pid) {
    signal(state.owner, 'SIGTERM');
    if (await ended(state.owner, STOP_MS)) return running.length;
  }
  await Promise.all(
    running.map(async ({ id, process: one }) => {
      if (one === undefined) return;
      signal(one, force ? 'SIGKILL' : 'SIGTERM');
      if (await ended(one, STOP_MS)) return;
      note(`% node ${id} (pid ${one.pid}) did not end within ${STOP_MS / 1000} s and is killed`);
      signal(one, 'SIGKILL');
      await ended(one, STOP_MS);
    }),
  );
  if (force && state.docker) removeContainer(folder);
  const after = readState(folder);
  if (after !== undefined) {
    for (const node of after.nodes) if (!isRunning(node.process)) delete node.process;
    delete after.owner;
    writeState(folder, after);
  }
  return running.length;
}

/** Resolves when a node has ended unexpectedly. */
export async function watchNodes(state: ClusterState, signalled: AbortSignal): Promise<NodeState | undefined> {
  while (!signalled.aborted) {
    const gone = state.nodes.find((node) => !isRunning(node.process));
    if (gone !== undefined) return gone;
    await sleep(WATCH_MS);
  }
  return undefined;
}

const WATCH_MS = 200;

/** The end of a node's log, for an error. */
export function logTail(folder: string, node: NodeState): string {
  try {
    const files = [outFile(folder, node), logFile(folder, node)].filter((file) => existsSync(file));
    const lines = files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
    return (
      lines
        .filter((line) => / (?:ERROR|FATAL) |Exception/.test(line))
        .slice(-3)
        .join('\n') || lines.slice(-3).join('\n')
    );
  } catch {
    return '';
  }
}
