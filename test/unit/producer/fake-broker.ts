import { Accumulator, type AccumulatorHooks } from '../../../src/producer/sending/accumulator';
import type { PartitionerFunction } from '../../../src/config/values/option-types';
import { Sender } from '../../../src/producer/sending/sender';
import { SendQueue } from '../../../src/producer/sending/send-queue';
import { RecordSerializer } from '../../../src/producer/records/serialization';
import { Interceptors } from '../../../src/producer/records/interceptors';
import { resolveSerializer } from '../../../src/serde/resolve';
import { readSlab, type SlabRecord } from './slab-reader';

export interface FakeOptions {
  bufferMemory?: number;
  maxRequestSize?: number;
  roomMs?: number;
  partitioner?: PartitionerFunction;
  partitionCount?: AccumulatorHooks['partitionCount'];
  valueSerializer?: unknown;
  interceptors?: object[];
}

/** Everything of a producer between the user and the native side; the test plays the native side. */
export class FakeBroker {
  /** The submitted records, in order. */
  readonly taken: SlabRecord[] = [];
  readonly topics: string[] = [];
  readonly warnings: string[] = [];
  readonly accumulator: Accumulator;
  readonly queue: SendQueue;
  readonly sender: Sender;
  busy = 0;
  submits = 0;
  failures = 0;
  #settled = 0;

  constructor(options: FakeOptions = {}) {
    const bufferMemory = options.bufferMemory ?? 1_000_000;
    this.accumulator = new Accumulator(
      { bufferMemory, maxRequestSize: options.maxRequestSize ?? 1_000_000, metadataMaxAgeMs: 300_000 },
      options.partitioner,
      {
        busy: () => this.busy++,
        submitted: () => undefined,
        failed: () => this.failures++,
        lacking: () => undefined,
        partitionCount: options.partitionCount ?? (async () => 4),
      },
    );
    this.accumulator.attach({
      topic: (name) => this.topics.push(name) - 1,
      submit: (count, large) => {
        this.submits++;
        this.taken.push(...readSlab(this.accumulator.packer.slab, count, large));
        return undefined;
      },
    });
    this.queue = new SendQueue(bufferMemory);
    this.sender = new Sender({
      accumulator: this.accumulator,
      queue: this.queue,
      serializer: new RecordSerializer(
        resolveSerializer(undefined, {}, true),
        resolveSerializer(options.valueSerializer, {}, false),
      ),
      interceptors: new Interceptors(options.interceptors ?? [], (method, error) =>
        this.warnings.push(`${method}: ${(error as Error).message}`),
      ),
      roomMs: options.roomMs ?? 60_000,
      changed: () => this.queue.advance(),
    });
  }

  /** Reports the next records, in the order they were taken. */
  acknowledge(count = this.taken.length - this.#settled, errno = 0): void {
    const { columns } = this.accumulator.deliveries;
    for (let row = 0; row < count; row++) {
      columns.ids[row] = this.taken[this.#settled + row]!.id;
      columns.errors[row] = errno;
      columns.partitions[row] = 0;
      columns.status[row] = errno === 0 ? 2 : 0;
      columns.offsets[row] = this.#settled + row;
      columns.timestamps[row] = 1;
    }
    this.#settled += count;
    this.accumulator.deliveries.settle(count);
    this.queue.advance();
    this.accumulator.submit();
  }

  values(): (string | undefined)[] {
    return this.taken.map((record) => record.value?.toString());
  }

  send(value: unknown, options?: object): Promise<unknown> {
    return new Promise((resolve, reject) => this.sender.send({ topic: 't', value }, options, { resolve, reject }));
  }
}
