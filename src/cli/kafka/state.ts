import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from '../exit';
import { ownName } from '../words/own-name';
import { dataFolder } from './places';
import { isRunning, type ProcessId } from './processes';

export const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
export type Mechanism = (typeof mechanisms)[number];

export interface NodeState {
  id: number;
  port: number;
  controllerPort: number;
  process?: ProcessId;
}

/** The contents of `cluster.json` in the data folder. */
export interface ClusterState {
  version: string;
  clusterId: string;
  nodes: NodeState[];
  tls: boolean;
  /** name:password of SASL; empty: without. */
  users: string[];
  /** Of `users`. */
  mechanism: Mechanism;
  config: string[];
  /** The node is a Docker container. */
  docker?: true;
  /** The process that started the nodes and watches them; absent after `--detach`. */
  owner?: ProcessId;
}

const fileOf = (folder: string): string => path.join(folder, 'cluster.json');

export function readState(folder: string): ClusterState | undefined {
  if (!existsSync(fileOf(folder))) return undefined;
  // Earlier versions knew only PLAIN.
  const stored = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Omit<ClusterState, 'mechanism'> & {
    mechanism?: Mechanism;
  };
  return { ...stored, mechanism: stored.mechanism ?? 'PLAIN' };
}

/** The state of the cluster that was started on this folder. */
export function startedState(folder: string): ClusterState {
  const state = readState(folder);
  if (state === undefined) throw new CommandError(`no broker was started on ${folder}; ${ownName()} broker list`);
  return state;
}

/** Written atomically: a reader never sees half of it. */
export function writeState(folder: string, state: ClusterState): void {
  const draft = `${fileOf(folder)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(draft, fileOf(folder));
}

export const bootstrapOf = ({ nodes }: ClusterState): string => nodes.map(({ port }) => `localhost:${port}`).join(',');
export const runningNodes = ({ nodes }: ClusterState): NodeState[] => nodes.filter((node) => isRunning(node.process));

export const defaultData = (port: number): string => path.join(dataFolder(), `broker-${port}`);
const registry = (): string => path.join(dataFolder(), 'clusters');

/** For `broker list`. */
export function remember(folder: string): void {
  mkdirSync(registry(), { recursive: true });
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  writeFileSync(path.join(registry(), name), folder);
}

/** Existing folders in which a cluster was started. */
export function remembered(): string[] {
  if (!existsSync(registry())) return [];
  return readdirSync(registry())
    .map((name) => readFileSync(path.join(registry(), name), 'utf8'))
    .filter((folder) => existsSync(fileOf(folder)))
    .sort();
}
