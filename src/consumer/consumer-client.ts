import { Wake, type NativeEvent, type Requests } from '../binding/native';
import { Client, type ClientSetup } from '../client/client';
import { ClosedError } from '../errors/usage-errors';
import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';
import { rejectsPoll } from './consumer-errors';
import type { ConsumerEvents } from './consumer-events';
import type { Parts } from './parts';
import type { Port } from './port';
import type { Resets } from './resets';

type SyncReply = { error?: NativeErrorData; value?: unknown };

/** What the parts of a consumer need of its client, and where its events go. */
export abstract class ConsumerClient extends Client<ConsumerEvents> {
  readonly #syncReplies = new Map<number, SyncReply | undefined>();
  protected statistics: Record<string, unknown> | undefined;

  protected constructor(setup: ClientSetup) {
    super(setup);
  }

  protected abstract readonly events:
    { parts: Parts<never, never>; resets: Resets; onStatistics: () => void } | undefined;

  protected port(): Port {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const client = this;
    return {
      handle: this.handle,
      status: this.status,
      lifecycle: this.lifecycle,
      defaultTimeoutMs: this.defaultTimeoutMs,
      get isDestroyed() {
        return client.isDestroyed;
      },
      call: (op, args) => {
        if (client.isDestroyed) throw new ClosedError(op);
        return client.call(op, args);
      },
      requestWithin: (op, args, options) => client.requestWithin(op, args, options),
      requestSync: (op, args, operation, timeoutMs) => client.#requestSync(op, args, operation, timeoutMs),
      emit: (name, ...args) => client.emit(name, ...(args as never)),
      hold: () => client.hold(),
      release: () => client.release(),
      dispatchEvents: () => client.dispatchEvents(),
      pumpOnce: (timeoutMs) => client.pumpOnce(timeoutMs),
    };
  }

  #requestSync<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    operation: string,
    timeoutMs: number,
  ): Requests[Op]['out'] {
    const { id, reply } = this.requestWithId(op, args, operation);
    // The reply is read below; as a promise nobody waits for it.
    reply.catch(() => undefined);
    this.#syncReplies.set(id, undefined);
    try {
      if (!this.pumpUntil(() => this.#syncReplies.get(id) !== undefined, timeoutMs)) {
        throw new TimeoutError(operation, `${operation}: not done within ${timeoutMs} ms`);
      }
      const { error, value } = this.#syncReplies.get(id)!;
      if (error) throw KafkaError.fromNative({ ...error, operation });
      return value as Requests[Op]['out'];
    } finally {
      this.#syncReplies.delete(id);
    }
  }

  protected override wake(mask: number): void {
    super.wake(mask);
    if (mask & Wake.CONSUMER) this.events?.parts.poller.kick();
  }

  protected override onEvent(event: NativeEvent): void {
    if (event.type === 'reply' && this.#syncReplies.has(event.id)) this.#syncReplies.set(event.id, event);
    if (event.type === 'stats') {
      this.statistics = JSON.parse(event.json) as Record<string, unknown>;
      this.events?.onStatistics();
    }
    super.onEvent(event);
    if (!this.events) return;
    const { parts, resets } = this.events;
    if (event.type === 'rebalance') parts.rebalancer.handle(event);
    else if (event.type === 'eof') {
      const { topic, partition, offset } = event;
      const state = parts.assignment.get(topic, partition);
      // Of an assignment, or a position before a seek, that is no more.
      if (!state || state.seekTarget !== undefined) return;
      state.end = offset;
      state.passEnd();
      if (parts.settings.partitionEof) this.emit('partitionEof', { topic, partition, offset });
    } else if (event.type === 'consumerError') this.#onConsumerError(event, parts, resets);
  }

  #onConsumerError(
    event: Extract<NativeEvent, { type: 'consumerError' }>,
    parts: Parts<never, never>,
    resets: Resets,
  ): void {
    // ERR__FATAL says that something is fatal, and librdkafka keeps what.
    const reason = event.error.isFatal ? this.call('fatalError', null) : null;
    const error = KafkaError.fromNative({ ...(reason ?? event.error), operation: 'poll' });
    // The poll that waits rejects with it, and so does every later one.
    if (error.isFatal) this.lifecycle.failed(error);
    const state = event.topic === null ? undefined : parts.assignment.get(event.topic, event.partition);
    if (error.code === 'ERR__AUTO_OFFSET_RESET') {
      if (state) resets.failed(state, error);
    } else if (rejectsPoll(error)) parts.poller.fail(error);
    else this.emit('warning', error);
  }

  protected override onError(error: KafkaError): void {
    super.onError(error);
    if (error.isFatal) this.events?.parts.poller.kick();
  }
}
