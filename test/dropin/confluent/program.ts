/** Small programs on Confluent's promise-based API, as data. Arguments are as in ../rdkafka. */
import type { Argument, Topic } from '../rdkafka/programs/program';

export interface Client {
  kind: 'producer' | 'consumer' | 'admin';
  /** The block `kafkaJS`, and what stands beside it. */
  block: { [name: string]: Argument };
  beside?: { [name: string]: Argument } | undefined;
}

/** What a handler does beside handling; of the first partition. */
export type Deed =
  | { do: 'seek'; to: number }
  | { do: 'throw'; times: number }
  | { do: 'pause' }
  | { do: 'commit'; offset: number }
  | { do: 'commit what is stored' }
  | { do: 'commit if necessary' }
  /** The rest of the batch is left unresolved. */
  | { do: 'leave' };

export type Step =
  | { do: 'call'; on: number; call: string; args: Argument[] }
  /** Until the last message of each partition of the topic. */
  | {
      do: 'run';
      on: number;
      topic: number;
      /** Messages of each partition. */
      counts: number[];
      each: 'message' | 'batch';
      autoResolve: boolean;
      concurrently: number;
      /** By the number of the message that is handled. */
      deeds: Record<number, Deed>;
    }
  /** One more message of each partition, and until these. */
  | { do: 'go on'; on: number; topic: number; counts: number[] };

export interface Program {
  kind: string;
  topics: Topic[];
  clients: Client[];
  steps: Step[];
}
