import { nativeAssignors } from './values/assignors';
import { checkServers } from './values/bootstrap';
import { nativeLevel } from './values/compression';
import { invalidValue } from './invalid';
import { ourDefaults, STICKY_LINGER_MS } from './our-defaults';
import { parseOffsetReset } from './values/offset-reset';
import { generateClientId, type Draft } from './post-process';
import type { JavaProperty } from './names/property';

export type NativeConf = Record<string, string>;

const INT_MAX = 2 ** 31 - 1;

/** librdkafka computes some of these in 32-bit microseconds or milliseconds × 1000: larger values overflow. */
const SAFE_MS = 2_147_483;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** librdkafka's minimum group session timeout that brokers accept by default (group.min.session.timeout.ms). */
const LEAST_SESSION = 6000;

function clampNumber(property: JavaProperty, value: number, draft: Draft): number {
  if (!property.clamp) return value;
  const [low, high] = property.clamp;
  const inside = clamp(value, low, high);
  const quiet = property.quiet === 'both' || (value < low ? property.quiet === 'below' : property.quiet === 'above');
  if (inside !== value && !quiet && draft.userSet.has(property.name)) {
    draft.warnings.push(
      `${property.name}: librdkafka takes ${low} to ${high}, so ${inside} is used instead of ${value}`,
    );
  }
  return inside;
}

function nativeText(property: JavaProperty, value: unknown, draft: Draft): string {
  if (typeof value === 'number') return String(clampNumber(property, value, draft));
  const text = String(value);
  return property.case === 'lower' ? text.toLowerCase() : text;
}

/** Copies the properties that the table defines completely. */
function copyPlain(draft: Draft, table: ReadonlyMap<string, JavaProperty>, conf: NativeConf): void {
  for (const property of table.values()) {
    if (!property.native || property.by === 'code' || property.send === 'never') continue;
    if (property.send === 'ifSet' && !draft.userSet.has(property.name)) continue;
    const value = draft.values[property.name];
    if (value !== null) conf[property.native] = nativeText(property, value, draft);
  }
}

function common(draft: Draft, table: ReadonlyMap<string, JavaProperty>, conf: NativeConf): void {
  const { values, userSet } = draft;
  const number = (name: string): number => clampNumber(table.get(name)!, values[name] as number, draft);
  for (const name of ['send.buffer.bytes', 'receive.buffer.bytes']) {
    if (values[name] === 0) throw invalidValue(name, 0, 'Must be -1 (leave it to the system) or at least 1');
  }
  const servers = checkServers('bootstrap.servers', values['bootstrap.servers'] as unknown[]);
  if (servers !== '') conf['bootstrap.servers'] = servers;
  conf['client.id'] = (values['client.id'] as string) || generateClientId(draft.role);

  // Java: negative means never, 0 at once. librdkafka: 0 means never.
  const idle = values['connections.max.idle.ms'] as number;
  conf['connections.max.idle.ms'] = String(idle < 0 ? 0 : clamp(idle, 1, INT_MAX));

  const refresh = clamp(values['metadata.max.age.ms'] as number, 1, 3_600_000);
  if (userSet.has('metadata.max.age.ms') && refresh < (values['metadata.max.age.ms'] as number)) {
    draft.warnings.push(`metadata.max.age.ms: librdkafka refreshes at least every hour, so ${refresh} is used`);
  }
  conf['topic.metadata.refresh.interval.ms'] = String(refresh);
  // librdkafka's property of the same name is the maximum age of its cache.
  conf['metadata.max.age.ms'] = String(Math.min(3 * refresh, SAFE_MS));

  const highest = number('reconnect.backoff.max.ms');
  conf['reconnect.backoff.ms'] = String(Math.min(number('reconnect.backoff.ms'), highest));
  conf['socket.timeout.ms'] = String(number('request.timeout.ms'));
}

