import type { Step } from '../programs/program';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export const isAmong = (list: readonly TopicPartition[], { topic, partition }: TopicPartition): boolean =>
  list.some((one) => one.topic === topic && one.partition === partition);

/** A record as both sides tell of it. */
export interface Row extends TopicPartition {
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: string;
  readonly leaderEpoch: number | null;
  readonly key: string | null;
  readonly value: string | null;
}

/** What a step becomes once its topics and groups have names: the arguments of a driver's operation. */
export type Call = { readonly op: string } & Readonly<Record<string, unknown>>;

/**
 * One side: Java's clients, or ours. Runs single operations of a program; throws a StepError for what the client threw,
 * anything else is a fault of the harness.
 */
export interface Driver {
  readonly side: 'java' | 'ours';
  run(call: Call): Promise<unknown>;
  /** Lets go of everything that the program left open. */
  end(): Promise<void>;
}

/** What a client threw, by its class: the same word for Java's class and for our code. */
export class StepError extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

export type Operation = Step['op'];
