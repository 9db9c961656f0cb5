/**
 * A program of the oracle: what it finds in its topics, and the steps it takes. Plain data, so that it can be printed,
 * shrunk and run again.
 */

/** A partition by the number of its topic in the program, and its own. */
export type Part = readonly [topic: number, partition: number];

/** What lies in a partition before the program begins. */
export interface Content {
  readonly partition: number;
  /** `open`: a transaction that nobody ends. */
  readonly kind: 'plain' | 'tombstones' | 'committed' | 'aborted' | 'open';
  readonly count: number;
}

export interface TopicSpec {
  readonly partitions: number;
  readonly configs?: Readonly<Record<string, string>>;
  readonly content: readonly Content[];
  /** Does not exist when the program begins. */
  readonly late?: boolean;
  /** `compacted`: only the last record of each key is left. `expired`: retention has deleted the first half. */
  readonly past?: 'compacted' | 'expired';
}

export interface Offset {
  readonly part: Part;
  readonly offset: number;
  readonly metadata?: string;
}

/** What a rebalance listener does, besides being noted. */
export interface Listening {
  readonly onAssigned?: 'seek0' | 'seekToBeginning' | 'seekToEnd' | 'pause' | 'throw';
  readonly onRevoked?: 'commit';
}

export interface NewRecord {
  readonly partition?: number;
  readonly key?: string | null;
  readonly value: string | null;
  readonly timestamp?: number;
}

/** `c`: a consumer, `p`: a producer, `t`: a topic, by name or number. */
export type Step =
  | { readonly op: 'open'; readonly c: string; readonly config: Readonly<Record<string, string>> }
  /** `byPattern`: to a regular expression that matches all topics of the program. */
  | {
      readonly op: 'subscribe';
      readonly c: string;
      readonly topics: readonly number[];
      readonly byPattern?: true;
      readonly listening?: Listening;
    }
  | { readonly op: 'assign'; readonly c: string; readonly parts: readonly Part[] }
  | { readonly op: 'unsubscribe'; readonly c: string }
  /** Polls until all is read, or nothing more comes; of all consumers that are open. */
  | { readonly op: 'drain' }
  /** Polls with `max.poll.records=1` until so many records are there. */
  | { readonly op: 'take'; readonly c: string; readonly count: number }
  /** A loop over so many records, then break; Java polls. */
  | { readonly op: 'iterate'; readonly c: string; readonly count: number }
  /** One poll that may bring anything: what it brings counts with the next drain. */
  | { readonly op: 'poll'; readonly c: string; readonly ms: number }
  | { readonly op: 'wakeup'; readonly c: string }
  | { readonly op: 'seek'; readonly c: string; readonly part: Part; readonly offset: number }
  | { readonly op: 'seekToBeginning' | 'seekToEnd'; readonly c: string; readonly parts: readonly Part[] }
  | { readonly op: 'pause' | 'resume'; readonly c: string; readonly parts: readonly Part[] }
  | { readonly op: 'commit'; readonly c: string }
  | { readonly op: 'commitOffsets'; readonly c: string; readonly offsets: readonly Offset[] }
  | { readonly op: 'store'; readonly c: string; readonly offsets: readonly Offset[] }
  | { readonly op: 'position' | 'lag'; readonly c: string; readonly part: Part }
  | {
      readonly op: 'committed' | 'beginningOffsets' | 'endOffsets';
      readonly c: string;
      readonly parts: readonly Part[];
    }
  | {
      readonly op: 'offsetsForTimes';
      readonly c: string;
      readonly parts: readonly Part[];
      readonly timestamp: number;
    }
  | { readonly op: 'close'; readonly c: string }
  /** The consumer is gone and has not left its group: the broker notices when the session is over. */
  | { readonly op: 'crash'; readonly c: string }
  /** The broker is shut down and started again. */
  | { readonly op: 'restart' }
  /** Thrown out of its group by the admin, as a member that died; it never commits again. Classic protocol only. */
  | { readonly op: 'evict'; readonly group: number }
  | { readonly op: 'openProducer'; readonly p: string; readonly config: Readonly<Record<string, string>> }
  | { readonly op: 'send'; readonly p: string; readonly t: number; readonly records: readonly NewRecord[] }
  | {
      readonly op: 'initTransactions' | 'beginTransaction' | 'commitTransaction' | 'abortTransaction' | 'closeProducer';
      readonly p: string;
    }
  | { readonly op: 'sendOffsets'; readonly p: string; readonly group: number; readonly offsets: readonly Offset[] }
  | { readonly op: 'createTopic' | 'createPartitions'; readonly t: number; readonly partitions: number }
  | { readonly op: 'deleteTopic'; readonly t: number }
  | { readonly op: 'deleteRecords'; readonly part: Part; readonly offset: number }
  | { readonly op: 'alterOffsets'; readonly group: number; readonly offsets: readonly Offset[] }
  | { readonly op: 'sleep'; readonly ms: number };

export interface Program {
  readonly topics: readonly TopicSpec[];
  readonly steps: readonly Step[];
}

/** Steps that every other program on the same broker would notice. */
const disturbing: ReadonlySet<Step['op']> = new Set(['crash', 'restart']);

/** Runs while no other program does, and its two sides one after the other. */
export function runsAlone(program: Program): boolean {
  return program.steps.some(({ op }) => disturbing.has(op));
}

/** One line for a step. */
export function stepText(step: Step): string {
  const { op, ...rest } = step;
  const text = Object.entries(rest)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ');
  return text === '' ? op : `${op} ${text}`;
}

export function programText(program: Program): string {
  const topics = program.topics.map((topic, i) => `t${i}: ${JSON.stringify(topic)}`);
  return [...topics, ...program.steps.map((step, i) => `${String(i).padStart(2)} ${stepText(step)}`)].join('\n');
}
