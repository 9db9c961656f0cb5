import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseTopicList } from '../broker/topic-list';
import { CommandError, Exit, usageError } from '../exit';
import { note, setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { StopRequest } from '../signals';
import { pause } from '../throttle';
import { ownName } from '../words/own-name';
import { assertPlain, containerOf, dockerFault } from './docker';
import { type ClusterOptions, logTail, startNodes, stopNodes, watchNodes } from './cluster';
import { findJava, LEAST_JAVA } from './java';
import { checkVersion, kafkaImage, kafkaJars } from './source/jars';
import { logFile } from './node-files';
import { isRunning } from './processes';
import { untilReady } from './ready';
import { clientFile, parseUser, scramUsers } from './security';
import {
  bootstrapOf,
  type ClusterState,
  defaultData,
  type Mechanism,
  readState,
  remembered,
  runningNodes,
  startedState,
} from './state';

export interface WhichOptions {
  port: number;
  data?: string;
  quiet?: boolean;
}

export interface RealOptions extends WhichOptions {
  nodes: '1' | '3';
  topics?: string;
  detach?: boolean;
  version?: string;
  config?: string[];
  tls?: boolean;
  sasl?: string[];
  saslMechanism?: Mechanism;
  yes?: boolean;
  mock?: boolean;
}

const folderOf = ({ port, data }: WhichOptions): string =>
  data === undefined ? defaultData(port) : path.resolve(data);

export async function start(options: RealOptions): Promise<number> {
  setQuiet(options.quiet === true);
  const topics = options.topics === undefined ? {} : parseTopicList(options.topics);
  for (const pair of options.config ?? []) {
    if (pair.indexOf('=') < 1) throw usageError(`--config ${pair}: expected name=value`);
  }
  const { sasl: users = [], saslMechanism: mechanism = 'PLAIN' } = options;
  users.forEach(parseUser);
  scramUsers({ mechanism, users });
  if (options.saslMechanism !== undefined && users.length === 0)
    throw usageError('--sasl-mechanism: name the users, with --sasl user:password');
  if (options.version !== undefined) checkVersion(options.version);
  const nodes = Number(options.nodes);
  if (options.port < 1 || options.port + 2 * nodes > 65_536)
    throw usageError(`--port ${options.port}: ${2 * nodes} ports from there on are needed`);
  const { version, runtime } = await runtimeOf(options, nodes, users);
  const folder = folderOf(options);
  const stopRequest = new StopRequest();
  const state = await startNodes({
    folder,
    port: options.port,
    nodes,
    version,
    tls: options.tls === true,
    users,
    mechanism,
    config: options.config ?? [],
    runtime,
    detach: options.detach === true,
  });
  const file = clientFile(folder, state, bootstrapOf(state));
  try {
    await untilReady(folder, state, file, topics, stopRequest.signal);
  } catch (error) {
    await stopNodes(folder, false);
    if (stopRequest.stopped) return stopRequest.exitCode;
    throw error;
  }
  const out = new DataOutput();
  // First line of stdout: scripts read it and know that the broker is ready.
  out.line(bootstrapOf(state));
  await out.pressure();
  note(words(folder, state, file, Object.keys(topics)[0] ?? 'first', options));
  if (options.detach) return out.finish();
  const gone = await watchNodes(state, stopRequest.signal);
  if (gone !== undefined) {
    const tail = logTail(folder, gone);
    await stopNodes(folder, false);
    throw new CommandError(`node ${gone.id} (pid ${gone.process?.pid}) has ended; the others are stopped\n${tail}`);
  }
  note('% stopping');
  await stopNodes(folder, false);
  // The command is complete when a signal ends it.
  return Exit.DONE;
}

/** Java of this machine, or else Docker. */
async function runtimeOf(
  { version, yes, tls }: RealOptions,
  nodes: number,
  users: readonly string[],
): Promise<Pick<ClusterOptions, 'version' | 'runtime'>> {
  const jars = { version, yes: yes === true };
  const java = findJava();
  if (typeof java !== 'string') {
    const { libs, version: found } = await kafkaJars(jars);
    return { version: found, runtime: { libs, java } };
  }
  const fault = dockerFault();
  if (fault !== undefined) {
    throw new CommandError(
      `a real Kafka needs Java ${LEAST_JAVA} or newer, and ${java}; it also starts with Docker, and ${fault}; ${ownName()} broker start --mock starts at once without it`,
    );
  }
  assertPlain({ nodes, tls: tls === true, users });
  note(`% ${java}: starting Kafka with Docker`);
  return { version: await kafkaImage(jars), runtime: 'docker' };
}

function words(folder: string, state: ClusterState, file: string, topic: string, options: RealOptions): string {
  const secured = state.tls || state.users.length > 0;
  const to = secured ? ` -F ${file}` : options.port === 9092 ? '' : ` -b localhost:${options.port}`;
  const where =
    options.data !== undefined ? ` --data ${folder}` : options.port === 9092 ? '' : ` --port ${options.port}`;
  return `
Apache Kafka ${state.version} is ready: ${state.nodes.length} node(s), pid ${state.nodes.map(({ process }) => process?.pid).join(', ')}, data in ${state.docker ? `the Docker volume ${containerOf(folder)}` : folder}
${secured ? `Clients need ${file}:\n${hidden(readFileSync(file, 'utf8'))}` : ''}
  seq 1 10 | ${ownName()} produce${to} -t ${topic}
  ${ownName()} consume${to} -t ${topic} -e

${options.detach ? `${ownName()} broker stop${where} ends it.` : 'Ctrl-C ends it.'}`;
}

/** The file contains the password; the terminal does not show it. */
const hidden = (text: string): string => text.replace(/password="[^"]*"/g, 'password="…"');

export async function stop(options: WhichOptions & { force?: boolean }): Promise<number> {
  setQuiet(options.quiet === true);
  const folder = folderOf(options);
  const stopped = await stopNodes(folder, options.force === true);
  note(stopped === 0 ? `% no node was running on ${folder}` : `% stopped ${stopped} node(s) on ${folder}`);
  return Exit.DONE;
}

interface NodeStatus {
  id: number;
  address: string;
  pid: number | null;
  running: boolean;
}

function statusOf(state: ClusterState): NodeStatus[] {
  return state.nodes.map(({ id, port, process: one }) => {
    const running = isRunning(one);
    return { id, address: `localhost:${port}`, pid: running ? one.pid : null, running };
  });
}

export async function status(options: WhichOptions & { json?: boolean }): Promise<number> {
  const folder = folderOf(options);
  const state = startedState(folder);
  const nodes = statusOf(state);
  const out = new DataOutput();
  if (options.json)
    out.line(JSON.stringify({ folder, version: state.version, bootstrapServers: bootstrapOf(state), nodes }));
  else {
    out.line(`Apache Kafka ${state.version}, data in ${folder}`);
    for (const { id, address, pid, running } of nodes)
      out.line(`node ${id}  ${address}  ${running ? `running, pid ${pid}` : 'not running'}`);
  }
  return (await out.finish()) || (nodes.every(({ running }) => running) ? Exit.DONE : Exit.FAILED);
}

export async function list(options: { json?: boolean }): Promise<number> {
  const out = new DataOutput();
  const all = remembered().map((folder) => {
    const state = readState(folder) as ClusterState;
    return {
      folder,
      version: state.version,
      bootstrapServers: bootstrapOf(state),
      running: runningNodes(state).length,
      nodes: state.nodes.length,
    };
  });
  if (options.json) out.line(JSON.stringify(all));
  else
    for (const one of all)
      out.line(
        `${one.bootstrapServers}  ${one.running} of ${one.nodes} node(s) running  ${one.version}  ${one.folder}`,
      );
  return out.finish();
}

const FOLLOW_MS = 250;

export async function logs(options: WhichOptions & { follow?: boolean; lines: number }): Promise<number> {
  const folder = folderOf(options);
  const state = startedState(folder);
  const out = new DataOutput();
  const files = state.nodes.map((node) => logFile(folder, node)).filter((file) => existsSync(file));
  const read = new Map<string, number>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const lines = text.trimEnd().split('\n').slice(-options.lines);
    if (files.length > 1) out.line(`==> ${file} <==`);
    for (const line of lines) out.line(line);
    read.set(file, statSync(file).size);
  }
  await out.pressure();
  if (options.follow) {
    const stopRequest = new StopRequest();
    while (!stopRequest.signal.aborted && !out.closed) {
      for (const file of files) read.set(file, copyFrom(file, read.get(file) ?? 0, out));
      await out.pressure();
      await pause(FOLLOW_MS, stopRequest.signal);
    }
  }
  return out.finish();
}

/** Writes new data of the file. A file that became shorter is read from its beginning. Returns how far it was read. */
function copyFrom(file: string, from: number, out: DataOutput): number {
  if (!existsSync(file)) return from;
  const { size } = statSync(file);
  const start = size < from ? 0 : from;
  if (size === start) return start;
  const data = Buffer.alloc(size - start);
  const handle = openSync(file, 'r');
  try {
    out.bytes(data.subarray(0, readSync(handle, data, 0, data.length, start)));
  } finally {
    closeSync(handle);
  }
  return size;
}
