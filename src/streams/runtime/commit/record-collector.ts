import type { DeliveryCallback } from '../../../index';
import { DefaultProductionExceptionHandler, type ErrorContext, type UnsentRecord } from '../../errors/handlers';
import { reasonOf, StreamsError } from '../../errors/streams-errors';
import { inBytes, type OutputRecord, type RecordCollector } from '../../task/queues/input-record';
import type { TaskSettings } from '../../task/settings';
import type { StoreChanges } from '../stores/changelog-store';
import { isReplaced, LostWorkError } from './lost-work';
import type { StreamsProducer } from './streams-producer';

/** What of a task is asked when a record fails. */
export interface FailureSource {
  context(node: string, timestamp: number): ErrorContext;
  ofProducer(context: ErrorContext, record: UnsentRecord, error: unknown): { result: unknown; error: unknown };
}

/** Sends the records of all tasks, and keeps the first error until the next {@link check}. */
export class RecordCollectors {
  readonly #producer: StreamsProducer;
  readonly #partitions: (topic: string) => number | undefined;
  #error: unknown;
  /** For records about which no handler has to be asked: no function of its own for each. */
  readonly #delivered: DeliveryCallback = (error) => {
    if (error) this.#failed(error, error.topic);
  };
  readonly #asksHandler: boolean;

  /** `partitions`: how many a topic has; undefined: not known. */
  constructor(producer: StreamsProducer, settings: TaskSettings, partitions: (topic: string) => number | undefined) {
    this.#producer = producer;
    this.#partitions = partitions;
    this.#asksHandler =
      settings.productionHandler !== DefaultProductionExceptionHandler || settings.deadLetterTopic !== undefined;
  }

  /** @throws the error of a record that could not be written. */
  check(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  /** Goes on after an error. */
  reset(): void {
    this.#error = undefined;
  }

  /** One function for all records of a store, none for each. Resolves when the producer has taken them. */
  async sendChanges({ records, written }: StoreChanges): Promise<void> {
    const delivered: DeliveryCallback = written
      ? (error, { offset }) => (error ? this.#failed(error, error.topic) : written(Number(offset)))
      : this.#delivered;
    for (const record of records) {
      this.#producer.produce(record, delivered);
      if (this.#producer.isFull) await this.#producer.room();
    }
  }

  /** For one task; `failures` is asked when one of its records fails. */
  of(failures: () => FailureSource): RecordCollector {
    return {
      send: (record, node) => this.#send(record, node, failures),
      partitionCount: this.#partitions,
    };
  }

  #send(record: OutputRecord, node: string | undefined, failures: () => FailureSource): void {
    if (this.#error !== undefined) throw this.#error;
    // Dead letters are not asked about again.
    if (node === undefined || !this.#asksHandler) return this.#produce(record, this.#delivered, node, failures);
    const context = failures().context(node, record.timestamp);
    const delivered: DeliveryCallback = (error) => {
      if (error && this.#error === undefined) this.#ask(error, record, context, failures());
    };
    this.#produce(record, delivered, node, failures);
  }

  #produce(
    record: OutputRecord,
    delivered: DeliveryCallback,
    node: string | undefined,
    failures: () => FailureSource,
  ): void {
    try {
      this.#producer.produce(record, delivered);
    } catch (error) {
      if (node === undefined) return this.#failed(error, record.topic);
      this.#ask(error, record, failures().context(node, record.timestamp), failures());
      this.check();
    }
  }

  #ask(error: unknown, record: OutputRecord, context: ErrorContext, failures: FailureSource): void {
    if (this.#producer.isAborting) return;
    if (isReplaced(error)) return this.#keep(new LostWorkError(error));
    const decision = failures.ofProducer(context, inBytes(record), error);
    if (decision.result === 'RESUME') return;
    const isRetry = decision.result === 'RETRY' && (error as { isRetriable?: unknown }).isRetriable === true;
    if (isRetry) this.#keep(new LostWorkError(error));
    else this.#keep(unsent(record.topic, decision.error, context.processorNodeId));
  }

  #failed(error: unknown, topic: string): void {
    if (this.#producer.isAborting) return;
    const isNobodysFault = isReplaced(error) || (error as { isRetriable?: unknown }).isRetriable === true;
    this.#keep(isNobodysFault ? new LostWorkError(error) : unsent(topic, error));
  }

  #keep(error: unknown): void {
    this.#error ??= error;
  }
}

function unsent(topic: string, cause: unknown, node?: string): StreamsError {
  return new StreamsError(`a record for ${topic} could not be written: ${reasonOf(cause)}`, { node, cause });
}
