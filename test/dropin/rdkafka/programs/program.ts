/** Small programs on node-rdkafka's API, as data: the same one runs on the original and on `kafka-napi/rdkafka`. */

/** What JSON has no word for. `callback`: the program waits until it is called. */
export type Special =
  | { $: 'undefined' | 'function' | 'callback' | 'NaN' }
  | { $: 'bytes' | 'regexp'; of: string }
  /** A name of the run: of one of its topics, or its group. */
  | { $: 'topic'; of: number }
  | { $: 'group' }
  /** A `rebalance_cb` that assigns the partitions from that offset on. */
  | { $: 'own assign'; offset: number }
  /** In ms, from the start of the run. */
  | { $: 'time'; plus: number }
  | { $: 'client'; of: number }
  /** Of Confluent's: a name of `OffsetSpec`, or a time. */
  | { $: 'offset spec'; of: string | number }
  /** The last message that this program has read. */
  | { $: 'message' }
  /** Its `plus`-th call fails, if it does. */
  | { $: 'serializer'; by: 'value' | 'promise' | 'callback'; fails: boolean };

export type Argument = null | boolean | number | string | Special | Argument[] | { [name: string]: Argument };

export type ClientKind = 'Producer' | 'HighLevelProducer' | 'KafkaConsumer' | 'ReadStream' | 'WriteStream';

export interface Client {
  kind: ClientKind;
  conf: { [name: string]: Argument };
  topicConf?: { [name: string]: Argument } | undefined;
  /** Of a stream. */
  options?: Argument | undefined;
}

/** `on`: the number of the client; 'admin': an AdminClient; 'admin of 0': one of the first client. */
export type Target = number | 'admin' | 'admin of 0';

export type Step =
  | {
      do: 'call';
      on: Target;
      call: string;
      args: Argument[];
      /** The program goes on before the callback. */
      isLeft?: boolean;
    }
  /** Until that many messages, or the ends of all partitions. */
  | { do: 'read'; on: number; count: number }
  /** By `consume()`, until that many messages. */
  | { do: 'flow'; on: number; count: number }
  /** Until every message has its delivery report. */
  | { do: 'settle'; on: number }
  /** Until a read stream has given that many messages. */
  | { do: 'stream'; on: number; count: number }
  | { do: 'event'; on: number; event: string };

export interface Topic {
  partitions: number;
  /** Messages of each partition, made before the program begins. */
  counts: number[];
}

export interface Program {
  kind: string;
  /** Those that are there when it begins. Higher numbers are names of topics that do not exist. */
  topics: Topic[];
  clients: Client[];
  steps: Step[];
}
