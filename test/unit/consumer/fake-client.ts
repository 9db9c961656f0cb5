import type * as Boundary from '../../../src/binding/boundary';
import type {
  NativeEvent,
  NativeHandle,
  NativeHandleOptions,
  NativePartition,
  NativePartitionEnd,
} from '../../../src/binding/native';
import { fakeDrain, type FakeRecord } from './fake-batch';

// Tests replace the real client by this one.
const { Status, Wake } = jest.requireActual<typeof Boundary>('../../../src/binding/boundary');

type Answer = (args: never) => unknown;

/** The addon's side of a consumer, played by a test: what it drains, which events come, what calls answer. */
export class FakeClient {
  /** The last one created. */
  static last: FakeClient;
  readonly calls: { op: string; args: unknown }[] = [];
  readonly topics = ['t'];
  touched = 0;
  drains = 0;
  /** Called by each drain; undefined: nothing there. */
  supply: (max: number) => FakeRecord[] | undefined = () => undefined;
  /** Partition ends that the next drain returns. */
  ends: NativePartitionEnd[] = [];
  answers: Record<string, Answer> = {};
  #events: NativeEvent[] = [];
  readonly #options: NativeHandleOptions;

  constructor(options: NativeHandleOptions) {
    this.#options = options;
    FakeClient.last = this;
  }

  get conf(): Record<string, string> {
    return this.#options.conf;
  }

  /** The consumer queue is no longer empty. */
  wake(): void {
    this.#options.onWake(Wake.CONSUMER);
  }

  event(event: NativeEvent): void {
    this.#events.push(event);
    this.#options.status[Status.EVENTS] = this.#events.length;
    if (event.type === 'rebalance') this.#options.status[Status.REBALANCE] = 1;
  }

  rebalance(
    kind: 'assign' | 'revoke',
    partitions: number[],
    options: { lost?: boolean; protocol?: 'EAGER' | 'COOPERATIVE' } = {},
  ): void {
    this.event({
      type: 'rebalance',
      errno: kind === 'assign' ? -175 : -174,
      message: kind,
      protocol: options.protocol ?? 'EAGER',
      lost: options.lost ?? false,
      partitions: partitions.map((partition) => ({ topic: 't', partition })),
    });
  }

  ops(...names: string[]): unknown[] {
    return this.calls.filter(({ op }) => names.includes(op)).map(({ args }) => args);
  }

  call(op: string, args: { partitions?: NativePartition[] } | null): unknown {
    this.calls.push({ op, args });
    if (op === 'assign' || op.startsWith('incremental')) this.#options.status[Status.REBALANCE] = 0;
    if (this.answers[op]) return this.answers[op](args as never);
    if (op === 'closed') return true;
    if (op === 'cachedWatermarks') return { low: -1001, high: -1001 };
    return args?.partitions ?? null;
  }

  request(id: number, op: string, args: unknown): void {
    this.calls.push({ op, args });
    if (op === 'probe') return;
    const value = this.answers[op] ? this.answers[op](args as never) : (args as { partitions?: unknown }).partitions;
    setImmediate(() => {
      this.event({ type: 'reply', id, value });
      this.#options.onWake(Wake.MAIN);
    });
  }

  drain(max: number): ArrayBuffer | undefined {
    this.drains++;
    if (this.#options.status[Status.REBALANCE] === 1) return undefined;
    const records = this.supply(max);
    this.#options.status[Status.ENDS] = this.ends.length;
    return records && fakeDrain(records).slab;
  }

  takeEvents(): NativeEvent[] {
    const events = this.#events;
    this.#events = [];
    this.#options.status[Status.EVENTS] = 0;
    return events;
  }

  pump = (): number => 0;
  takeLarge = (): ArrayBuffer[] => [];
  takeEnds = (): NativePartitionEnd[] => {
    const ends = this.ends;
    this.ends = [];
    this.#options.status[Status.ENDS] = 0;
    return ends;
  };
  topicName = (id: number): string => this.topics[id]!;
  touch = (): void => void this.touched++;
  ref = (): void => undefined;
  unref = (): void => undefined;
  destroy = (done: () => void): void => void setImmediate(done);
}

export const fakeNative = (actual: object): object => ({
  ...actual,
  native: { Client: FakeClient as unknown as new () => NativeHandle, errorTable: () => [], librdkafkaVersion: '0' },
});
