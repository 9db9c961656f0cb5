import { channel, type Channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { inspect, type InspectOptions } from 'node:util';
import { inspected } from '../../errors/brief';
import type { KafkaError } from '../../errors/kafka-error';
import { callListener } from '../../user-code/user-code';

export interface LogEntry {
  /** syslog's: 0 emergency … 3 error, 4 warning, 6 info, 7 debug. */
  level: number;
  facility: string;
  message: string;
}

export interface ThrottleInfo {
  broker: string;
  brokerId: number;
  throttleMs: number;
}

/** Events of every client: name → arguments. */
export interface ClientEvents {
  /** The user has to act: a fatal or authentication error. Without a listener it becomes a process warning. */
  error: [error: KafkaError];
  /** An error from which the client recovers automatically. */
  warning: [error: KafkaError];
  log: [entry: LogEntry];
  /** librdkafka's statistics, every `statistics.interval.ms`. */
  stats: [statistics: Record<string, unknown>];
  throttle: [throttle: ThrottleInfo];
  close: [];
}

/** Calls the listeners of an event that every client has. True if there were any. Never throws. */
export type ClientTell = <Name extends keyof ClientEvents>(name: Name, ...args: ClientEvents[Name]) => boolean;

type Listener<Args> = Args extends unknown[] ? (...args: Args) => void : never;

function warn(error: KafkaError): void {
  try {
    process.emitWarning(error);
  } catch {
    // Node does not recognize an error of another realm (a vm context, a test runner).
    process.emitWarning(error.message, { type: error.name, code: error.code });
  }
}

/**
 * Open clients with listeners. Somebody waits for their events, who may be referenced only by a listener:
 * `await new Promise((resolve) => consumer.once('stats', resolve))` would never end if the client was collected.
 */
const listened = new Set<object>();

/**
 * An EventEmitter with typed events, each of which is also published on `diagnostics_channel` as `kafka-napi:<event>`.
 */
export abstract class TypedEmitter<Events extends object> {
  readonly #emitter = new EventEmitter();
  #isClosed = false;

  /** For logs: short, without contents or secrets. */
  abstract toJSON(): { client: string; state: string } & Record<string, unknown>;

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    const { client, ...rest } = this.toJSON();
    return inspected(client, rest, depth, options);
  }

  on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.on(name, listener as unknown as (...args: unknown[]) => void);
    this.#keepOrLetGo();
    return this;
  }

  addListener<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    return this.on(name, listener);
  }

  once<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.once(name, listener as unknown as (...args: unknown[]) => void);
    this.#keepOrLetGo();
    return this;
  }

  off<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.off(name, listener as unknown as (...args: unknown[]) => void);
    this.#keepOrLetGo();
    return this;
  }

  removeListener<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    return this.off(name, listener);
  }

  removeAllListeners(name?: keyof Events & string): this {
    this.#emitter.removeAllListeners(name);
    this.#keepOrLetGo();
    return this;
  }

  listenerCount(name: keyof Events & string): number {
    return this.#emitter.listenerCount(name);
  }

  /** Calls the listeners. If one throws, the others are still called, and the caller continues. */
  emit<Name extends keyof Events & string>(
    name: Name,
    ...args: Events[Name] extends unknown[] ? Events[Name] : never
  ): boolean {
    return this.tell(name, ...args);
  }

  /**
   * Like {@link emit}, for events of this package. Without a listener an `error` becomes a process warning: no broker
   * may end the process.
   */
  protected tell<Name extends keyof Events & string>(
    name: Name,
    ...args: Events[Name] extends unknown[] ? Events[Name] : never
  ): boolean {
    const diagnostics = diagnosticsChannel(name);
    // Node itself turns an error of a subscriber into an uncaught exception of a later tick.
    if (diagnostics.hasSubscribers) diagnostics.publish({ client: this, name, args });
    // Raw listeners include the wrappers of `once`, which remove themselves when called.
    const listeners = this.#emitter.rawListeners(name) as ((...args: unknown[]) => unknown)[];
    if (name === 'close') {
      this.#isClosed = true;
      listened.delete(this);
    }
    if (listeners.length === 0) {
      if (name === 'error') warn(args[0] as KafkaError);
      return false;
    }
    for (const listener of listeners) callListener(listener, this, args as unknown[]);
    this.#keepOrLetGo();
    return true;
  }

  #keepOrLetGo(): void {
    if (!this.#isClosed && this.#emitter.eventNames().length > 0) listened.add(this);
    else listened.delete(this);
  }
}

const channels = new Map<string, Channel>();

function diagnosticsChannel(name: string): Channel {
  let known = channels.get(name);
  if (known === undefined) channels.set(name, (known = channel(`kafka-napi:${name}`)));
  return known;
}
