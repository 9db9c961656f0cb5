/** Which topics a Connect cluster keeps its state in, and how they are read. */
import type { ConsumerConfig } from 'kafka-napi';

import { checkObject, checkOptions, refuse } from '../arguments';
import type { Hide } from './stored-state';

/** Topics by the names of the worker's properties. */
export interface ConnectStorageOptions {
  /** Default `connect-configs`. */
  readonly 'config.storage.topic'?: string | undefined;
  /** Default `connect-status`. */
  readonly 'status.storage.topic'?: string | undefined;
  /** Default `connect-offsets`. A list where connectors have topics of their own (`offsets.storage.topic`). */
  readonly 'offset.storage.topic'?: string | readonly string[] | undefined;
  /**
   * Which values of properties are shown as `[hidden]`. Default: those whose names look like secrets (`password`,
   * `secret`, `token`, `sasl.jaas.config` …), and users in addresses; references such as `${file:…}` are shown.
   * `false`: none. What it throws, `read()` rejects with.
   */
  readonly hide?: Hide | undefined;
}

/** A consumer's properties but for those that say how it reads. */
export type ConnectStorageConfig = Omit<ConsumerConfig, (typeof ours)[number]>;

export interface Topics {
  readonly config: string;
  readonly status: string;
  readonly offsets: readonly string[];
}

const operation = 'ConnectStorage';
const ours = [
  'group.id',
  'group.protocol',
  'group.instance.id',
  'isolation.level',
  'enable.auto.commit',
  'auto.offset.reset',
  'allow.auto.create.topics',
  'key.deserializer',
  'value.deserializer',
] as const;

/** Without a group, committed records only, from the beginning. */
export function consumerConfig(config: unknown): ConsumerConfig {
  checkObject(operation, 'the configuration', config);
  for (const name of ours) {
    if (config[name] !== undefined) {
      refuse(operation, `property '${name}' is set by ConnectStorage. Valid: other properties of a consumer`);
    }
  }
  return {
    ...config,
    'isolation.level': 'read_committed',
    'enable.auto.commit': false,
    'auto.offset.reset': 'earliest',
    'allow.auto.create.topics': false,
  };
}

export function checkStorageOptions(options: ConnectStorageOptions | undefined): {
  topics: Topics;
  hide: Hide | undefined;
} {
  const names = ['config.storage.topic', 'status.storage.topic', 'offset.storage.topic'] as const;
  checkOptions(operation, options, [...names, 'hide']);
  const given = options ?? {};
  const [config, status, offsets] = names.map((name, index) => {
    const value: unknown = given[name] ?? ['connect-configs', 'connect-status', 'connect-offsets'][index];
    const list: unknown[] = index === 2 && Array.isArray(value) ? value : [value];
    if (list.length === 0 || list.some((topic) => typeof topic !== 'string' || topic === '')) {
      refuse(operation, `${name} is no name of a topic. A string is valid${index === 2 ? ', or a list of them' : ''}`);
    }
    return list as string[];
  });
  const all = [...config!, ...status!, ...offsets!];
  if (new Set(all).size < all.length) refuse(operation, 'a topic is named twice. Each of them has one purpose');
  const hide: unknown = given.hide;
  if (hide !== undefined && hide !== false && typeof hide !== 'function') {
    refuse(operation, 'hide is no function. (name, value, connector) => boolean is valid, and false');
  }
  return { topics: { config: config![0]!, status: status![0]!, offsets: offsets! }, hide: hide as Hide | undefined };
}
