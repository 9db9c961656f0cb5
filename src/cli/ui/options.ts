import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { usageError } from '../exit';
import type { CommonOptions } from '../options';

/** As commander returns them. */
export interface UiCommandOptions extends CommonOptions {
  port?: number;
  host?: string;
  allowedHost?: string[];
  basePath?: string;
  readOnly?: boolean;
  deny?: string[];
  authFile?: string;
  tlsCert?: string;
  tlsKey?: string;
  registry?: string;
  decode?: string[];
  timezone?: string;
  metrics?: boolean;
  metricsTopics?: string;
  metricsGroups?: string;
  /** Of `--metrics-no-partitions`. */
  metricsPartitions?: boolean;
  behindProxy?: boolean;
  maxScans?: number;
  scanBudget?: Budget;
  /** Of `--no-open`. */
  open?: boolean;
  log?: boolean;
  hashPassword?: boolean;
}

interface Budget {
  records?: number;
  bytes?: number;
  ms?: number;
}

const classes = ['messages', 'produce', 'topics', 'configs', 'groups', 'delete', 'security', 'metrics'];

/** For commander: names between commas, of what may be denied. */
export function denyList(text: string, previous: string[] = []): string[] {
  const names = text.split(',').map((one) => one.trim());
  const unknown = names.find((one) => !classes.includes(one));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" cannot be denied. Known are ${classes.join(', ')}.`);
  return [...new Set([...previous, ...names])];
}

type Unit = [kind: keyof Budget, factor: number];

const units = new Map<string, Unit>([
  ['r', ['records', 1]],
  ['B', ['bytes', 1]],
  ['kB', ['bytes', 1e3]],
  ['KiB', ['bytes', 1024]],
  ['MB', ['bytes', 1e6]],
  ['MiB', ['bytes', 1024 ** 2]],
  ['GB', ['bytes', 1e9]],
  ['GiB', ['bytes', 1024 ** 3]],
  ['ms', ['ms', 1]],
  ['s', ['ms', 1000]],
  ['m', ['ms', 60_000]],
]);

/** For commander: `1000000r,256MiB,20s`, each of them once, in any order. */
export function scanBudget(text: string): Budget {
  const budget: Budget = {};
  for (const word of text.split(',').map((one) => one.trim())) {
    const [, digits, unit] = /^([\d_]+)(\w+?)$/.exec(word) ?? [];
    const [kind, factor] = units.get(unit ?? '') ?? [];
    const value = Number(digits?.replaceAll('_', '')) * (factor ?? 0);
    if (kind === undefined || !(value > 0) || budget[kind] !== undefined)
      throw new InvalidArgumentError(`"${word}" is no budget. Expected records, bytes and a time: 1000000r,256MiB,20s`);
    budget[kind] = value;
  }
  return budget;
}

type Decoders = Record<string, { key?: string; value?: string }>;

/** `orders=value:msgpack`, `orders=key:int32,value:json`. */
export function decoders(given: readonly string[]): Decoders {
  const byTopic = new Map<string, { key?: string; value?: string }>();
  for (const one of given) {
    const at = one.indexOf('=');
    const topic = one.slice(0, at);
    const found: { key?: string; value?: string } = { ...byTopic.get(topic) };
    for (const rule of one.slice(at + 1).split(',')) {
      const [, part, decoder] = /^(key|value):([\w:.-]+)$/.exec(rule) ?? [];
      if (at < 1 || part === undefined)
        throw usageError(`--decode ${one}: expected TOPIC=value:DECODER, for example --decode 'orders=value:msgpack'`);
      found[part as 'key' | 'value'] = decoder!;
    }
    byTopic.set(topic, found);
  }
  return Object.fromEntries(byTopic);
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`${option} ${file}: ${(error as Error).message}`);
  }
}

/** What kafka-napi-ui takes: files are read, names are those of its options. */
export function uiOptions(options: UiCommandOptions, env: NodeJS.ProcessEnv): Record<string, unknown> {
  const { tlsCert, tlsKey, authFile } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw usageError('--tls-cert and --tls-key belong together: one of them is missing');
  const auth = authFile !== undefined ? read('--auth-file', authFile) : env['KAFKA_NAPI_UI_AUTH'] || undefined;
  const { port, host, basePath, readOnly, deny, registry, timezone, metrics, behindProxy, maxScans, open, log } =
    options;
  const taken = {
    ...{ port, host, basePath, readOnly, deny, registry, timezone, metrics, behindProxy, maxScans, open, log, auth },
    allowedHosts: options.allowedHost,
    tls: tlsCert === undefined ? undefined : { cert: read('--tls-cert', tlsCert), key: read('--tls-key', tlsKey!) },
    decode: options.decode === undefined ? undefined : decoders(options.decode),
    metricsTopics: options.metricsTopics,
    metricsGroups: options.metricsGroups,
    metricsNoPartitions: options.metricsPartitions === false ? true : undefined,
    scanBudget: options.scanBudget,
  };
  return Object.fromEntries(Object.entries(taken).filter(([, value]) => value !== undefined));
}
