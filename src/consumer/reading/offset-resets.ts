import { LogicalOffset } from '../../binding/native';
import { askLeaders } from '../questions/leader-offsets';
import { untilKnown } from '../questions/until-known';
import { KafkaError } from '../../errors/kafka-error';
import type { PartitionState } from '../partitions/partition-state';
import type { NativeClient } from '../../client/native-client';
import type { ConsumerSettings } from '../settings';
import type { Poller } from './poller';
import type { Seeks } from './seeks';

/** Pause between two attempts to find the offset of a time. */
const RETRY_MS = 1000;

export interface ResetParts {
  client: NativeClient;
  seeks: Seeks;
  poller: Poller;
  settings: Pick<ConsumerSettings, 'reset' | 'readCommitted'>;
}

/** The values of `auto.offset.reset` that librdkafka does not implement: none and by_duration. */
export class OffsetResets {
  readonly #parts: ResetParts;

  constructor(parts: ResetParts) {
    this.#parts = parts;
  }

  /** There is no committed offset, or it is out of range. librdkafka has stopped fetching the partition. */
  failed(state: PartitionState, error: KafkaError): void {
    const { settings, poller } = this.#parts;
    if (settings.reset.kind === 'by_duration') void this.#byDuration(state, settings.reset.ms);
    else {
      state.resetError = new KafkaError({
        code: error.code,
        errno: error.errno,
        operation: 'poll',
        message: `${state.topic}-${state.partition}: no committed offset, or it is out of range, and auto.offset.reset is none; call seek() to set the position`,
        cause: error,
      });
      poller.errors.unstarted(state);
    }
  }

  async #byDuration(state: PartitionState, ms: number): Promise<void> {
    const { client, seeks } = this.#parts;
    const { topic, partition, epoch } = state;
    const isCurrent = () => state.assigned && state.epoch === epoch && !client.isDestroyed && client.lifecycle.isOpen;
    while (isCurrent()) {
      try {
        const asking = { operation: 'auto.offset.reset', timeoutMs: client.defaultTimeoutMs };
        const ask = async (at: number): Promise<number> => {
          const query = { topic, partition, offset: at };
          const [found] = await untilKnown(asking, (timeoutMs) =>
            askLeaders(this.#parts, [query], { ...asking, timeoutMs }),
          );
          return found!.offset;
        };
        // Get the end first: records written after that are newer than the given time and must not be skipped.
        const end = await ask(LogicalOffset.END);
        const found = await ask(Math.max(0, Date.now() - ms));
        if (!isCurrent()) return;
        const offset = found >= 0 ? found : end;
        state.resetError = new KafkaError({
          code: 'ERR__AUTO_OFFSET_RESET',
          message: 'the partition must be assigned again',
        });
        seeks.seek([{ state, offset }]);
        return;
      } catch (error) {
        if (!isCurrent()) return;
        client.tell('warning', error as KafkaError);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }
}