function producer(draft: Draft, table: ReadonlyMap<string, JavaProperty>, conf: NativeConf): void {
  const { values, userSet, warnings } = draft;
  const request = values['request.timeout.ms'] as number;
  let socket = Number(conf['socket.timeout.ms']);
  let delivery = clamp(values['delivery.timeout.ms'] as number, 1, INT_MAX);
  let linger = Number(conf['linger.ms']);
  if (values['transactional.id'] !== null) {
    const timeout = clampNumber(
      table.get('transaction.timeout.ms')!,
      values['transaction.timeout.ms'] as number,
      draft,
    );
    if (userSet.has('transaction.timeout.ms')) conf['transaction.timeout.ms'] = String(timeout);
    // librdkafka starts only with message.timeout.ms <= transaction.timeout.ms and socket.timeout.ms <= that + 100 (in
    // 32 bits: hence the table's limit). Java's own defaults violate the first.
    if (userSet.has('delivery.timeout.ms') && delivery > timeout) {
      warnings.push(
        `delivery.timeout.ms: no more than transaction.timeout.ms with a transactional.id, so ${timeout} is used instead of ${delivery}`,
      );
    }
    delivery = Math.min(delivery, timeout);
    socket = Math.min(socket, timeout + 100);
  }
  // librdkafka requires message.timeout.ms > linger.ms.
  if (linger >= delivery) {
    linger = delivery - 1;
    if (linger < (values['linger.ms'] as number) && userSet.has('linger.ms'))
      warnings.push(`linger.ms: must be less than the delivery timeout ${delivery}, so ${linger} is used`);
  }
  conf['socket.timeout.ms'] = String(socket);
  conf['delivery.timeout.ms'] = String(delivery);
  // librdkafka's request.timeout.ms is the time that the broker may wait for acknowledgements.
  conf['request.timeout.ms'] = String(clamp(request, 1, 900_000));
  conf['linger.ms'] = String(linger);
  // Otherwise librdkafka uses twice linger.ms, and with 0 gives each keyless record another partition.
  if (linger === 0) conf['sticky.partitioning.linger.ms'] = String(STICKY_LINGER_MS);
  conf.retries = String(values.retries);
  if (values.acks === '-1') conf.acks = 'all';
  conf['queue.buffering.max.kbytes'] = String(clamp(Math.ceil((values['buffer.memory'] as number) / 1024), 1, INT_MAX));
  conf['topic.metadata.propagation.max.ms'] = String(Math.min(values['max.block.ms'] as number, SAFE_MS));

  const codec = values['compression.type'] as string;
  const level = nativeLevel[codec]?.(values[`compression.${codec}.level`] as number);
  if (level && level.level !== -1) conf['compression.level'] = String(level.level);
  if (level?.warning) warnings.push(level.warning);
}

/** librdkafka adds this to fetch.max.bytes for the rest of a response. */
const FETCH_OVERHEAD = 512;

function consumer(draft: Draft, table: ReadonlyMap<string, JavaProperty>, conf: NativeConf): void {
  const { values, userSet, warnings } = draft;
  const number = (name: string): number => clampNumber(table.get(name)!, values[name] as number, draft);
  conf['allow.auto.create.topics'] = String(values['allow.auto.create.topics']);
  conf['enable.auto.commit'] = String(values['enable.auto.commit']);
  // Without a group librdkafka assigns nothing at all; Java does. There are no committed offsets to ask for then.
  const group = values['group.id'] as string | null;
  conf['group.id'] = group ?? `__no_group_${crypto.randomUUID()}`;
  if (group === null) conf['offset.store.method'] = 'none';

  // librdkafka has neither none nor durations: it reports an error, and the consumer does the rest.
  const reset = parseOffsetReset(values['auto.offset.reset'] as string)!;
  conf['auto.offset.reset'] = reset.kind === 'earliest' || reset.kind === 'latest' ? reset.kind : 'error';

  let interval = number('max.poll.interval.ms');
  if (values['group.protocol'] === 'classic') {
    let session = number('session.timeout.ms');
    // librdkafka requires max.poll.interval.ms >= session.timeout.ms; Java does not.
    if (interval < session) session = Math.min(session, Math.max(interval, LEAST_SESSION));
    if (interval < session) {
      interval = session;
      warnings.push(`max.poll.interval.ms: librdkafka takes no less than session.timeout.ms, so ${interval} is used`);
    }
    let heartbeat = number('heartbeat.interval.ms');
    if (heartbeat >= session) heartbeat = Math.max(1, Math.floor(session / 3));
    conf['session.timeout.ms'] = String(session);
    conf['heartbeat.interval.ms'] = String(heartbeat);
    const explicit = userSet.has('partition.assignment.strategy');
    conf['partition.assignment.strategy'] = nativeAssignors(
      values['partition.assignment.strategy'] as unknown[],
      explicit,
      warnings,
    );
  } else if (values['group.remote.assignor']) {
    conf['group.remote.assignor'] = values['group.remote.assignor'] as string;
  }
  conf['max.poll.interval.ms'] = String(interval);

  const fetch = number('fetch.max.bytes');
  conf['fetch.max.bytes'] = String(fetch);
  const response = Number(conf['receive.message.max.bytes']);
  conf['receive.message.max.bytes'] = String(clamp(fetch + FETCH_OVERHEAD, response, INT_MAX));
  // librdkafka requires fetch.max.bytes >= message.max.bytes, whose default is 1000000.
  if (fetch < 1_000_000) conf['message.max.bytes'] = String(fetch);

  // librdkafka requires one second between the two. With a short request timeout, half of it is used for the wait.
  const socket = Number(conf['socket.timeout.ms']);
  const wait = Number(conf['fetch.wait.max.ms']);
  conf['fetch.wait.max.ms'] = String(Math.min(wait, Math.max(socket - 1000, Math.floor(socket / 2))));
}

/**
 * Converts effective Java values to librdkafka properties. Security, partitioner and pass-through properties are added
 * later. Rules that involve several properties run in the order in which they depend on each other.
 */
export function toNative(draft: Draft, table: ReadonlyMap<string, JavaProperty>): NativeConf {
  const conf: NativeConf = { ...ourDefaults[draft.role] };
  copyPlain(draft, table, conf);
  common(draft, table, conf);
  if (draft.role === 'producer') producer(draft, table, conf);
  else if (draft.role === 'consumer') consumer(draft, table, conf);
  return conf;
}
