/** The clients of a program. */
import type { EventEmitter } from 'node:events';

import type { Module } from '../../../integration/rdkafka/programs/observe';
import type { Client } from '../programs/program';
import type { Log } from './log';
import { groupName, valueOf, type Given } from './values';

export interface Running {
  kind: Client['kind'];
  /** The client; that of a stream. */
  client: Module & EventEmitter;
  stream: (Module & EventEmitter) | undefined;
  /** What has been read: of a consumer, or of a read stream. */
  data: unknown[];
  /** Ends of partitions since the last assignment or seek. */
  ends: Map<string, unknown>;
  paused: Set<string>;
  /** Messages that `produce` has taken. */
  produced: number;
  /** The events of messages are shown by the step that waits for them. */
  isReading: boolean;
}

/** Says what it was given, and does what a callback of this kind has to do. */
function callbacks(conf: Record<string, unknown>, log: Log, index: number): void {
  if (typeof conf.rebalance_cb === 'function') {
    const { offset } = conf.rebalance_cb as { offset?: number };
    conf.rebalance_cb = function (this: Module, error: { code: number }, given: object[]): void {
      log.addApart(`${index} rebalance_cb`, error, given);
      const list = offset === undefined ? given : given.map((one) => ({ ...one, offset }));
      const isAssigned = error.code === -175;
      if (this.rebalanceProtocol() === 'COOPERATIVE')
        this[isAssigned ? 'incrementalAssign' : 'incrementalUnassign'](list);
      else if (isAssigned) this.assign(list);
      else this.unassign();
    };
  }
  if (typeof conf.offset_commit_cb === 'function') conf.offset_commit_cb = () => undefined;
  if (typeof conf.dr_cb === 'function') conf.dr_cb = () => undefined;
}

export function createClient(K: Module, description: Client, index: number, servers: string, given: Given, log: Log) {
  const { kind } = description;
  const conf = valueOf(description.conf, given) as Record<string, unknown>;
  callbacks(conf, log, index);
  conf['bootstrap.servers'] = servers;
  if (kind === 'KafkaConsumer' || kind === 'ReadStream') conf['group.id'] ??= groupName(given);
  const topicConf = description.topicConf === undefined ? {} : valueOf(description.topicConf, given);
  const options = description.options === undefined ? undefined : valueOf(description.options, given);
  const created: Module =
    kind === 'ReadStream'
      ? K.KafkaConsumer.createReadStream(conf, topicConf, options)
      : kind === 'WriteStream'
        ? K.Producer.createWriteStream(conf, topicConf, options)
        : new K[kind](conf, topicConf);
  const stream = kind === 'ReadStream' || kind === 'WriteStream' ? (created as Running['stream']) : undefined;
  const client = (
    kind === 'ReadStream' ? created.consumer : kind === 'WriteStream' ? created.producer : created
  ) as Running['client'];
  const running: Running = {
    kind,
    client,
    stream,
    data: [],
    ends: new Map(),
    paused: new Set(),
    produced: 0,
    isReading: false,
  };
  log.watch(stream ?? client, index);
  if (stream !== undefined) log.watch(client, index + 10);
  listen(running, index, log);
  return running;
}

export const partitionKey = ({ topic, partition }: { topic: unknown; partition: unknown }): string =>
  `${String(topic)} ${String(partition)}`;

function listen(running: Running, index: number, log: Log): void {
  const { client, stream, data, ends } = running;
  if (running.kind === 'ReadStream')
    stream!.on('data', (one: unknown) => {
      data.push(one);
      log.add(`${index} data`, one);
    });
  else
    client.on('data', (message: unknown) => {
      data.push(message);
      if (!running.isReading) log.add(`${index} data`, message);
    });
  client.on('partition.eof', (end: { topic: string; partition: number }) => {
    ends.set(partitionKey(end), end);
    if (!running.isReading) log.add(`${index} partition.eof`, end);
  });
}
