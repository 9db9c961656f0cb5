import { EventEmitter } from 'node:events';
import { AdminClient as CoreAdmin } from '../../index';
import { RawAdmin, type RawQueries } from '../../raw/index';
import { callLater, timed } from '../base/client';
import { fromBroker, fromCore } from '../base/librdkafka-error';
import { checkToken, Tokens } from '../base/tokens';
import type { LibrdKafkaError as ErrorType, TopicPartitionOffset } from '../base/types';
import { readConfig, shallowCopy, type AnyConfig } from '../config/read-config';
import type { GlobalConfig } from '../config/types.generated';
import type { KafkaConsumer } from '../consumer/kafka-consumer';
import type { Producer } from '../producer/producer';
import * as groups from './group-calls';
import { argumentChecks } from './argument-checks';
import * as topics from './topic-calls';
import type {
  Answer,
  DeleteRecordsOptions,
  DescribeOptions,
  Done,
  EventHandlers,
  GroupOffsetsOptions,
  ListGroupsOptions,
  ListOffsetsOptions,
  Timeout,
} from './types';
import type * as values from './values';

type Core = InstanceType<typeof CoreAdmin>;
type Groups = { groups: values.GroupOverview[]; errors: ErrorType[] };

const TIMEOUT_MS = 5000;

/** What `AdminClient.create` returns. */
export class AdminConnection extends EventEmitter {
  globalConfig: AnyConfig;
  /** As librdkafka names the client. */
  name = '';
  _isConnected = true;
  _client: object = {};
  readonly #admin: Core;
  readonly #queries: RawQueries;
  readonly #tokens: Tokens | undefined;
  /** undefined: the connection is that of another client. */
  readonly #close: (() => Promise<void>) | undefined;

  /** @internal */
  constructor(
    parts: { admin: Core; queries: RawQueries; tokens?: Tokens | undefined; close?: (() => Promise<void>) | undefined },
    globalConfig: AnyConfig,
  ) {
    super();
    this.globalConfig = globalConfig;
    this.#admin = parts.admin;
    this.#queries = parts.queries;
    this.#tokens = parts.tokens;
    this.#close = parts.close;
  }

  isConnected(): boolean {
    return this._isConnected;
  }

  /** Ends pending calls. Their callbacks get an error. Of `createFrom`: does nothing, the connection is not its own. */
  disconnect(): void {
    if (!this._isConnected || this.#close === undefined) return;
    this._isConnected = false;
    void this.#close().then(() => this.emit('disconnected', {}));
  }

  refreshOauthBearerToken(tokenStr: string): void {
    const token = checkToken(tokenStr);
    if (this.#tokens !== undefined && this._isConnected) this.#queries.setToken(this.#tokens.set(token));
  }

  createTopic(topic: values.NewTopic, timeout?: number | Done | null, cb?: Done): void {
    this.#done(timeout, cb, 'createTopic', [topic], (ms) => topics.createTopic(this.#admin, topic, ms, this.#names));
  }

  deleteTopic(topic: string, timeout?: number | Done | null, cb?: Done): void {
    this.#done(timeout, cb, 'deleteTopic', [topic], (ms) => topics.deleteTopic(this.#admin, topic, ms));
  }

  createPartitions(topic: string, totalPartitions: number, timeout?: number | Done | null, cb?: Done): void {
    this.#done(timeout, cb, 'createPartitions', [topic, totalPartitions], (ms) =>
      topics.createPartitions(this.#admin, topic, totalPartitions, ms),
    );
  }

  listTopics(options?: Timeout | Answer<string[]>, cb?: Answer<string[]>): void {
    this.#ask(options, cb, this.#names);
  }

  listGroups(options?: ListGroupsOptions | Answer<Groups>, cb?: Answer<Groups>): void {
    this.#ask<Groups, ListGroupsOptions>(options, cb, (ms, given) => groups.listGroups(this.#admin, ms, given));
  }

  describeGroups(
    groupIds: string[],
    options?: DescribeOptions | Answer<values.GroupDescriptions>,
    cb?: Answer<values.GroupDescriptions>,
  ): void {
    this.#check('describeGroups', groupIds);
    this.#ask<values.GroupDescriptions, DescribeOptions>(options, cb, (ms, given) =>
      groups.describeGroups(this.#admin, groupIds, ms, given),
    );
  }

  deleteGroups(
    groupIds: string[],
    options?: Timeout | Answer<values.DeleteGroupsResult[]>,
    cb?: Answer<values.DeleteGroupsResult[]>,
  ): void {
    this.#check('deleteGroups', groupIds);
    this.#ask(options, cb, (ms) => groups.deleteGroups(this.#admin, groupIds, ms));
  }

  listConsumerGroupOffsets(
    listGroupOffsets: values.ListGroupOffsets[],
    options?: GroupOffsetsOptions | Answer<values.GroupResults[]>,
    cb?: Answer<values.GroupResults[]>,
  ): void {
    this.#check('listConsumerGroupOffsets', listGroupOffsets);
    this.#ask<values.GroupResults[], GroupOffsetsOptions>(options, cb, (ms, given) =>
      groups.listConsumerGroupOffsets(this.#admin, listGroupOffsets, ms, given),
    );
  }

  deleteRecords(
    records: TopicPartitionOffset[],
    options?: DeleteRecordsOptions | Answer<values.DeleteRecordsResult[]>,
    cb?: Answer<values.DeleteRecordsResult[]>,
  ): void {
    this.#check('deleteRecords', records);
    this.#ask(options, cb, (ms) => topics.deleteRecords(this.#admin, records, ms));
  }

  describeTopics(
    names: string[],
    options?: DescribeOptions | Answer<values.TopicDescription[]>,
    cb?: Answer<values.TopicDescription[]>,
  ): void {
    this.#check('describeTopics', names);
    this.#ask<values.TopicDescription[], DescribeOptions>(options, cb, (ms, given) =>
      topics.describeTopics(this.#admin, names, ms, given),
    );
  }

  listOffsets(
    partitions: values.TopicPartitionOffsetSpec[],
    options?: ListOffsetsOptions | Answer<values.ListOffsetsResult[]>,
    cb?: Answer<values.ListOffsetsResult[]>,
  ): void {
    this.#check('listOffsets', partitions);
    this.#ask<values.ListOffsetsResult[], ListOffsetsOptions>(options, cb, (ms, given) =>
      topics.listOffsets(this.#admin, partitions, ms, given),
    );
  }

  readonly #names = async (timeoutMs: number): Promise<string[]> => {
    const { topics: all } = await this.#queries.metadata(null, timeoutMs);
    return all.map(({ topic }) => topic);
  };

  #check(name: keyof typeof argumentChecks, argument: unknown): void {
    this.#assertConnected();
    argumentChecks[name](true, argument);
  }

