import type { RawConf } from '../../raw/index';
import { checkedText, isLegacyTopicProperty } from './check-value';

export type AnyConfig = Record<string, unknown>;

/** What the entry itself reads. librdkafka gets the rest. */
export interface OwnOptions {
  /** false: no `event.…` events. */
  eventCb: boolean;
  drCb: unknown;
  drMsgCb: unknown;
  rebalanceCb: unknown;
  offsetCommitCb: unknown;
  tokenRefreshCb: unknown;
  /** `enable.auto.offset.store`. */
  autoStore: boolean;
  /** `delivery.report.only.error`. */
  onlyErrors: boolean;
}

/** Set by this package, or without effect in the original as well. */
const stripped = new Set([
  'event_cb',
  'dr_cb',
  'dr_msg_cb',
  'rebalance_cb',
  'offset_commit_cb',
  'oauthbearer_token_refresh_cb',
  'stats_cb',
  'throttle_cb',
  'error_cb',
  'log_cb',
  'background_event_cb',
  'partitioner_cb',
  'opaque',
  'builtin.features',
  'enabled_events',
  'log.queue',
  'enable.random.seed',
  'enable.auto.offset.store',
  'delivery.report.only.error',
]);

const warned = new Set<string>();

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  process.emitWarning(message, 'KafkaConfigWarning');
}

/** Properties that this build of librdkafka refuses when the client is created, and why. */
const unavailable: Readonly<Record<string, string>> = {
  'plugin.library.paths': 'native plug-ins are built for the librdkafka of one package; this one loads none',
  'internal.termination.signal': 'a process of Node.js has its own signal handlers',
};

function isTrue(value: unknown, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  return /^(?:true|t|1)$/i.test(String(value));
}

function take(scope: 'global' | 'topic', given: AnyConfig, conf: Record<string, string>): void {
  for (const [name, value] of Object.entries(given)) {
    // Callbacks are functions; librdkafka has none of them here.
    if (value === undefined || value === null || typeof value === 'function') continue;
    if (stripped.has(name)) {
      if (name === 'enable.auto.offset.store' || name === 'delivery.report.only.error') checkedText(scope, name, value);
      continue;
    }
    if (unavailable[name] !== undefined) {
      warnOnce(`kafka-napi/rdkafka: ${name} has no effect: ${unavailable[name]}`);
      continue;
    }
    const text = checkedText(scope, name, value);
    if (scope === 'topic' && isLegacyTopicProperty(name) && name !== 'auto.offset.reset') continue;
    conf[name] = text;
  }
}

/** Checks both configurations. Throws an Error with librdkafka's text. */
export function readConfig(globalConf: AnyConfig, topicConf: AnyConfig): { conf: RawConf; own: OwnOptions } {
  const conf: Record<string, string> = {};
  take('global', globalConf, conf);
  take('topic', topicConf, conf);
  if (typeof globalConf.partitioner_cb === 'function' || typeof topicConf.partitioner_cb === 'function')
    warnOnce('kafka-napi/rdkafka: partitioner_cb has no effect, as in node-rdkafka: use the property partitioner');
  const own: OwnOptions = {
    eventCb: globalConf.event_cb !== false,
    drCb: globalConf.dr_cb,
    drMsgCb: globalConf.dr_msg_cb,
    rebalanceCb: globalConf.rebalance_cb,
    offsetCommitCb: globalConf.offset_commit_cb,
    tokenRefreshCb: globalConf.oauthbearer_token_refresh_cb,
    autoStore: isTrue(globalConf['enable.auto.offset.store'], true),
    onlyErrors: isTrue(globalConf['delivery.report.only.error'], false),
  };
  return { conf, own };
}

/** librdkafka's value of the first of these names that is set. */
export function valueOf(conf: RawConf, names: readonly string[], otherwise: string): string {
  for (const name of names) if (conf[name] !== undefined) return conf[name];
  return otherwise;
}

export function shallowCopy<T>(config: T): T {
  return typeof config === 'object' && config !== null ? { ...config } : config;
}
