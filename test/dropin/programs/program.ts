/** Small programs on the API of kafkajs, as data: the same one runs on kafkajs and on `kafka-napi/kafkajs`. */

/** What a handler does beside handling. */
export type Deed =
  | { do: 'seek'; to: number }
  | { do: 'throw'; times: number }
  /** An error that no retry helps. */
  | { do: 'crash' }
  | { do: 'pause' }
  | { do: 'commit'; offset: number }
  | { do: 'commit if necessary' }
  | { do: 'uncommitted' }
  /** The rest of the batch is left unresolved. */
  | { do: 'leave' }
  /** Not awaited: it waits for this handler. Then the consumer runs again. */
  | { do: 'stop' };

export interface Consume {
  kind: 'consume';
  /** Messages of each partition. One more follows them, which ends the program. */
  counts: number[];
  each: 'message' | 'batch';
  autoCommit: boolean;
  autoCommitThreshold: number | null;
  eachBatchAutoResolve: boolean;
  partitionsConsumedConcurrently: number;
  retries: number;
  subscription: 'topic' | 'topics' | 'regexp';
  compression: number;
  /** Then another consumer of the group goes on from what is committed, to more messages. */
  goesOn: boolean;
  /** By the number of the message that is handled; of the first partition. */
  deeds: Record<number, Deed>;
}

/** Two consumers in one group. */
export interface Share {
  kind: 'share';
  partitions: number;
  each: 'message' | 'batch';
  /** What the one that stays pauses before the other one leaves. */
  pause: 'nothing' | 'topic' | 'its partitions';
  /** The number of the one that leaves. */
  leaves: 0 | 1;
}

export interface Message {
  key?: string | null;
  value: string | null | number[];
  partition?: number;
  headers?: Record<string, string | string[]>;
  /** In ms, at the start of the run. The broker deletes what is too old. */
  age?: number;
  /** In place of an age: what stands for none. */
  timestamp?: 0;
}

/** `wrong`: what is wrong with the arguments. */
export type Send =
  | { call: 'send'; messages: Message[]; acks: number; compression: number }
  | { call: 'sendBatch'; topics: Message[][]; acks: number }
  | {
      call: 'wrong';
      wrong: 'no topic' | 'no messages' | 'undefined value' | 'no topicMessages' | 'transaction';
    }
  | { call: 'reconnect' };

export interface Produce {
  kind: 'produce';
  partitions: number;
  partitioner: 'DefaultPartitioner' | 'LegacyPartitioner';
  idempotent: boolean;
  steps: Send[];
}

/** Of the transaction that is open, or of the last one. */
export type TransactionStep =
  | { call: 'begin' }
  | { call: 'send'; messages: Message[] }
  | { call: 'sendBatch'; messages: Message[] }
  | { call: 'sendOffsets'; offset: number }
  | { call: 'commit' }
  | { call: 'abort' }
  | { call: 'isActive' }
  /** Of the producer, outside of the transaction. */
  | { call: 'outside'; messages: Message[] };

export interface Transact {
  kind: 'transact';
  steps: TransactionStep[];
}

export type AdminStep =
  | { call: 'createTopics'; topics: number[]; partitions: number }
  | { call: 'createPartitions'; topic: number; count: number }
  | { call: 'deleteTopics'; topics: number[] }
  | { call: 'fetchTopicOffsets'; topic: number }
  | { call: 'fetchTopicOffsetsByTimestamp'; topic: number; timestamp: number }
  | { call: 'fetchTopicMetadata'; topics: number[] }
  | { call: 'fetchOffsets'; group: number; topics: number[] }
  | { call: 'setOffsets'; group: number; topic: number; offsets: string[] }
  /** And asks what these offsets are. */
  | { call: 'resetOffsets'; group: number; topic: number; earliest: boolean }
  | { call: 'listGroups' }
  | { call: 'deleteTopicRecords'; topic: number; offset: string }
  | { call: 'describeGroups'; groups: number[] }
  | { call: 'deleteGroups'; groups: number[] }
  | { call: 'describeConfigs'; topic: number; names: string[] }
  | { call: 'alterConfigs'; topic: number; name: string; value: string }
  | { call: 'listTopics' }
  | { call: 'send'; topic: number; count: number };

export interface Administer {
  kind: 'administer';
  steps: AdminStep[];
}

export type Program = Consume | Share | Produce | Transact | Administer;
