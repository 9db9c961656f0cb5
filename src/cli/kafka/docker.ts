import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { CommandError, usageError } from '../exit';
import { note } from '../io/stderr';
import type { ClusterState, NodeState } from './state';

/** Where the image of Apache Kafka keeps data. */
const DATA = '/var/lib/kafka/data';

export const imageOf = (version: string): string => `apache/kafka:${version}`;
/** Of the container, and of the volume with its data. */
export const containerOf = (folder: string): string =>
  `kafka-napi-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;

/** undefined: Docker answers. Otherwise the reason why it does not. */
export function dockerFault(): string | undefined {
  const { error, status, stderr } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (status === 0) return undefined;
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return 'there is no Docker';
  return `Docker does not answer (${(error?.message ?? stderr.trim().split('\n').at(-1)) || `status ${status}`})`;
}

/** @throws CommandError For what only a Kafka of this machine's Java can do. */
export function assertPlain({ nodes, tls, users }: { nodes: number; tls: boolean; users: readonly string[] }): void {
  const given = [nodes > 1 && '--nodes 3', tls && '--tls', users.length > 0 && '--sasl'].filter(Boolean);
  if (given.length > 0) throw usageError(`${given.join(', ')}: not with Docker. Install Java 17 or newer`);
}

export const hasImage = (version: string): boolean =>
  spawnSync('docker', ['image', 'inspect', imageOf(version)], { stdio: 'ignore' }).status === 0;

/** Docker shows its own progress. */
export function pullImage(version: string): void {
  const { status } = spawnSync('docker', ['pull', imageOf(version)], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new CommandError(`--version ${version}: docker pull ${imageOf(version)} failed`);
}

/** As the image expects it: `log.dirs` is `KAFKA_LOG_DIRS`. */
const variable = (name: string): string =>
  `KAFKA_${name.replace(/[-_.]/g, (one) => ({ '-': '___', _: '__', '.': '_' })[one] as string).toUpperCase()}`;

/**
 * Arguments of `docker run`. It stays in the foreground of its process, passes SIGTERM on and ends with the container,
 * so that the process stands for the broker as a Java process does.
 *
 * @param properties The node's, as for Java.
 */
export function runArguments(
  folder: string,
  state: ClusterState,
  node: NodeState,
  properties: Record<string, string>,
): string[] {
  const all: Record<string, string> = {
    ...properties,
    listeners: `PLAINTEXT://:${node.port},CONTROLLER://localhost:${node.controllerPort}`,
    'log.dirs': DATA,
  };
  const name = containerOf(folder);
  return [
    ...['run', '--rm', '--name', name, '--stop-timeout', '60', '--publish', `127.0.0.1:${node.port}:${node.port}`],
    ...['--volume', `${name}:${DATA}`, '--env', `CLUSTER_ID=${state.clusterId}`],
    ...Object.entries(all).flatMap(([key, value]) => ['--env', `${variable(key)}=${value}`]),
    imageOf(state.version),
  ];
}

/** A `docker run` that was killed leaves its container running. */
export function removeContainer(folder: string): void {
  const { status } = spawnSync('docker', ['rm', '--force', containerOf(folder)], { encoding: 'utf8' });
  if (status !== 0) note(`% docker rm --force ${containerOf(folder)} failed; is the container gone?`);
}