  #assertConnected(): void {
    if (!this._isConnected) throw new Error('Client is disconnected');
  }

  /** For calls without a result: the callback gets no arguments when all is well. */
  #done(
    timeout: unknown,
    cb: unknown,
    name: keyof typeof argumentChecks,
    args: unknown[],
    call: (ms: number) => Promise<void>,
  ): void {
    this.#assertConnected();
    const isTimeout = !timeout || typeof timeout === 'number' || typeof timeout === 'function';
    argumentChecks[name](isTimeout, ...args);
    const { ms, answer } = timed<never>(timeout, cb, TIMEOUT_MS);
    const ends = Promise.resolve().then(() => call(ms));
    ends.then(
      () => callLater(answer),
      (error: unknown) => callLater(answer, fromBroker(error)),
    );
  }

  #ask<T, O = object>(options: unknown, cb: unknown, call: (ms: number, options: O) => Promise<T>): void {
    this.#assertConnected();
    const answer = (typeof options === 'function' ? options : cb) as ((...args: unknown[]) => unknown) | undefined;
    const given = (typeof options === 'object' && options !== null ? options : {}) as O & { timeout?: number };
    const ends = Promise.resolve().then(() => call(given.timeout || TIMEOUT_MS, given));
    ends.then(
      (result) => callLater(answer, null, result),
      (error: unknown) => callLater(answer, fromBroker(error)),
    );
  }
}

function addHandlers(admin: AdminConnection, handlers: unknown): void {
  if (typeof handlers !== 'object' || handlers === null) return;
  for (const [event, handler] of Object.entries(handlers as EventHandlers)) admin.on(event, handler as () => void);
}

/** @param second node-rdkafka: a token. Confluent: listeners by event. */
function create(conf: GlobalConfig, second?: string | EventHandlers): AdminConnection {
  const copy = shallowCopy(conf) as AnyConfig;
  const { conf: raw, own } = readConfig(copy, {});
  const tokens = new Tokens(own.tokenRefreshCb, raw['sasl.oauthbearer.config'] ?? '');
  if (typeof second === 'string' && second !== '') tokens.set(checkToken(second));
  const tell = (event: string, data: unknown) => {
    if (own.eventCb) admin.emit(event, data);
  };
  const core = new RawAdmin(
    raw,
    {
      error: (error) => tell('event.error', fromCore(error, 'text')),
      log: ({ level, facility, message }) => tell('event.log', { severity: level, fac: facility, message }),
      stats: (message) => tell('event.stats', { message }),
      throttle: ({ broker, brokerId, throttleMs }) =>
        tell('event.throttle', { throttleTime: throttleMs, brokerName: broker, brokerId }),
    },
    tokens.provider,
  );
  const admin = new AdminConnection(
    { admin: core.admin, queries: core.queries, tokens, close: () => core.close() },
    copy,
  );
  addHandlers(admin, second);
  const { name } = core.queries;
  admin.name = name;
  setImmediate(() => admin.emit('ready', { name }));
  return admin;
}

/** Shares the connection of a connected client, which must stay connected meanwhile. */
function createFrom(existing: Producer | KafkaConsumer, handlers?: EventHandlers): AdminConnection {
  const raw = existing._raw;
  if (!existing.isConnected() || raw === undefined)
    throw new Error('Existing client must be connected before creating a new client from it');
  const core = CoreAdmin.from(sharedBy(raw));
  const admin = new AdminConnection({ admin: core, queries: raw.queries }, existing.globalConfig);
  addHandlers(admin, handlers);
  admin.name = existing.name;
  setImmediate(() => admin.emit('ready', { name: existing.name }));
  return admin;
}

/** An AdminClient only needs the connection of what it shares. */
const sharedBy = (raw: object): never => raw as never;

/** Without what it has of an EventEmitter, so that a program's own object can take its place. */
export type IAdminClient = Pick<
  AdminConnection,
  | 'createTopic'
  | 'deleteTopic'
  | 'createPartitions'
  | 'listTopics'
  | 'listGroups'
  | 'describeGroups'
  | 'deleteGroups'
  | 'listConsumerGroupOffsets'
  | 'deleteRecords'
  | 'describeTopics'
  | 'listOffsets'
  | 'refreshOauthBearerToken'
  | 'disconnect'
>;

/** In node-rdkafka's types a class, which has no instances. */
export type AdminClient = object;
export const AdminClient = { create, createFrom };
