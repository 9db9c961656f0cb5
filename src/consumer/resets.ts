import { LogicalOffset } from '../binding/native';
import { KafkaError } from '../errors/kafka-error';
import type { PartitionState } from './partition-state';
import type { Parts } from './parts';

/** Between two attempts to find the offset of a time. */
const RETRY_MS = 1000;

type ResetParts = Pick<Parts<never, never>, 'port' | 'seeks' | 'poller' | 'settings'>;

/** What `auto.offset.reset` says beyond librdkafka's earliest and latest: none and by_duration. */
export class Resets {
  readonly #parts: ResetParts;

  constructor(parts: ResetParts) {
    this.#parts = parts;
  }

  /** There is no committed offset, or it is out of range, and librdkafka has given the partition up. */
  failed(state: PartitionState, error: KafkaError): void {
    const { settings, poller } = this.#parts;
    if (settings.reset.kind === 'by_duration') void this.#byDuration(state, settings.reset.ms);
    else {
      state.resetError = new KafkaError({
        code: error.code,
        errno: error.errno,
        operation: 'poll',
        message: `${state.topic}-${state.partition}: no committed offset, or it is out of range, and auto.offset.reset is none; seek() to where reading shall go on`,
        cause: error,
      });
      poller.failed.add(state);
      poller.kick();
    }
  }

  async #byDuration(state: PartitionState, ms: number): Promise<void> {
    const { port, seeks } = this.#parts;
    const { topic, partition, epoch } = state;
    const isCurrent = () => state.assigned && state.epoch === epoch && !port.isDestroyed && port.lifecycle.isOpen;
    while (isCurrent()) {
      try {
        const timeoutMs = port.defaultTimeoutMs;
        const partitions = [{ topic, partition, offset: Math.max(0, Date.now() - ms) }];
        const [found] = await port.requestWithin(
          'offsetsForTimes',
          { partitions, timeoutMs },
          { operation: 'auto.offset.reset', timeoutMs },
        );
        if (!isCurrent()) return;
        const offset = found?.offset !== undefined && found.offset >= 0 ? found.offset : LogicalOffset.END;
        state.resetError = new KafkaError({
          code: 'ERR__AUTO_OFFSET_RESET',
          message: 'the partition must be assigned again',
        });
        seeks.seek([{ state, offset }]);
        return;
      } catch (error) {
        if (!isCurrent()) return;
        port.emit('warning', error as KafkaError);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }
}
